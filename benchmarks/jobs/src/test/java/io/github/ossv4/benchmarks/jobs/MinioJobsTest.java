// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.jobs;

import io.minio.MinioClient;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

class MinioJobsTest extends S3JobsTest<MinioClient, S3Client> {
    MinioJobsTest() {
        super(new MinioJobs(), new AwsJobs());
    }

    @Test
    void signsForm() throws Exception {
        postsForm(endpoint() + "/" + Jobs.BUCKET);
    }
}
