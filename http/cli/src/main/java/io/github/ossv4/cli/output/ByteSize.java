// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes in bytes, with the units KiB, MiB, GiB, TiB, PiB of 1,024 each. */
public final class ByteSize {
    private static final String UNITS = "KMGTP";
    private static final int UNIT = 1024;
    private static final int BITS = 10;
    private static final int MOST_DIGITS = 15;
    private static final double WITHOUT_DECIMALS = 99.95;

    private ByteSize() {}

    /** Returns a human-readable size, such as {@code 1.5 MiB}. */
    public static String format(long bytes) {
        if (bytes < UNIT) {
            return bytes + " B";
        }
        double size = bytes;
        int unit = -1;
        // From 1,023.5 on, the rounded number would have four digits.
        while (size >= UNIT - 0.5 && unit < UNITS.length() - 1) {
            size /= UNIT;
            unit++;
        }
        return String.format(Locale.ROOT, size < WITHOUT_DECIMALS ? "%.1f" : "%.0f", size) + " " + UNITS.charAt(unit)
                + "iB";
    }

    /**
     * Parses a size such as {@code 100000}, {@code 512k}, {@code 6m}, {@code 1G}; the units are 1,024 each.
     *
     * @throws TypeConversionException if it is malformed
     */
    static long parse(String text) {
        int unit = text.isEmpty() ? -1 : UNITS.indexOf(Character.toUpperCase(text.charAt(text.length() - 1)));
        String digits = unit < 0 ? text : text.substring(0, text.length() - 1);
        int shift = BITS * (unit + 1);
        if (!digits.isEmpty()
                && digits.length() <= MOST_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            long number = Long.parseLong(digits);
            if (number <= Long.MAX_VALUE >> shift) {
                return number << shift;
            }
        }
        throw new TypeConversionException(
                "a size must be a number of bytes with k, m, g or t, such as 6m, was " + text);
    }

    /** Parses the sizes in arguments. */
    public static final class Converter implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return parse(text);
        }
    }
}
