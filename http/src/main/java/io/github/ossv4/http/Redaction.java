// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.Request;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Takes out of texts what of a request must not be shown: some servers echo it, and OkHttp's messages quote servers. */
final class Redaction {
    /** A shorter piece of a secret may stand in a text by chance, and gives nothing away. */
    private static final int PIECE = 8;

    /** Of a longer secret only so much is looked for in pieces. */
    private static final int LONGEST = 64 * 1024;

    private static final Pattern SIGNATURE = Pattern.compile("Signature=[0-9a-fA-F]{8,}");

    private Redaction() {}

    static String of(Request request, String text) {
        return of(request.tag(Secrets.class), text);
    }

    private static String of(@Nullable Secrets secrets, String text) {
        // Of any request: OkHttp's messages may quote the one before.
        String clean = SIGNATURE.matcher(text).replaceAll("Signature=…");
        if (secrets != null) {
            for (String proof : secrets.proofs()) {
                clean = withoutPieces(clean, proof, PIECE);
                // So okio quotes what it has of a connection that ends in the middle.
                clean = withoutPieces(clean, ByteString.encodeUtf8(proof).hex(), 2 * PIECE);
            }
            for (String value : secrets.values()) {
                clean = clean.replace(value, "…");
            }
        }
        return clean;
    }

    /**
     * The exception itself if there is nothing to take out, of it and of its causes; otherwise one of the same meaning
     * alone.
     */
    static IOException of(Request request, IOException failure) {
        return of(request.tag(Secrets.class), failure);
    }

    /** As {@link #of(Request, IOException)}. */
    static IOException of(@Nullable Secrets secrets, IOException failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        if (of(secrets, trace.toString()).equals(trace.toString())) {
            return failure;
        }
        String text = of(secrets, failure.toString());
        IOException redacted =
                failure instanceof InterruptedIOException ? new InterruptedIOException(text) : new IOException(text);
        redacted.setStackTrace(failure.getStackTrace());
        return redacted;
    }

    /** Texts are cut off, and some of OkHttp's begin in the middle of what the server sent. */
    private static String withoutPieces(String text, String secret, int piece) {
        String clean = text.replace(secret, "…");
        Set<String> pieces = new HashSet<>();
        for (int end = piece; end <= Math.min(secret.length(), LONGEST); end++) {
            pieces.add(secret.substring(end - piece, end));
        }
        StringBuilder shown = new StringBuilder();
        int from = 0;
        for (int end = piece; end <= clean.length(); end++) {
            if (end - piece >= from && pieces.contains(clean.substring(end - piece, end))) {
                shown.append(clean, from, end - piece).append("…");
                while (end < clean.length() && pieces.contains(clean.substring(end + 1 - piece, end + 1))) {
                    end++;
                }
                from = end;
            }
        }
        return shown.append(clean, from, clean.length()).toString();
    }
}
