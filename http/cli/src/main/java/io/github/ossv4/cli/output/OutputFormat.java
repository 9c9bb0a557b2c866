// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

/** The format of results, and of the error that ends a command. */
public enum OutputFormat {
    /** Human-readable text. */
    TEXT,
    /** For programs: a JSON object per line. */
    JSON
}
