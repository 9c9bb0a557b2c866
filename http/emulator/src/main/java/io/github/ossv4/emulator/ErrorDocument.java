// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.nio.charset.StandardCharsets;

/** Writes the XML that OSS describes an error with. */
final class ErrorDocument {
    private ErrorDocument() {}

    /** The document in UTF-8. */
    static byte[] of(Refusal refusal, Exchange exchange) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n");
        element(xml, "Code", refusal.code());
        element(xml, "Message", refusal.text());
        element(xml, "RequestId", exchange.requestId());
        element(xml, "HostId", exchange.host());
        refusal.details().forEach((name, value) -> element(xml, name, value));
        String ec = refusal.ec();
        if (ec != null) {
            element(xml, "EC", ec);
            element(xml, "RecommendDoc", "https://api.aliyun.com/troubleshoot?q=" + ec);
        }
        return xml.append("</Error>\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void element(StringBuilder xml, String name, String value) {
        xml.append("  <").append(name).append('>');
        value.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                // A literal carriage return would be read back as a line feed.
                case '\r' -> xml.append("&#13;");
                default -> xml.appendCodePoint(isXml(c) ? c : '\uFFFD');
            }
        });
        xml.append("</").append(name).append(">\n");
    }

    /** Whether XML 1.0 can carry a character at all; a key may hold others. */
    private static boolean isXml(int c) {
        return c == '\t' || c == '\n' || (c >= ' ' && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) || c > 0xFFFF;
    }
}
