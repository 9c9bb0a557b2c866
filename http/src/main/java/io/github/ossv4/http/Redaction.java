// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.sign.Signature;
import java.io.IOException;
import okhttp3.Request;

/** Takes out of texts what a request proved itself with: some servers echo it, and OkHttp's messages quote servers. */
final class Redaction {
    /** A shorter piece of a secret may stand in a text by chance, and gives nothing away. */
    private static final int PIECE = 8;

    private Redaction() {}

    static String of(Request request, String text) {
        String clean = text;
        Signature signature = request.tag(Signature.class);
        if (signature != null) {
            for (String secret : signature.secrets()) {
                clean = withoutPieces(clean.replace(secret, "…"), secret);
            }
        }
        return clean;
    }

    /** Texts are cut off, and some of OkHttp's begin in the middle of what the server sent. */
    private static String withoutPieces(String text, String secret) {
        String clean = text;
        for (int start = 0; start + PIECE <= secret.length(); start++) {
            int end = start + PIECE;
            if (clean.contains(secret.substring(start, end))) {
                while (end < secret.length() && clean.contains(secret.substring(start, end + 1))) {
                    end++;
                }
                clean = clean.replace(secret.substring(start, end), "…");
            }
        }
        return clean;
    }

    /** The exception itself if there is nothing to take out, otherwise one of the same meaning, without its causes. */
    static IOException of(Request request, IOException failure) {
        String text = failure.toString();
        String clean = of(request, text);
        if (clean.equals(text)) {
            return failure;
        }
        IOException redacted = new IOException(clean);
        redacted.setStackTrace(failure.getStackTrace());
        return redacted;
    }
}
