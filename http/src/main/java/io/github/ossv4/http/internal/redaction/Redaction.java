// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.redaction;

import io.github.ossv4.internal.text.PrintableText;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Removes the secrets of a request from texts: some servers echo them, and OkHttp's messages quote servers.
 *
 * <p>Rule: Secrets never appear in messages ({@code RedactionTest}).
 */
public final class Redaction {
    /** The start of a quotation of the server in a message of OkHttp or okio, and all that follows. */
    private static final Pattern QUOTATION = Pattern.compile("[:\"].*", Pattern.DOTALL);

    private Redaction() {}

    /** Returns the text without the secrets, and without any V4 signature. */
    public static String redact(Secrets secrets, String text) {
        return secrets.removeFrom(text);
    }

    /**
     * Returns the exception itself if neither its message nor a cause's contain a secret or quote the server.
     * Otherwise returns a new exception without them, of the same type if the type is significant. Its only cause is
     * one that quoted the server, without the quotation: its type shows what was wrong with the response.
     */
    public static IOException redact(Secrets secrets, IOException failure) {
        Texts texts = new Texts();
        texts.collect(failure);
        String all = texts.toString();
        if (!texts.quotesServer && redact(secrets, all).equals(all)) {
            return failure;
        }
        IOException redacted = shown(secrets, failure);
        if (failure.getCause() instanceof IOException && quotesServer(failure.getCause())) {
            redacted.initCause(shown(secrets, (IOException) failure.getCause()));
        }
        return redacted;
    }

    private static IOException shown(Secrets secrets, IOException failure) {
        String text = SameType.isKept(failure) ? String.valueOf(failure.getMessage()) : failure.toString();
        if (quotesServer(failure)) {
            text = QUOTATION.matcher(text).replaceFirst("");
        }
        IOException shown = SameType.of(failure, PrintableText.escape(redact(secrets, text)));
        shown.setStackTrace(failure.getStackTrace());
        return shown;
    }

    /** Returns whether it is an exception in which OkHttp or okio quotes a malformed response. */
    private static boolean quotesServer(Throwable failure) {
        return failure instanceof ProtocolException || failure instanceof EOFException;
    }

    /**
     * The texts of an exception, and of those that it has. Without stack frames: a class name may contain a variable's
     * value.
     */
    private static final class Texts {
        private final StringBuilder texts = new StringBuilder();
        private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        boolean quotesServer;

        void collect(Throwable failure) {
            if (seen.add(failure)) {
                texts.append(failure).append('\n');
                quotesServer |= quotesServer(failure)
                        && QUOTATION
                                .matcher(String.valueOf(failure.getMessage()))
                                .find();
                for (Throwable suppressed : failure.getSuppressed()) {
                    collect(suppressed);
                }
                if (failure.getCause() != null) {
                    collect(failure.getCause());
                }
            }
        }

        @Override
        public String toString() {
            return texts.toString();
        }
    }
}
