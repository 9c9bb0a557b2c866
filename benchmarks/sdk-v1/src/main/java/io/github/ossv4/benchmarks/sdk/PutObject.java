// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.sdk;

import com.aliyun.oss.OSS;
import java.io.File;

/** A process that uploads a file in one request with SDK v1. */
final class PutObject {
    private PutObject() {}

    /** Uploads; the arguments are endpoint and file. */
    public static void main(String[] arguments) {
        OSS client = Client.create(arguments[0]);
        try {
            client.putObject("examplebucket", "large", new File(arguments[1]));
        } finally {
            client.shutdown();
        }
    }
}
