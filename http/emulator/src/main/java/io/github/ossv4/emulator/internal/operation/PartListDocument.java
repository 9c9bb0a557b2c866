// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.RequestedPart;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The body of a CompleteMultipartUpload. */
final class PartListDocument {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

    private PartListDocument() {}

    /**
     * Parses the document and returns its parts.
     *
     * @throws OssException if it is malformed, or its parts are not in order
     */
    static List<RequestedPart> parse(byte[] document) {
        XmlElement root = XmlElement.parse(document);
        if (root == null || !root.name().equals("CompleteMultipartUpload")) {
            throw OssError.MALFORMED_XML.exception();
        }
        List<RequestedPart> parts = new ArrayList<>();
        for (XmlElement element : root.children("Part")) {
            parts.add(part(element.text("PartNumber"), element.text("ETag")));
        }
        if (parts.isEmpty()) {
            throw OssError.MALFORMED_XML.exception();
        }
        for (int i = 1; i < parts.size(); i++) {
            if (parts.get(i).number() <= parts.get(i - 1).number()) {
                throw OssError.INVALID_PART_ORDER.exception();
            }
        }
        return parts;
    }

    private static RequestedPart part(@Nullable String number, @Nullable String etag) {
        if (number == null || etag == null || !INTEGER.matcher(number).matches()) {
            throw OssError.MALFORMED_XML.exception();
        }
        return new RequestedPart(PartReference.parseNumber(number), etag.replace("\"", ""));
    }
}
