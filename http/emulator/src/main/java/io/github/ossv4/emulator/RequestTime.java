// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.handler.codec.DateFormatter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * When a request says that it was signed.
 *
 * @param instant with a precision of a second
 * @param timestamp the same as the string to sign has it, {@code yyyyMMdd'T'HHmmss'Z'}
 */
record RequestTime(Instant instant, String timestamp) {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withResolverStyle(ResolverStyle.STRICT);

    /**
     * The time from {@code x-oss-date}, or else from {@code Date}. The latter is an HTTP date; the Android SDK writes
     * there what belongs into {@code x-oss-date}, and sends no such header.
     *
     * @throws OssException if there is no time, or none in these forms
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
        Date date = DateFormatter.parseHttpDate(text);
        if (date == null) {
            return basic(text);
        }
        Instant instant = date.toInstant();
        return new RequestTime(instant, TIMESTAMP.format(instant.atOffset(ZoneOffset.UTC)));
    }

    /** Null if the text has another form than {@code yyyyMMdd'T'HHmmss'Z'}. */
    static @Nullable RequestTime basic(String text) {
        try {
            return new RequestTime(LocalDateTime.parse(text, TIMESTAMP).toInstant(ZoneOffset.UTC), text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The day in UTC, {@code yyyyMMdd}. */
    String day() {
        return timestamp.substring(0, 8);
    }
}
