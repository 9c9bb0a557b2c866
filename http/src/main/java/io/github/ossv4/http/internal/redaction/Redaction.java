// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.redaction;

import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Pattern;

/** Removes the secrets of a request from texts: some servers echo them, and OkHttp's messages quote servers. */
public final class Redaction {
    private static final Pattern SIGNATURE = Pattern.compile("Signature=[0-9a-fA-F]{8,}");

    private Redaction() {}

    /** Returns the text without the secrets, and without any V4 signature. */
    public static String redact(Secrets secrets, String text) {
        // In any text: OkHttp's messages may quote the request before.
        return secrets.removeFrom(SIGNATURE.matcher(text).replaceAll("Signature=…"));
    }

    /**
     * Returns the exception itself if neither its message nor those of its causes contain a secret. Otherwise returns a new
     * exception with the redacted message, of the same type if the type is significant, without causes.
     */
    public static IOException redact(Secrets secrets, IOException failure) {
        StringBuilder texts = new StringBuilder();
        collect(failure, texts, Collections.newSetFromMap(new IdentityHashMap<>()));
        if (redact(secrets, texts.toString()).contentEquals(texts)) {
            return printable(failure);
        }
        String text = SameType.isKept(failure) ? String.valueOf(failure.getMessage()) : failure.toString();
        IOException redacted = SameType.of(failure, shown(secrets, text));
        redacted.setStackTrace(failure.getStackTrace());
        return redacted;
    }

    /** Does not include stack frames: the name of a class may contain a variable's value. */
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

    private static String shown(Secrets secrets, String text) {
        return PrintableText.escape(redact(secrets, text));
    }

    /** Escapes the messages in which OkHttp quotes what the server sent instead of a response. */
    private static IOException printable(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        String printable = PrintableText.escape(message);
        if (!(failure instanceof ProtocolException) || printable.equals(message)) {
            return failure;
        }
        IOException escaped = new ProtocolException(printable);
        escaped.setStackTrace(failure.getStackTrace());
        return escaped;
    }
}
