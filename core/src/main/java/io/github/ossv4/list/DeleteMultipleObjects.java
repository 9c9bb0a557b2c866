// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import io.github.ossv4.internal.xml.XmlText;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/**
 * The request body of DeleteMultipleObjects.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/deletemultipleobjects">DeleteMultipleObjects</a>
 */
public final class DeleteMultipleObjects {
    /** The maximum number of objects in a request. */
    public static final int MAX_OBJECTS = 1000;

    /** The maximum number of bytes of a request body: 2 MB. */
    public static final int MAX_BYTES = 2 * 1024 * 1024;

    private static final String START = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Delete><Quiet>";

    /** An upper bound of the length of the document without its objects. */
    private static final int LENGTH_WITHOUT_OBJECTS = START.length() + 32;

    private DeleteMultipleObjects() {}

    /**
     * Returns the document that lists the objects to delete, in UTF-8. The request requires its MD5 as {@code
     * Content-MD5}.
     *
     * @param quiet whether the response should omit the deleted objects
     * @throws IllegalArgumentException if there are no objects or more than 1,000, if XML cannot represent a key: see
     *     {@link XmlText#isRepresentable}, or if the document has more than 2 MB
     */
    public static byte[] xml(Collection<ObjectVersion> objects, boolean quiet) {
        if (objects.isEmpty() || objects.size() > MAX_OBJECTS) {
            throw new IllegalArgumentException(
                    "number of objects must be between 1 and " + MAX_OBJECTS + ", was " + objects.size());
        }
        StringBuilder xml = new StringBuilder(64 + 96 * objects.size())
                .append(START)
                .append(quiet)
                .append("</Quiet>");
        for (ObjectVersion object : objects) {
            append(xml, object);
        }
        byte[] document = xml.append("</Delete>").toString().getBytes(StandardCharsets.UTF_8);
        if (document.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "the document must have at most " + MAX_BYTES + " bytes, was " + document.length);
        }
        return document;
    }

    private static void append(StringBuilder xml, ObjectVersion object) {
        xml.append("<Object><Key>").append(XmlText.escape(object.key())).append("</Key>");
        if (object.versionId() != null) {
            xml.append("<VersionId>").append(XmlText.escape(object.versionId())).append("</VersionId>");
        }
        xml.append("</Object>");
    }

    /**
     * Counts the first objects that fit into one request.
     *
     * @return their number; at least 1 if there are any
     */
    public static int fitting(List<ObjectVersion> objects) {
        int length = LENGTH_WITHOUT_OBJECTS;
        StringBuilder xml = new StringBuilder();
        for (int i = 0; i < objects.size(); i++) {
            xml.setLength(0);
            append(xml, objects.get(i));
            length += xml.toString().getBytes(StandardCharsets.UTF_8).length;
            if (i == MAX_OBJECTS || (i > 0 && length > MAX_BYTES)) {
                return i;
            }
        }
        return objects.size();
    }
}
