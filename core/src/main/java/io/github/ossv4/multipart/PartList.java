// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

import io.github.ossv4.xml.XmlElement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to ListParts: up to 1,000 parts of an upload. Immutable.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listparts">ListParts</a>
 */
public final class PartList {
    private final List<UploadedPart> parts;
    private final boolean truncated;
    private final int nextPartNumberMarker;

    private PartList(List<UploadedPart> parts, boolean truncated, int nextPartNumberMarker) {
        this.parts = Collections.unmodifiableList(parts);
        this.truncated = truncated;
        this.nextPartNumberMarker = nextPartNumberMarker;
    }

    /**
     * Reads a {@code ListPartsResult}; null if it is another document or lists more than 1,000 parts. Leaves out parts that lack number, ETag or size, and
     * parts whose number, size or {@code HashCrc64ecma} is not a number in its range: a resumed upload sends them again. A
     * part without {@code HashCrc64ecma}, or with an empty one, is kept, and its {@link UploadedPart#crc64} is null.
     */
    public static @Nullable PartList parse(byte[] document) {
        Answer answer = Answer.parseList(document, "ListPartsResult");
        if (answer == null) {
            return null;
        }
        List<XmlElement> elements = answer.children("Part");
        if (elements.size() > Answer.MAX_ENTRIES) {
            return null;
        }
        List<UploadedPart> parts = new ArrayList<>();
        for (XmlElement element : elements) {
            UploadedPart part = UploadedPart.of(element);
            if (part != null) {
                parts.add(part);
            }
        }
        return new PartList(parts, answer.isTrue("IsTruncated"), answer.number("NextPartNumberMarker"));
    }

    /** The parts, by number. */
    public List<UploadedPart> parts() {
        return parts;
    }

    /** Whether there are more: ask again from {@link #nextPartNumberMarker}. */
    public boolean isTruncated() {
        return truncated;
    }

    /** The number of the last part listed, behind which the next list begins. */
    public int nextPartNumberMarker() {
        return nextPartNumberMarker;
    }

    @Override
    public String toString() {
        return "PartList{" + parts.size() + " parts" + (truncated ? ", more from " + nextPartNumberMarker : "") + "}";
    }
}
