// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.emulator.internal.wire.HttpDate;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The time in the signature of a request.
 *
 * @param instant with a precision of a second
 * @param text the same time as in the string to sign: {@code yyyyMMdd'T'HHmmss'Z'}, or the header {@code Date}
 */
record RequestTime(Instant instant, String text) {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    /**
     * Returns the time in {@code x-oss-date}, or else in {@code Date}. The latter is an HTTP date, which the Go SDK v1 and
     * ossutil 1 sign as it is, but the Android SDK sends the value of {@code x-oss-date} in it.
     *
     * @throws OssException if the time is missing or malformed
     */
    static RequestTime of(ReceivedRequest request) {
        String ossDate = request.header("x-oss-date");
        RequestTime time = ossDate != null ? basic(ossDate) : date(request.header("date"));
        if (time == null) {
            throw OssException.invalidDate();
        }
        return time;
    }

    private static @Nullable RequestTime date(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Instant instant = HttpDate.parse(text);
        return instant == null ? basic(text) : new RequestTime(instant, text);
    }

    /** Parses {@code yyyyMMdd'T'HHmmss'Z'}. Returns null if the text has another form. */
    static @Nullable RequestTime basic(String text) {
        try {
            return new RequestTime(LocalDateTime.parse(text, TIMESTAMP).toInstant(ZoneOffset.UTC), text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Returns whether the text is a timestamp, not an HTTP date. */
    boolean isTimestamp() {
        return basic(text) != null;
    }

    /** Returns the day in UTC, {@code yyyyMMdd}. */
    String day() {
        return DateTimeFormatter.BASIC_ISO_DATE.format(
                instant.atOffset(ZoneOffset.UTC).toLocalDate());
    }
}
