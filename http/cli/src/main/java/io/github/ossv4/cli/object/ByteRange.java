// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.http.GetOptions;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A range of bytes: {@code 0-99} are the first hundred, {@code 100-} all from the 101st on, {@code -10} the last ten.
 *
 * @param first -1 for the last bytes
 * @param last the last byte, or the number of the last bytes; -1 for all that follow
 */
record ByteRange(long first, long last) {
    private static final int MOST_DIGITS = 18;

    void applyTo(GetOptions.Builder options) {
        if (first < 0) {
            options.lastBytes(last);
        } else if (last < 0) {
            options.rangeFrom(first);
        } else {
            options.range(first, last);
        }
    }

    /** Parses the ranges in arguments. */
    static final class Converter implements ITypeConverter<ByteRange> {
        @Override
        public ByteRange convert(String text) {
            int hyphen = text.indexOf('-');
            String first = hyphen < 0 ? text : text.substring(0, hyphen);
            String last = hyphen < 0 ? "" : text.substring(hyphen + 1);
            boolean valid = hyphen >= 0 && text.length() > 1 && isNumber(first) && isNumber(last);
            if (valid && first.isEmpty()) {
                return new ByteRange(-1, Long.parseLong(last));
            }
            if (valid && last.isEmpty()) {
                return new ByteRange(Long.parseLong(first), -1);
            }
            if (valid && Long.parseLong(first) <= Long.parseLong(last)) {
                return new ByteRange(Long.parseLong(first), Long.parseLong(last));
            }
            throw new TypeConversionException("must be FIRST-LAST, FIRST- or -COUNT, such as 0-99, was " + text);
        }

        private static boolean isNumber(String digits) {
            return digits.length() <= MOST_DIGITS && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        }
    }
}
