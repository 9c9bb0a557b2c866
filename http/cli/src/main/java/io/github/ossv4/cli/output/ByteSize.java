// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes in bytes, with the units KiB, MiB, GiB, TiB, PiB of 1,024 each. */
public final class ByteSize {
    private static final String UNITS = "KMGTP";
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})(?:([kKmMgGtTpP])(?:i?[bB])?)?");
    private static final int UNIT = 1024;
    private static final int BITS = 10;
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

    /** Returns the exact size, such as {@code 1536 bytes}. */
    public static String exact(long bytes) {
        return bytes + (bytes == 1 ? " byte" : " bytes");
    }

    /**
     * Parses a size such as {@code 100000}, {@code 512k}, {@code 6m}, {@code 6MB}, {@code 5MiB}, {@code 1G}; the units
     * are 1,024 each.
     *
     * @throws TypeConversionException if it is malformed
     */
    static long parse(String text) {
        Matcher size = SIZE.matcher(text);
        if (size.matches()) {
            String unit = size.group(2);
            int shift = unit == null ? 0 : BITS * (UNITS.indexOf(unit.toUpperCase(Locale.ROOT)) + 1);
            long count = Long.parseLong(size.group(1));
            if (count <= Long.MAX_VALUE >> shift) {
                return count << shift;
            }
        }
        throw new TypeConversionException("must be a number of bytes with k, m, g or t, such as 6m, was " + text);
    }

    /** Parses the sizes in arguments. */
    public static class Converter implements ITypeConverter<Long> {
        private final long min;
        private final long max;
        private final String range;

        /** Accepts all sizes. */
        public Converter() {
            this(0, Long.MAX_VALUE, "");
        }

        /**
         * Accepts sizes of a range.
         *
         * @param range in the form of the arguments, such as {@code 100k to 5g}
         */
        protected Converter(long min, long max, String range) {
            this.min = min;
            this.max = max;
            this.range = range;
        }

        @Override
        public final Long convert(String text) {
            long size = parse(text);
            if (size < min || size > max) {
                throw new TypeConversionException("must be " + range + ", was " + text);
            }
            return size;
        }
    }
}
