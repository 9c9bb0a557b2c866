// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.sdk;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.UploadFileRequest;

/** A process that uploads a file in parts of 6 MB, three at a time, with SDK v1. */
final class UploadInParts {
    private UploadInParts() {}

    /** Uploads; the arguments are endpoint and file. */
    public static void main(String[] arguments) throws Throwable {
        OSS client = Client.create(arguments[0]);
        try {
            client.uploadFile(new UploadFileRequest("examplebucket", "large", arguments[1], 6 * 1024 * 1024, 3));
        } finally {
            client.shutdown();
        }
    }
}
