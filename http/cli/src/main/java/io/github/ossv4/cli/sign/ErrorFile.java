// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import io.github.ossv4.error.ErrorResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An error document as it was saved: alone, or in a log or a whole response. */
final class ErrorFile {
    private static final String START = "<Error>";
    private static final String END = "</Error>";

    private ErrorFile() {}

    /** Returns the error; null if the bytes contain none. */
    static @Nullable ErrorResponse parse(byte[] bytes) {
        ErrorResponse alone = ErrorResponse.parse(bytes);
        if (alone != null) {
            return alone;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        int start = text.indexOf(START);
        int end = text.indexOf(END, Math.max(start, 0));
        return start < 0 || end < 0
                ? null
                : ErrorResponse.parse(text.substring(start, end + END.length()).getBytes(StandardCharsets.UTF_8));
    }
}
