// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import java.util.Locale;

/** Sizes in bytes as the command line shows them, with the units KiB, MiB, GiB, TiB, PiB of 1,024 each. */
final class SizeText {
    private static final String UNITS = "KMGTP";
    private static final int UNIT = 1024;
    private static final double WITHOUT_DECIMALS = 99.95;

    private SizeText() {}

    /** Returns a human-readable size, such as {@code 1.5 MiB}. */
    static String format(long bytes) {
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
}
