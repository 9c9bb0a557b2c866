// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/** Conversion of headers: OSS's are UTF-8, while Netty's strings have one character for each byte. */
final class HeaderText {
    private HeaderText() {}

    /** Decodes a header from Netty. */
    static String decode(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Encodes a header for Netty. */
    static AsciiString encode(String text) {
        return new AsciiString(text.getBytes(StandardCharsets.UTF_8), false);
    }
}
