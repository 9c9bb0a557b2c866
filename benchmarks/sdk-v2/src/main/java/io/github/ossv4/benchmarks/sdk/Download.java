// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.sdk;

import com.aliyun.sdk.service.oss2.OSSClient;
import com.aliyun.sdk.service.oss2.models.GetObjectRequest;
import com.aliyun.sdk.service.oss2.transfermanager.Downloader;

/** A process that downloads the uploaded object in parts, with the default options of SDK v2's downloader. */
final class Download {
    private Download() {}

    /** Downloads; the arguments are endpoint and file. */
    @SuppressWarnings("try") // Its close() throws Exception.
    public static void main(String[] arguments) throws Exception {
        GetObjectRequest request = GetObjectRequest.newBuilder()
                .bucket("examplebucket")
                .key("large")
                .build();
        try (OSSClient client = Client.create(arguments[0])) {
            new Downloader(client).downloadFile(request, arguments[1]);
        }
    }
}
