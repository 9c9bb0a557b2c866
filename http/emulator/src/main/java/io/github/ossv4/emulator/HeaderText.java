// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/** OSS's headers are UTF-8, while Netty reads and writes one character for each byte. */
final class HeaderText {
    private HeaderText() {}

    /** The text of a header as Netty read it. */
    static String received(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** The text as it was on the wire, one character for each byte; undoes {@link #received}. */
    static String asSent(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** A header's text as Netty writes it unchanged. */
    static AsciiString toSend(String text) {
        return new AsciiString(text.getBytes(StandardCharsets.UTF_8), false);
    }
}
