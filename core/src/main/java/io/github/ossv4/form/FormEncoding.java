// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.form;

import io.github.ossv4.text.PrintableText;
import io.github.ossv4.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A form as {@code multipart/form-data}: what comes before the bytes of the file, and what comes after. So its length is known
 * before any of them is read. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>
 * @see <a href="https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data">How browsers
 *     escape names</a>
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
     * @param filename of the file, which OSS puts where the key says <code>${filename}</code>; a path before it is left out, and
     *     quotes and line breaks in it are escaped, as browsers do
     * @param boundary 1 to 70 letters, digits, hyphens and underscores that stand in no value and not in the file: long and
     *     random
     * @throws IllegalArgumentException if the boundary is something else, or stands in a value; if the filename has no UTF-8
     */
    public static FormEncoding of(SignedForm form, String filename, String boundary) {
        if (!boundary.matches("[0-9A-Za-z_-]{1," + MAX_BOUNDARY + "}")) {
            throw new IllegalArgumentException("a boundary is 1 to " + MAX_BOUNDARY
                    + " letters, digits, hyphens and underscores: \"" + PrintableText.escape(boundary) + "\"");
        }
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> field : form.fields().entrySet()) {
            if (field.getValue().contains(boundary)) {
                throw new IllegalArgumentException(
                        "the boundary stands in the field " + PrintableText.escape(field.getKey()));
            }
            disposition(text, boundary, field.getKey())
                    .append("\r\n\r\n")
                    .append(field.getValue())
                    .append("\r\n");
        }
        disposition(text, boundary, "file")
                .append("; filename=\"")
                .append(sent(Utf8.check("filename", filename)))
                .append("\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        return new FormEncoding(
                boundary,
                text.toString().getBytes(StandardCharsets.UTF_8),
                ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * As it is sent, and as OSS fills it in: escaped as browsers do, and without a path, as theirs are. Whether OSS takes a
     * path off is not certain.
     */
    static String sent(String filename) {
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

    /** The request's {@code Content-Type}. */
    public String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /** All fields, and the head of the file's part. */
    public byte[] head() {
        return head.clone();
    }

    /** What follows the file. */
    public byte[] tail() {
        return tail.clone();
    }

    /** The request's {@code Content-Length} for a file of so many bytes. */
    public long length(long fileLength) {
        return head.length + fileLength + tail.length;
    }

    /** Names the type and the lengths. */
    @Override
    public String toString() {
        return "FormEncoding{" + contentType() + ", " + head.length + " bytes, the file, " + tail.length + " bytes}";
    }
}
