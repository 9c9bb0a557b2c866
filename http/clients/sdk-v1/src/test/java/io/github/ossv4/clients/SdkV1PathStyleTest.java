// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import com.aliyun.oss.common.comm.SignVersion;

/** At an IP address SDK v1 writes the bucket into the path. */
class SdkV1PathStyleTest extends SdkV1Operations {
    SdkV1PathStyleTest() {
        super("127.0.0.1", SignVersion.V4);
    }
}
