// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import io.github.ossv4.emulator.internal.wire.HandledRequest;

/** The formats of the log. */
public enum LogFormat {
    /** Human-readable lines. */
    TEXT,

    /** JSON objects. */
    JSON;

    /** Returns the line for a request. */
    String line(HandledRequest request) {
        return this == TEXT ? LogLine.of(request) : RequestJson.line(request);
    }

    /** Returns the line that replaces dropped lines. */
    String dropped(long lines) {
        return this == TEXT
                ? "the output was blocked; lines that are missing here: " + lines
                : "{\"dropped\":" + lines + "}";
    }
}
