// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.sdk;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.GetObjectRequest;
import java.io.File;

/** A process that downloads the uploaded object in one request with SDK v1. */
final class GetObject {
    private GetObject() {}

    /** Downloads; the arguments are endpoint and file. */
    public static void main(String[] arguments) {
        OSS client = Client.create(arguments[0]);
        try {
            client.getObject(new GetObjectRequest("examplebucket", "large"), new File(arguments[1]));
        } finally {
            client.shutdown();
        }
    }
}
