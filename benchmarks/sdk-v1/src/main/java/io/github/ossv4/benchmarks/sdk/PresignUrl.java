// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.sdk;

import com.aliyun.oss.OSS;
import java.util.Date;

/** A process that presigns one URL with SDK v1. */
final class PresignUrl {
    private PresignUrl() {}

    @SuppressWarnings("JavaUtilDate") // The SDK requires a Date.
    public static void main(String[] arguments) {
        OSS client = Client.create("https://oss-cn-hangzhou.aliyuncs.com");
        Date expiration = new Date(System.currentTimeMillis() + 600_000);
        System.out.println(client.generatePresignedUrl("examplebucket", "photos/cat.jpg", expiration));
        client.shutdown();
    }
}
