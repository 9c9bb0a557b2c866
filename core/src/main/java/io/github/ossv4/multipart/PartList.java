// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

import io.github.ossv4.internal.xml.ResultDocument;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response to ListParts: up to 1,000 parts of an upload. Immutable.
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
     * Parses a {@code ListPartsResult}; null if it is another document or lists more than 1,000 parts. Omits parts that
     * lack number, ETag or size, and parts whose number, size or {@code HashCrc64ecma} is malformed or out of range: a
     * resumed upload sends them again. The {@link UploadedPart#crc64} of a part without {@code HashCrc64ecma} is null.
     */
    public static @Nullable PartList parse(byte[] document) {
        return ResultDocument.read(document, PartList::read);
    }

    /**
     * Reads the document from a stream; memory is needed only for the entries. Returns null in the same cases as {@link
     * #parse}.
     *
     * @param document limited in size and closed by the caller
     * @throws IOException if the stream cannot be read
     */
    public static @Nullable PartList read(InputStream document) throws IOException {
        List<UploadedPart> parts = new ArrayList<>();
        ResultDocument result = ResultDocument.readList(document, "ListPartsResult", (element, names) -> {
            UploadedPart part = element.name().equals("Part") ? UploadedPart.of(element) : null;
            return part == null || (parts.size() < ResultDocument.MAX_ENTRIES && parts.add(part));
        });
        return result == null
                ? null
                : new PartList(parts, result.isTrue("IsTruncated"), result.number("NextPartNumberMarker"));
    }

    /** Returns the parts, ordered by number. */
    public List<UploadedPart> parts() {
        return parts;
    }

    /** Returns whether there are more parts: list them from {@link #nextPartNumberMarker}. */
    public boolean isTruncated() {
        return truncated;
    }

    /** Returns the number of the last listed part, after which the next page begins. */
    public int nextPartNumberMarker() {
        return nextPartNumberMarker;
    }

    @Override
    public String toString() {
        return "PartList{" + parts.size() + " parts" + (truncated ? ", more from " + nextPartNumberMarker : "") + "}";
    }
}
