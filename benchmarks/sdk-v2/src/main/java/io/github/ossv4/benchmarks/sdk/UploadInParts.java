// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.sdk;

import com.aliyun.sdk.service.oss2.OSSClient;
import com.aliyun.sdk.service.oss2.models.PutObjectRequest;
import com.aliyun.sdk.service.oss2.transfermanager.Uploader;

/** A process that uploads a file in parts of 6 MB, three at a time, the default of SDK v2's uploader. */
final class UploadInParts {
    private UploadInParts() {}

    /** Uploads; the arguments are endpoint and file. */
    @SuppressWarnings("try") // Its close() throws Exception.
    public static void main(String[] arguments) throws Exception {
        PutObjectRequest request = PutObjectRequest.newBuilder()
                .bucket("examplebucket")
                .key("large")
                .build();
        try (OSSClient client = Client.create(arguments[0])) {
            new Uploader(client).uploadFile(request, arguments[1]);
        }
    }
}
