// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import io.github.ossv4.emulator.internal.wire.HandledRequest;

/** The formats of the log. */
public enum LogFormat {
    /** Human-readable lines. */
    TEXT {
        @Override
        String line(HandledRequest request) {
            return LogLine.of(request);
        }

        @Override
        String dropped(long lines) {
            return lines + " lines are missing here: the output was blocked";
        }
    },
    /** JSON objects. */
    JSON {
        @Override
        String line(HandledRequest request) {
            return RequestJson.line(request);
        }

        @Override
        String dropped(long lines) {
            return "{\"dropped\":" + lines + "}";
        }
    };

    /** Returns the line for a request. */
    abstract String line(HandledRequest request);

    /** Returns the line that replaces dropped lines. */
    abstract String dropped(long lines);
}
