// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.jobs;

import com.aliyun.sdk.service.oss2.OSSClient;
import io.github.ossv4.http.BucketClient;

class SdkV2JobsTest extends OssJobsTest<OSSClient, BucketClient> {
    SdkV2JobsTest() {
        super(new SdkV2Jobs(), new Ossv4Jobs());
    }
}
