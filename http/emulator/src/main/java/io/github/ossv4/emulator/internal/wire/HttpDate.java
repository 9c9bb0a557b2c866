// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.netty.handler.codec.DateFormatter;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Dates in HTTP headers. */
public final class HttpDate {
    private HttpDate() {}

    /** Formats a time with a precision of a second. */
    public static String format(Instant instant) {
        return DateFormatter.format(Date.from(instant));
    }

    /** Parses a date in any of the formats of HTTP. Returns null if it is malformed. */
    public static @Nullable Instant parse(String text) {
        Date date = DateFormatter.parseHttpDate(text);
        return date == null ? null : date.toInstant();
    }
}
