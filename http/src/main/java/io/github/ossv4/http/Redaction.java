// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.ossv4.sign.PercentEncoding;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
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
                for (String spelling : spellings(value)) {
                    clean = clean.replace(spelling, "…");
                }
            }
        }
        return clean;
    }

    /** As it is, and as JSON, XML and URLs have it. */
    private static Set<String> spellings(String value) {
        Set<String> spellings = new LinkedHashSet<>();
        spellings.add(value);
        spellings.add(String.valueOf(JsonStringEncoder.getInstance().quoteAsString(value)));
        spellings.add(value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;"));
        spellings.add(PercentEncoding.encode(value));
        return spellings;
    }

    /**
     * The exception itself if there is nothing to take out of its text and of those of its causes; otherwise one of the same
     * meaning alone, and of the same type where that tells what happened.
     */
    static IOException of(Request request, IOException failure) {
        return of(request.tag(Secrets.class), failure);
    }

    /** As {@link #of(Request, IOException)}. */
    static IOException of(@Nullable Secrets secrets, IOException failure) {
        StringBuilder texts = new StringBuilder();
        collect(failure, texts, Collections.newSetFromMap(new IdentityHashMap<>()));
        if (of(secrets, texts.toString()).contentEquals(texts)) {
            return failure;
        }
        IOException redacted =
                like(failure, of(secrets, String.valueOf(failure.getMessage())), of(secrets, failure.toString()));
        redacted.setStackTrace(failure.getStackTrace());
        return redacted;
    }

    /** Not the frames: a variable's value may stand in the name of a class by right. */
    private static void collect(Throwable failure, StringBuilder texts, Set<Throwable> seen) {
        if (seen.add(failure)) {
            texts.append(failure).append('\n');
            for (Throwable suppressed : failure.getSuppressed()) {
                collect(suppressed, texts, seen);
            }
            if (failure.getCause() != null) {
                collect(failure.getCause(), texts, seen);
            }
        }
    }

    private static IOException like(IOException failure, String message, String text) {
        if (failure instanceof SocketTimeoutException) {
            return new SocketTimeoutException(message);
        } else if (failure instanceof InterruptedIOException) {
            return new InterruptedIOException(message);
        } else if (failure instanceof UnknownHostException) {
            return new UnknownHostException(message);
        } else if (failure instanceof ConnectException) {
            return new ConnectException(message);
        } else if (failure instanceof SSLHandshakeException) {
            return new SSLHandshakeException(message);
        } else if (failure instanceof SSLException) {
            return new SSLException(message);
        }
        return new IOException(text);
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
