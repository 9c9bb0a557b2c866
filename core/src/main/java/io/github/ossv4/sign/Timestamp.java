// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;

/** {@code x-oss-date}'s form of an instant, {@code yyyyMMdd'T'HHmmss'Z'}, without a formatter: 16 characters. */
final class Timestamp {
    private Timestamp() {}

    static String of(Instant instant) {
        Objects.requireNonNull(instant, "instant");
        LocalDateTime utc = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
        int year = utc.getYear();
        if (year < 1970 || year > 9999) {
            throw new IllegalArgumentException("instant outside the years 1970 to 9999: " + instant);
        }
        char[] text = new char[16];
        two(text, 0, year / 100);
        two(text, 2, year % 100);
        two(text, 4, utc.getMonthValue());
        two(text, 6, utc.getDayOfMonth());
        text[8] = 'T';
        two(text, 9, utc.getHour());
        two(text, 11, utc.getMinute());
        two(text, 13, utc.getSecond());
        text[15] = 'Z';
        return new String(text);
    }

    private static void two(char[] text, int at, int value) {
        text[at] = (char) ('0' + value / 10);
        text[at + 1] = (char) ('0' + value % 10);
    }
}
