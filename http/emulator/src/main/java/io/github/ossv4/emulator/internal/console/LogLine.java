// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import io.github.ossv4.emulator.internal.wire.CallbackAttempt;
import io.github.ossv4.emulator.internal.wire.HandledRequest;
import io.github.ossv4.emulator.internal.wire.SignatureVerdict;
import io.github.ossv4.explain.SignatureMistake;
import io.github.ossv4.internal.text.PrintableText;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats a request as one human-readable line: time in UTC, status, method, target, outcome, and client. */
public final class LogLine {
    private static final int MAX_RESOURCE = 80;
    private static final int MAX_TEXT = 400;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private LogLine() {}

    /** Returns the line, without a line break and without characters that control a terminal. */
    public static String of(HandledRequest request) {
        HandledRequest.Target target = request.target();
        HandledRequest.Result result = request.result();
        StringBuilder line = new StringBuilder(160);
        TIME.formatTo(request.time(), line);
        line.append(' ')
                .append(result.status() == 0 ? "---" : Integer.toString(result.status()))
                .append(' ')
                .append(PrintableText.escape(target.method(), 20))
                .append(" ".repeat(Math.max(1, 7 - target.method().length())))
                .append(shorten(PrintableText.escape(target.resource())));
        if (target.operation() != null) {
            line.append("  ").append(target.operation());
        }
        if (request.verdict() != SignatureVerdict.NOT_CHECKED) {
            line.append(", ").append(request.verdict().text());
        }
        line.append(", ").append(request.traffic().millis()).append(" ms");
        appendError(line, request);
        for (CallbackAttempt callback : request.callbacks()) {
            line.append(", callback ").append(shorten(PrintableText.escape(callback.url())));
            line.append(callback.status() == 0 ? " no response" : " " + callback.status());
            if (callback.failure() != null) {
                line.append(" (")
                        .append(PrintableText.escape(callback.failure(), MAX_TEXT))
                        .append(')');
            }
        }
        if (request.note() != null) {
            line.append(", ").append(request.note());
        }
        if (request.fault() != null) {
            line.append(", injected ").append(PrintableText.escape(request.fault(), MAX_TEXT));
        }
        if (request.userAgent() != null) {
            line.append(", \"")
                    .append(PrintableText.escape(request.userAgent()))
                    .append('"');
        }
        return line.toString();
    }

    private static void appendError(StringBuilder line, HandledRequest request) {
        HandledRequest.Result result = request.result();
        if (result.code() != null) {
            line.append(", ").append(PrintableText.escape(result.code(), MAX_RESOURCE));
            if (result.ec() != null) {
                line.append(' ').append(result.ec());
            }
        }
        SignatureMistake mistake = request.mistake();
        if (mistake != null) {
            line.append(": ").append(PrintableText.escape(mistake.toString(), MAX_TEXT));
        } else if (result.message() != null && request.callbacks().isEmpty()) {
            line.append(result.code() == null ? ", " : ": ").append(PrintableText.escape(result.message(), MAX_TEXT));
        }
    }

    /** Shortens a text in its middle, since both ends of a key matter. */
    private static String shorten(String text) {
        if (text.length() <= MAX_RESOURCE) {
            return text;
        }
        int head = text.offsetByCodePoints(0, MAX_RESOURCE / 4);
        int tail = text.length() - MAX_RESOURCE / 2;
        if (Character.isLowSurrogate(text.charAt(tail))) {
            tail++;
        }
        return text.substring(0, head) + "..." + text.substring(tail);
    }
}
