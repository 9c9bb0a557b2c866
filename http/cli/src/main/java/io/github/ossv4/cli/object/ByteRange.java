// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.http.GetOptions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A range of bytes: {@code 0-99} are the first hundred, {@code 100-} all from the 101st on, {@code -10} the last ten.
 *
 * @param first -1 for the last bytes
 * @param last the last byte, or the number of the last bytes; -1 for all that follow
 */
record ByteRange(long first, long last) {
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
        private static final Pattern RANGE = Pattern.compile("(?!-$)([0-9]{0,18})-([0-9]{0,18})");

        @Override
        public ByteRange convert(String text) {
            Matcher range = RANGE.matcher(text);
            if (range.matches()) {
                long first = number(range.group(1));
                long last = number(range.group(2));
                if (first < 0 && last == 0) {
                    throw new TypeConversionException("must have a COUNT of at least 1, was " + text);
                }
                if (first <= last || last < 0) {
                    return new ByteRange(first, last);
                }
            }
            throw new TypeConversionException("must be FIRST-LAST, FIRST- or -COUNT, such as 0-99, was " + text);
        }

        private static long number(String digits) {
            return digits.isEmpty() ? -1 : Long.parseLong(digits);
        }
    }
}
