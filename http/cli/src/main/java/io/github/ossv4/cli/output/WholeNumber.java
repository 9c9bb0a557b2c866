// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses the numbers of a range in arguments. */
public abstract class WholeNumber implements ITypeConverter<Integer> {
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");

    private final int min;
    private final int max;

    /** Accepts the numbers from a minimum to a maximum, both included. */
    protected WholeNumber(int min, int max) {
        this.min = min;
        this.max = max;
    }

    @Override
    public final Integer convert(String text) {
        if (NUMBER.matcher(text).matches()) {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw new TypeConversionException("must be " + min + " to " + max + ", was " + text);
    }
}
