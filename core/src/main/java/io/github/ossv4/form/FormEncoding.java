// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.form;

import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The {@code multipart/form-data} encoding of a form: the bytes before the file and the bytes after it. The total
 * length is known before the file is read. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>
 * @see <a href="https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data">How
 *     browsers escape names</a>
 */
public final class FormEncoding {
    private static final int MAX_BOUNDARY = 70;

    private final String boundary;
    private final byte[] head;
    private final byte[] tail;

    private FormEncoding(String boundary, byte[] head, byte[] tail) {
        this.boundary = boundary;
        this.head = head;
        this.tail = tail;
    }

    /**
     * Encodes a form.
     *
     * @param filename the name of the file, which replaces <code>${filename}</code> in the key. As in browsers, a path
     *     before it is removed, and quotes and line breaks are escaped
     * @param boundary 1 to 70 letters, digits, hyphens and underscores that do not occur in a value or in the file:
     *     make it long and random
     * @throws IllegalArgumentException if the boundary is malformed or occurs in a value, or the filename has no UTF-8
     *     form
     */
    public static FormEncoding of(SignedForm form, String filename, String boundary) {
        if (!boundary.matches("[0-9A-Za-z_-]{1," + MAX_BOUNDARY + "}")) {
            throw new IllegalArgumentException("boundary must be 1 to " + MAX_BOUNDARY
                    + " letters, digits, hyphens and underscores, was \"" + PrintableText.escape(boundary) + "\"");
        }
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> field : form.fields().entrySet()) {
            if (field.getValue().contains(boundary)) {
                throw new IllegalArgumentException(
                        "boundary must not occur in field " + PrintableText.escape(field.getKey()));
            }
            disposition(text, boundary, field.getKey())
                    .append("\r\n\r\n")
                    .append(field.getValue())
                    .append("\r\n");
        }
        disposition(text, boundary, "file")
                .append("; filename=\"")
                .append(encodeFilename(Utf8.check("filename", filename)))
                .append("\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        return new FormEncoding(
                boundary,
                text.toString().getBytes(StandardCharsets.UTF_8),
                ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns the filename as it is sent and as OSS inserts it into the key: like browsers, without a path and escaped.
     * Whether OSS removes a path itself is unknown.
     */
    static String encodeFilename(String filename) {
        int path = Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\'));
        return filename.substring(path + 1)
                .replace("\"", "%22")
                .replace("\r", "%0D")
                .replace("\n", "%0A");
    }

    private static StringBuilder disposition(StringBuilder text, String boundary, String name) {
        return text.append("--")
                .append(boundary)
                .append("\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append('"');
    }

    /** Returns the request's {@code Content-Type}. */
    public String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /** Returns the bytes before the file: all fields, and the head of the file's part. */
    public byte[] head() {
        return head.clone();
    }

    /** Returns the bytes after the file. */
    public byte[] tail() {
        return tail.clone();
    }

    /** Returns the request's {@code Content-Length} for a file of {@code fileLength} bytes. */
    public long length(long fileLength) {
        return head.length + fileLength + tail.length;
    }

    /** Returns the content type and the lengths. */
    @Override
    public String toString() {
        return "FormEncoding{" + contentType() + ", " + head.length + " bytes, the file, " + tail.length + " bytes}";
    }
}
