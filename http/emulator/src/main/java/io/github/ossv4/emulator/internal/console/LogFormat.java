// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import io.github.ossv4.emulator.internal.wire.HandledRequest;
import java.util.Locale;
import java.util.function.Function;

/** The formats of the log. */
public enum LogFormat {
    /** Human-readable lines. */
    TEXT(LogLine::of, "%d lines are missing here: the output was blocked"),

    /** JSON objects. */
    JSON(RequestJson::line, "{\"dropped\":%d}");

    private final Function<HandledRequest, String> line;
    private final String dropped;

    LogFormat(Function<HandledRequest, String> line, String dropped) {
        this.line = line;
        this.dropped = dropped;
    }

    /** Returns the line for a request. */
    String line(HandledRequest request) {
        return line.apply(request);
    }

    /** Returns the line that replaces dropped lines. */
    String dropped(long lines) {
        return String.format(Locale.ROOT, dropped, lines);
    }
}
