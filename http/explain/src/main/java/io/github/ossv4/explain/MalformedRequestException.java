// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.internal.text.PrintableText;

/** Thrown for bytes that are not an HTTP/1.1 request. The message contains the line and the rule, on one line. */
public final class MalformedRequestException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final int line;

    MalformedRequestException(int line, String rule) {
        super(PrintableText.escape("line " + line + ": " + rule));
        this.line = line;
    }

    /** Returns the number of the line, from 1. */
    public int line() {
        return line;
    }
}
