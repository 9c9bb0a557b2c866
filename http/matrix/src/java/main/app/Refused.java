// SPDX-License-Identifier: Apache-2.0
package app;

import io.github.ossv4.http.BucketClient;

/** Builds a client, which must fail with the sentence that starts with the argument. */
public final class Refused {
    private Refused() {}

    public static void main(String[] sentence) throws Exception {
        try {
            BucketClient.builder("https://oss-cn-hangzhou.aliyuncs.com", "examplebucket")
                    .anonymous()
                    .build()
                    .close();
        } catch (IllegalStateException e) {
            System.out.println("refused: " + e.getMessage());
            if (e.getMessage().startsWith(String.join(" ", sentence))) {
                return;
            }
        }
        throw new AssertionError("must be refused with: " + String.join(" ", sentence));
    }
}
