// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.text.PrintableText;
import io.github.ossv4.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parsing of one request. Not thread-safe. */
final class RequestReading {
    static final int MAX_BYTES = 16 << 20;

    private static final int MAX_LINE_BYTES = 128 * 1024;
    private static final int MAX_HEADERS = 256;
    private static final int MAX_SHOWN = 80;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern TARGET = Pattern.compile("\\*|(?:/|https?://)[^\\x00- \\x7f]*");

    private final byte[] bytes;
    private int position;

    /** The number of the line that was read last. */
    private int line;

    RequestReading(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedRequestException(
                    1, "a request must be at most " + MAX_BYTES + " bytes, was " + bytes.length);
        }
        this.bytes = bytes;
    }

    /** Reads method and target. */
    String[] requestLine() {
        String text = nextLine();
        while (text != null && text.isEmpty()) {
            text = nextLine();
        }
        if (text == null) {
            throw new MalformedRequestException(1, "the request is empty");
        }
        int method = text.indexOf(' ');
        int version = text.lastIndexOf(' ');
        if (method <= 0
                || version <= method
                || !TOKEN.matcher(text.substring(0, method)).matches()
                || !TARGET.matcher(text.substring(method + 1, version)).matches()
                || !(text.endsWith(" HTTP/1.1") || text.endsWith(" HTTP/1.0"))) {
            // The query may contain a signature.
            int query = text.indexOf('?');
            throw malformed("must be a request line, METHOD /path?query HTTP/1.1, was \""
                    + PrintableText.escape(query < 0 ? text : text.substring(0, query + 1) + "…", MAX_SHOWN) + "\"");
        }
        return new String[] {text.substring(0, method), text.substring(method + 1, version)};
    }

    List<Map.Entry<String, String>> headers(boolean endRequired) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String text = nextLine(); ; text = nextLine()) {
            if (text == null && endRequired) {
                throw new MalformedRequestException(line + 1, "an empty line must follow the headers");
            }
            if (text == null || text.isEmpty()) {
                return headers;
            }
            if (headers.size() == MAX_HEADERS) {
                throw malformed("a request must have at most " + MAX_HEADERS + " headers");
            }
            headers.add(header(text));
        }
    }

    /** Returns a header. Its value is not shown in exceptions: it may be a secret. */
    private Map.Entry<String, String> header(String text) {
        if (text.startsWith(" ") || text.startsWith("\t")) {
            throw malformed("a header must not be continued on the next line");
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw malformed("a header must be \"Name: value\", has no colon; an empty line must precede the body");
        }
        String name = text.substring(0, colon);
        if (!TOKEN.matcher(name).matches()) {
            throw malformed(
                    "a header's name must be letters, digits and hyphens, without a space before the colon, was \""
                            + PrintableText.escape(name, MAX_SHOWN) + "\"");
        }
        String value = trim(text.substring(colon + 1));
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw malformed(
                        "header " + name + " must not contain control characters, has " + PrintableText.codePoint(c));
            }
        }
        return new AbstractMap.SimpleImmutableEntry<>(name, value);
    }

    private static String trim(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isWhitespace(value.charAt(start))) {
            start++;
        }
        while (end > start && isWhitespace(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    private static boolean isWhitespace(char c) {
        return c == ' ' || c == '\t';
    }

    byte[] body(List<Map.Entry<String, String>> headers) {
        String length = single(headers, "Content-Length");
        String coding = single(headers, "Transfer-Encoding");
        int headLine = line;
        if (coding != null && length != null) {
            throw new MalformedRequestException(
                    headLine, "Content-Length and Transfer-Encoding must not both be present");
        }
        if (coding != null) {
            if (!coding.equalsIgnoreCase("chunked")) {
                throw new MalformedRequestException(
                        headLine, "Transfer-Encoding must be chunked, was " + PrintableText.escape(coding, MAX_SHOWN));
            }
            return chunks();
        }
        int available = bytes.length - position;
        if (length == null) {
            return Arrays.copyOfRange(bytes, position, bytes.length);
        }
        int size = number(length, 10, "Content-Length");
        if (size > available) {
            throw new MalformedRequestException(
                    headLine + 1, "the body must have " + size + " bytes by Content-Length, has " + available);
        }
        return Arrays.copyOfRange(bytes, position, position + size);
    }

    /** Returns the value of a header that must not have two different values; null if it is absent. */
    private @Nullable String single(List<Map.Entry<String, String>> headers, String name) {
        String value = null;
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equalsIgnoreCase(name)) {
                if (value != null && !value.equals(header.getValue())) {
                    throw malformed(name + " must not have two values");
                }
                value = header.getValue();
            }
        }
        return value;
    }

    private byte[] chunks() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String text = nextLine();
            if (text == null) {
                throw new MalformedRequestException(line + 1, "the last chunk, of size 0, is missing");
            }
            int extension = text.indexOf(';');
            int size = number(trim(extension < 0 ? text : text.substring(0, extension)), 16, "the size of a chunk");
            if (size == 0) {
                headers(true);
                return body.toByteArray();
            }
            if (size > bytes.length - position) {
                throw malformed("the chunk must have " + size + " bytes, has " + (bytes.length - position));
            }
            body.write(bytes, position, size);
            countLines(position, position + size);
            position += size;
            String end = nextLine();
            if (end == null || !end.isEmpty()) {
                throw malformed("a line break must follow the " + size + " bytes of the chunk");
            }
        }
    }

    private void countLines(int from, int to) {
        for (int i = from; i < to; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
    }

    private int number(String text, int radix, String what) {
        if (!text.matches(radix == 10 ? "[0-9]{1,9}" : "[0-9A-Fa-f]{1,9}")) {
            throw malformed(what + " must be 1 to 9 " + (radix == 10 ? "" : "hexadecimal ") + "digits, was \""
                    + PrintableText.escape(text, MAX_SHOWN) + "\"");
        }
        long number = Long.parseLong(text.toLowerCase(Locale.ROOT), radix);
        return (int) Math.min(number, Integer.MAX_VALUE);
    }

    /** Returns the next line without its end; null at the end of the bytes. */
    private @Nullable String nextLine() {
        if (position == bytes.length) {
            return null;
        }
        line++;
        int end = position;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
            if (end - position > MAX_LINE_BYTES) {
                throw malformed("a line must be at most " + MAX_LINE_BYTES + " bytes");
            }
        }
        int last = end > position && bytes[end - 1] == '\r' ? end - 1 : end;
        String text = Utf8.decode(Arrays.copyOfRange(bytes, position, last));
        position = Math.min(end + 1, bytes.length);
        if (text == null) {
            throw malformed("must be UTF-8");
        }
        return text;
    }

    private MalformedRequestException malformed(String rule) {
        return new MalformedRequestException(line, rule);
    }
}
