// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.github.ossv4.internal.xml.XmlElement;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A writer of XML documents whose elements contain a text or other elements. Not thread-safe. */
public final class XmlDocument {
    /** The format of OSS, with milliseconds that are always zero. Some clients cannot parse a time without them. */
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'.000Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** The name and text of a boolean of a bucket's settings. Python sends True, and OSS returns lower case. */
    private static final Pattern BOOLEAN = Pattern.compile(
            "(?:Enabled|ExpiredObjectDeleteMarker|IsAccessTime|ReturnToStdWhenVisit|Allow\\w+|Block\\w+|Mirror\\w+|Pass\\w+) "
                    + "(?i:true|false)");

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final Deque<String> openElements = new ArrayDeque<>();

    /** The beginning in UTF-8. A list has several MB: a single text would take several times as much while it grows. */
    private final List<byte[]> pieces = new ArrayList<>();

    private final StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    /** Starts a document. */
    public XmlDocument(String root) {
        open(root);
    }

    private XmlDocument() {}

    /** Returns a document whose root contains a text. */
    public static XmlDocument ofText(String root, String text) {
        return new XmlDocument().element(root, text);
    }

    /** Returns a copy of a document, as {@link #element(XmlElement, Function)} adds it to another one. */
    public static XmlDocument copyOf(XmlElement root, Function<XmlElement, Map<String, String>> defaults) {
        return new XmlDocument().element(root, defaults);
    }

    private StringBuilder line() {
        if (xml.length() >= ResponseBody.MAX_CHUNK_BYTES) {
            encode();
        }
        return xml.append("  ".repeat(openElements.size()));
    }

    /** Opens an element that contains others. */
    public XmlDocument open(String name) {
        line().append('<').append(name).append(">\n");
        openElements.push(name);
        return this;
    }

    /** Closes the innermost open element. */
    public XmlDocument close() {
        String name = openElements.pop();
        line().append("</").append(name).append(">\n");
        return this;
    }

    /**
     * Adds an element. Characters that XML 1.0 cannot represent are written as references, as OSS writes them. XML
     * parsers reject these references; clients avoid them with {@code encoding-type}. A value that is null adds
     * nothing.
     */
    public XmlDocument element(String name, @Nullable String value) {
        if (value == null) {
            return this;
        }
        line().append('<').append(name).append('>');
        value.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                // A parser reads a literal carriage return as a line feed.
                case '\r' -> xml.append("&#x0D;");
                default -> {
                    if (isXml(c)) {
                        xml.appendCodePoint(c);
                    } else {
                        xml.append("&#x")
                                .append(HEX.toHexDigits(c, c < 0x100 ? 2 : 4))
                                .append(';');
                    }
                }
            }
        });
        xml.append("</").append(name).append(">\n");
        return this;
    }

    /** Adds a copy of an element with its children, without attributes. */
    public XmlDocument element(XmlElement copied) {
        return element(copied, any -> Map.of());
    }

    /**
     * Adds a copy of an element with its children, without attributes.
     *
     * @param defaults returns the names and texts of children that are added to an element if they are missing
     */
    public XmlDocument element(XmlElement copied, Function<XmlElement, Map<String, String>> defaults) {
        Map<String, String> added = new TreeMap<>(defaults.apply(copied));
        if (copied.children().isEmpty() && added.isEmpty()) {
            String text = copied.content();
            return element(
                    copied.name(),
                    BOOLEAN.matcher(copied.name() + " " + text).matches() ? text.toLowerCase(Locale.ROOT) : text);
        }
        open(copied.name());
        copied.children().forEach(child -> element(child, defaults));
        added.forEach((name, text) -> element(name, copied.text(name) == null ? text : null));
        return close();
    }

    /** Adds an element with a number. */
    public XmlDocument element(String name, long number) {
        return element(name, Long.toString(number));
    }

    /** Adds an element with a time in seconds. */
    public XmlDocument element(String name, Instant time) {
        return element(name, TIME.format(time));
    }

    /** Replaces the characters that XML 1.0 cannot represent. */
    static String replaceInvalid(String text) {
        StringBuilder valid = new StringBuilder(text.length());
        text.codePoints().forEach(c -> valid.appendCodePoint(isXml(c) ? c : '\uFFFD'));
        return valid.toString();
    }

    /** Returns whether XML 1.0 can represent a character. */
    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= ' ' && c < 0xD800)
                || (c >= 0xE000 && c < 0xFFFE)
                || c > 0xFFFF;
    }

    private void encode() {
        pieces.add(xml.toString().getBytes(StandardCharsets.UTF_8));
        xml.setLength(0);
    }

    /** Completes the document and returns it in UTF-8, in pieces. */
    List<ByteBuffer> toPieces() {
        while (!openElements.isEmpty()) {
            close();
        }
        encode();
        return pieces.stream().map(ByteBuffer::wrap).toList();
    }

    /** Completes the document and returns it in UTF-8. */
    public byte[] toBytes() {
        List<ByteBuffer> all = toPieces();
        ByteBuffer bytes =
                ByteBuffer.allocate(all.stream().mapToInt(ByteBuffer::remaining).sum());
        all.forEach(bytes::put);
        return bytes.array();
    }
}
