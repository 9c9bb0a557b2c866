// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import io.github.ossv4.xml.ResultDocument;
import io.github.ossv4.xml.XmlElement;
import io.github.ossv4.xml.XmlText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request and response bodies of DeleteMultipleObjects.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/deletemultipleobjects">DeleteMultipleObjects</a>
 */
public final class DeleteMultipleObjects {
    /** The maximum number of objects in a request. */
    public static final int MAX_OBJECTS = 1000;

    private DeleteMultipleObjects() {}

    /**
     * Returns the document that lists the objects to delete, in UTF-8. The request requires its MD5 as {@code Content-MD5}.
     *
     * @param quiet whether the response should omit the deleted objects
     * @throws IllegalArgumentException if there are no objects or more than 1,000, or if XML cannot represent a key: see
     *     {@link XmlText#isRepresentable}
     */
    public static byte[] xml(Collection<ObjectVersion> objects, boolean quiet) {
        if (objects.isEmpty() || objects.size() > MAX_OBJECTS) {
            throw new IllegalArgumentException(
                    "number of objects must be between 1 and " + MAX_OBJECTS + ", was " + objects.size());
        }
        StringBuilder xml = new StringBuilder(64 + 96 * objects.size())
                .append("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Delete><Quiet>")
                .append(quiet)
                .append("</Quiet>");
        for (ObjectVersion object : objects) {
            xml.append("<Object><Key>").append(XmlText.escape(object.key())).append("</Key>");
            if (object.versionId() != null) {
                xml.append("<VersionId>")
                        .append(XmlText.escape(object.versionId()))
                        .append("</VersionId>");
            }
            xml.append("</Object>");
        }
        return xml.append("</Delete>").toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Parses a {@code DeleteResult}: the objects that are deleted. Empty for an empty document, the response to a quiet
     * request. Null if it is another document, or lists more than 1,000 objects or one without a key.
     */
    public static @Nullable List<DeletedObject> parse(byte[] document) {
        if (document.length == 0) {
            return Collections.emptyList();
        }
        ResultDocument result = ResultDocument.parseList(document, "DeleteResult");
        if (result == null) {
            return null;
        }
        List<XmlElement> elements = result.children("Deleted");
        if (elements.size() > MAX_OBJECTS) {
            return null;
        }
        List<DeletedObject> deleted = new ArrayList<>(elements.size());
        for (XmlElement element : elements) {
            String key = element.text("Key");
            if (key == null) {
                return null;
            }
            deleted.add(new DeletedObject(result.decode(key), element));
        }
        return Collections.unmodifiableList(deleted);
    }
}
