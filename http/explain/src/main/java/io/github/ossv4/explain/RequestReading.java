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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parsing of one request. Not thread-safe. */
final class RequestReading {
    static final int MAX_BYTES = 16 << 20;

    private static final int MAX_LINE_BYTES = 128 * 1024;
    private static final int MAX_HEADERS = 256;
    private static final int MAX_SHOWN = 80;
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
    private static final Pattern NAME = Pattern.compile(TOKEN);
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");
    private static final Pattern REQUEST_LINE =
            Pattern.compile("(" + TOKEN + ") (\\*|(?:/|https?://)[^\\x00- \\x7f]*) HTTP/1\\.[01]");

    /** Which part of a request is read. */
    enum Extent {
        HEAD,
        WHOLE
    }

    final String method;
    final String target;
    final List<Map.Entry<String, String>> headers;
    final byte[] body;

    private final byte[] bytes;
    private int position;

    /** The number of the line that was read last. */
    private int line;

    RequestReading(byte[] bytes, Extent extent) {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedRequestException(
                    1, "a request must be at most " + MAX_BYTES + " bytes, was " + bytes.length);
        }
        this.bytes = bytes;
        String text = nextLine();
        while (text != null && text.isEmpty()) {
            text = nextLine();
        }
        if (text == null) {
            throw new MalformedRequestException(1, "the request is empty");
        }
        Matcher requestLine = REQUEST_LINE.matcher(text);
        if (!requestLine.matches()) {
            // The query may contain a signature.
            int query = text.indexOf('?');
            throw malformed("must be a request line, METHOD /path?query HTTP/1.1, was \""
                    + PrintableText.escape(query < 0 ? text : text.substring(0, query + 1) + "…", MAX_SHOWN) + "\"");
        }
        this.method = requestLine.group(1);
        this.target = requestLine.group(2);
        this.headers = headers(extent);
        this.body = extent == Extent.HEAD ? new byte[0] : body();
    }

    private List<Map.Entry<String, String>> headers(Extent extent) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String text = nextLine(); ; text = nextLine()) {
            if (text == null && extent == Extent.WHOLE) {
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
        if (!NAME.matcher(name).matches()) {
            throw malformed(
                    "a header's name must be letters, digits and hyphens, without a space before the colon, was \""
                            + PrintableText.escape(name, MAX_SHOWN) + "\"");
        }
        String value = text.substring(colon + 1);
        Matcher control = CONTROL.matcher(value);
        if (control.find()) {
            throw malformed("header " + name + " must not contain control characters, has "
                    + PrintableText.codePoint(value.charAt(control.start())));
        }
        return new AbstractMap.SimpleImmutableEntry<>(name, value.trim());
    }

    private byte[] body() {
        String length = single("Content-Length");
        String coding = single("Transfer-Encoding");
        if (coding != null && length != null) {
            throw malformed("Content-Length and Transfer-Encoding must not both be present");
        }
        if (coding != null && !coding.equalsIgnoreCase("chunked")) {
            throw malformed("Transfer-Encoding must be chunked, was " + PrintableText.escape(coding, MAX_SHOWN));
        }
        if (coding != null) {
            return chunks();
        }
        int available = bytes.length - position;
        int size = length == null ? available : number(length, 10, "Content-Length");
        if (size > available) {
            throw new MalformedRequestException(
                    line + 1, "the body must have " + size + " bytes by Content-Length, has " + available);
        }
        return Arrays.copyOfRange(bytes, position, position + size);
    }

    /** Returns the value of a header that must not have two different values; null if it is absent. */
    private @Nullable String single(String name) {
        List<String> values = headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .distinct()
                .collect(Collectors.toList());
        if (values.size() > 1) {
            throw malformed(name + " must not have two values");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private byte[] chunks() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String text = nextLine();
            if (text == null) {
                throw new MalformedRequestException(line + 1, "the last chunk, of size 0, is missing");
            }
            int extension = text.indexOf(';');
            int size = number((extension < 0 ? text : text.substring(0, extension)).trim(), 16, "the size of a chunk");
            if (size == 0) {
                headers(Extent.WHOLE);
                return body.toByteArray();
            }
            if (size > bytes.length - position) {
                throw malformed("the chunk must have " + size + " bytes, has " + (bytes.length - position));
            }
            body.write(bytes, position, size);
            for (int end = position + size; position < end; position++) {
                line += bytes[position] == '\n' ? 1 : 0;
            }
            String end = nextLine();
            if (end == null || !end.isEmpty()) {
                throw malformed("a line break must follow the " + size + " bytes of the chunk");
            }
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
