// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses durations such as {@code 90s}, {@code 10m}, {@code 2h}, {@code 7d}. A unit is required: 7 may mean days. */
public abstract class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern TIME = Pattern.compile("([0-9]{1,9})([smhd])");

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

    /** The time for which requests are retried. */
    public static final class Patience extends DurationConverter {
        /** Accepts up to a day. */
        public Patience() {
            super(Duration.ofDays(1), "1s to 24h");
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
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            throw new TypeConversionException("must be a number with s, m, h or d, such as 10m, was " + text);
        }
        long count = Long.parseLong(parts.group(1));
        Duration time = switch (parts.group(2)) {
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofSeconds(count);
        };
        if (time.isZero() || time.compareTo(max) > 0) {
            throw new TypeConversionException("must be " + range + ", was " + text);
        }
        return time;
    }
}
