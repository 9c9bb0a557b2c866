// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.emulator.internal.wire.HttpDate;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import java.time.DateTimeException;
import java.time.Duration;
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
    /** The difference between the clocks of client and server that OSS accepts. */
    private static final Duration MAX_SKEW = Duration.ofMinutes(15);

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    /**
     * Returns the time in {@code x-oss-date}, or else in {@code Date}. The latter is an HTTP date, which the Go SDK v1
     * and ossutil 1 sign as it is, but the Android SDK sends the value of {@code x-oss-date} in it.
     *
     * @throws OssException if the time is missing or malformed
     */
    static RequestTime of(ReceivedRequest request) {
        String ossDate = request.header("x-oss-date");
        RequestTime time = ossDate != null ? basic(ossDate) : date(request.header("date"));
        if (time == null) {
            throw OssError.INVALID_DATE.exception();
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

    /**
     * Checks the time of a signature in a header.
     *
     * @throws OssException if it differs too much from {@code now}
     */
    static void checkSkew(Instant time, Instant now) {
        if (Duration.between(time, now).abs().compareTo(MAX_SKEW) > 0) {
            throw OssError.REQUEST_TIME_TOO_SKEWED
                    .with("MaxAllowedSkewMilliseconds", MAX_SKEW.toMillis())
                    .with("RequestTime", time)
                    .with("ServerTime", now);
        }
    }

    /**
     * Checks the time of a signature in a URL or a form.
     *
     * @throws OssException if the signature is not yet valid, or has expired
     */
    void checkValidity(Duration validity, Instant now) {
        if (now.isBefore(instant)) {
            checkSkew(instant, now);
        }
        checkExpiry(instant.plus(validity), now);
    }

    /** @throws OssException if a signature has expired */
    static void checkExpiry(Instant end, Instant now) {
        // OSS compares whole seconds: a URL of 0 seconds is valid until the end of this one.
        if (now.getEpochSecond() > end.getEpochSecond()) {
            throw OssError.REQUEST_EXPIRED.exception().with("Expires", end).with("ServerTime", now);
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
