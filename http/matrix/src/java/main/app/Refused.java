// SPDX-License-Identifier: Apache-2.0
package app;

import io.github.ossv4.http.BucketClient;

/** Sends a request, which must fail before it is sent, with a message that starts with the arguments, joined by spaces. */
public final class Refused {
    private Refused() {}

    public static void main(String[] args) throws Exception {
        String expected = String.join(" ", args);
        try (BucketClient bucket = BucketClient.builder("http://127.0.0.1:1", "examplebucket")
                .anonymous()
                .build()) {
            bucket.put("k", "text");
        } catch (IllegalStateException e) {
            System.out.println("refused: " + e.getMessage());
            if (e.getMessage().startsWith(expected)) {
                return;
            }
        }
        throw new AssertionError("put must throw an IllegalStateException that starts with: " + expected);
    }
}
