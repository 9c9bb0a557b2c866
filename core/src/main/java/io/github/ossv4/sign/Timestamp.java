// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;

/** An instant in the format of {@code x-oss-date}, {@code yyyyMMdd'T'HHmmss'Z'}: 16 characters. Immutable. */
final class Timestamp {
    /** The last second of the year 9999. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private final long epochSecond;
    private final String text;
    private final String date;

    private Timestamp(long epochSecond, String text) {
        this.epochSecond = epochSecond;
        this.text = text;
        this.date = text.substring(0, 8);
    }

    /** Returns the timestamp of an instant in the years 1970 to 9999. */
    static Timestamp of(Instant instant) {
        Objects.requireNonNull(instant, "instant");
        if (instant.getEpochSecond() < 0 || instant.getEpochSecond() > LAST_SECOND) {
            throw new IllegalArgumentException("instant must be in the years 1970 to 9999, was " + instant);
        }
        LocalDateTime utc = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
        int year = utc.getYear();
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
        return new Timestamp(instant.getEpochSecond(), new String(text));
    }

    /** Returns whether a text has this format. */
    static boolean isValid(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean valid = i == 8 ? c == 'T' : i == 15 ? c == 'Z' : c >= '0' && c <= '9';
            if (!valid) {
                return false;
            }
        }
        return text.length() == 16;
    }

    boolean isOf(Instant instant) {
        return instant.getEpochSecond() == epochSecond;
    }

    /** Returns the day in UTC, {@code yyyyMMdd}. */
    String date() {
        return date;
    }

    @Override
    public String toString() {
        return text;
    }

    private static void two(char[] text, int at, int value) {
        text[at] = (char) ('0' + value / 10);
        text[at + 1] = (char) ('0' + value % 10);
    }
}
