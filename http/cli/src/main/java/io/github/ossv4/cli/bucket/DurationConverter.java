// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses durations such as {@code 90}, {@code 90s}, {@code 10m}, {@code 2h}, {@code 7d}: seconds without a unit. */
public abstract class DurationConverter implements ITypeConverter<Duration> {
    private static final int MOST_DIGITS = 9;

    private final Duration max;
    private final String range;

    /** @param range in the form of the arguments, such as {@code 1s to 7d} */
    private DurationConverter(Duration max, String range) {
        this.max = max;
        this.range = range;
    }

    /** The validity of URLs and forms. */
    public static final class Validity extends DurationConverter {
        /** Accepts up to seven days. */
        public Validity() {
            super(Duration.ofDays(7), "1s to 7d");
        }
    }

    /** The time limit of requests. */
    public static final class Timeout extends DurationConverter {
        /** Accepts up to a year. */
        public Timeout() {
            super(Duration.ofDays(365), "1s to 365d");
        }
    }

    /** The age of an object or an upload. */
    public static final class Age extends DurationConverter {
        /** Accepts up to 3,650 days. */
        public Age() {
            super(Duration.ofDays(3650), "1s to 3650d");
        }
    }

    @Override
    public final Duration convert(String text) {
        Duration time = parse(text);
        if (time.isZero() || time.compareTo(max) > 0) {
            throw new TypeConversionException("must be " + range + ", was " + text);
        }
        return time;
    }

    private static Duration parse(String text) {
        int end = text.isEmpty() ? 0 : text.length() - 1;
        ChronoUnit unit = text.isEmpty() ? null : unit(text.charAt(end));
        String digits = unit == null ? text : text.substring(0, end);
        if (digits.isEmpty() || digits.length() > MOST_DIGITS || !isDecimal(digits)) {
            throw new TypeConversionException("must be a number with s, m, h or d, such as 10m, was " + text);
        }
        return Duration.of(Long.parseLong(digits), unit == null ? ChronoUnit.SECONDS : unit);
    }

    private static @Nullable ChronoUnit unit(char letter) {
        return switch (letter) {
            case 's' -> ChronoUnit.SECONDS;
            case 'm' -> ChronoUnit.MINUTES;
            case 'h' -> ChronoUnit.HOURS;
            case 'd' -> ChronoUnit.DAYS;
            default -> null;
        };
    }

    private static boolean isDecimal(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
