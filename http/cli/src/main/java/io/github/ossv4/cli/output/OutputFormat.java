// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

/** How results and the error that ends a command are printed. */
public enum OutputFormat {
    /** For people. */
    TEXT,
    /** For programs: a JSON object per line. */
    JSON
}
