// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part that a CompleteMultipartUpload asks for.
 *
 * @param etag without quotes, which OSS's own samples have and other clients may leave out
 */
record ListedPart(int number, String etag) {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

    /**
     * Reads the body of a CompleteMultipartUpload.
     *
     * @throws Refusal if it is something else, or its parts are not in order
     */
    static List<ListedPart> parse(byte[] document) {
        XmlElement root = XmlElement.parse(document);
        if (root == null || !root.name().equals("CompleteMultipartUpload")) {
            throw Refusal.malformedXml();
        }
        List<ListedPart> parts = new ArrayList<>();
        for (XmlElement element : root.children("Part")) {
            parts.add(of(element.text("PartNumber"), element.text("ETag")));
        }
        if (parts.isEmpty()) {
            throw Refusal.malformedXml();
        }
        for (int i = 1; i < parts.size(); i++) {
            if (parts.get(i).number <= parts.get(i - 1).number) {
                throw Refusal.invalidPartOrder();
            }
        }
        return parts;
    }

    private static ListedPart of(@Nullable String number, @Nullable String etag) {
        if (number == null || etag == null || !INTEGER.matcher(number).matches()) {
            throw Refusal.malformedXml();
        }
        return new ListedPart(PartReference.parseNumber(number), etag.replace("\"", ""));
    }
}
