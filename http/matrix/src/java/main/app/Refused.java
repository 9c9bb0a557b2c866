// SPDX-License-Identifier: Apache-2.0
package app;

import io.github.ossv4.http.BucketClient;

/** Builds a client, which must fail with a message that starts with the arguments, joined by spaces. */
public final class Refused {
    private Refused() {}

    public static void main(String[] args) throws Exception {
        String expected = String.join(" ", args);
        try {
            BucketClient.builder("https://oss-cn-hangzhou.aliyuncs.com", "examplebucket")
                    .anonymous()
                    .build()
                    .close();
        } catch (IllegalStateException e) {
            System.out.println("refused: " + e.getMessage());
            if (e.getMessage().startsWith(expected)) {
                return;
            }
        }
        throw new AssertionError("build() must throw an IllegalStateException that starts with: " + expected);
    }
}
