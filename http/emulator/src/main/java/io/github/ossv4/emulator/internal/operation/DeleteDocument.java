// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a DeleteMultipleObjects.
 *
 * @param isQuiet whether the response leaves out deleted objects
 */
record DeleteDocument(boolean isQuiet, List<Item> objects) {
    static final int MAX_OBJECTS = 1000;

    /** More than a document with the maximum number of objects has. */
    static final int MAX_ELEMENTS = 10 * MAX_OBJECTS;

    /** An object to delete, or a version of it. */
    record Item(String key, @Nullable String versionId) {}

    /**
     * Reads a document.
     *
     * @param root null if it is not well-formed
     * @throws OssException if it is malformed, or a key is invalid
     */
    static DeleteDocument of(@Nullable XmlElement root) {
        if (root == null) {
            throw OssError.MALFORMED_XML.exception();
        }
        if (!root.name().equals("Delete")) {
            throw OssException.malformedXml("0016-00000608", "the root node is not named Delete.");
        }
        List<XmlElement> elements = root.children("Object");
        if (elements.isEmpty() || elements.size() > MAX_OBJECTS) {
            throw OssError.MALFORMED_XML.exception();
        }
        List<Item> objects = new ArrayList<>();
        for (XmlElement element : elements) {
            objects.add(item(element));
        }
        return new DeleteDocument("true".equalsIgnoreCase(root.text("Quiet")), objects);
    }

    private static Item item(XmlElement element) {
        List<XmlElement> keys = element.children("Key");
        if (keys.isEmpty() || keys.get(0).content().isEmpty()) {
            throw OssException.malformedXml("0016-00000613", "the Object node has no Key.");
        }
        String versionId = element.text("VersionId");
        if (versionId != null && versionId.isEmpty()) {
            throw OssException.malformedXml("0016-00000612", "the VersionId is empty.");
        }
        return new Item(ObjectName.checkKey(keys.get(0).content()), versionId);
    }
}
