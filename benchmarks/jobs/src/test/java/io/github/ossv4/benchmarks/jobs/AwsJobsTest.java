// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.jobs;

import io.minio.MinioClient;
import software.amazon.awssdk.services.s3.S3Client;

class AwsJobsTest extends S3JobsTest<S3Client, MinioClient> {
    AwsJobsTest() {
        super(new AwsJobs(), new MinioJobs());
    }
}
