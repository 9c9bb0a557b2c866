// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.sdk;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.DownloadFileRequest;

/** A process that downloads the uploaded object in parts of 6 MB, three at a time. */
final class Download {
    private static final long PART_SIZE = 6_000_000;

    private Download() {}

    /** Downloads; the arguments are endpoint and file. */
    public static void main(String[] arguments) throws Throwable {
        OSS client = Client.create(arguments[0]);
        try {
            client.downloadFile(new DownloadFileRequest("examplebucket", "large", arguments[1], PART_SIZE, 3, false));
        } finally {
            client.shutdown();
        }
    }
}
