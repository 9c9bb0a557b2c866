// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import io.github.ossv4.internal.xml.ResultDocument;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response to ListObjectsV2: a page of up to 1,000 objects and common prefixes. Immutable.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjectsv2">ListObjectsV2</a>
 */
public final class ObjectList {
    private final List<ListedObject> objects;
    private final List<String> commonPrefixes;
    private final boolean hasTruncation;
    private final boolean truncated;
    private final @Nullable String nextContinuationToken;

    private ObjectList(ResultDocument result, List<ListedObject> objects, String token) {
        this.objects = Collections.unmodifiableList(objects);
        this.commonPrefixes = result.commonPrefixes();
        this.hasTruncation = result.text("IsTruncated") != null;
        this.truncated = result.isTrue("IsTruncated");
        this.nextContinuationToken = token.isEmpty() ? null : token;
    }

    /**
     * Parses a {@code ListBucketResult}; null if it is another document, lists more than 1,000 objects or common
     * prefixes, or has an object without a valid key or size, or a malformed token.
     */
    public static @Nullable ObjectList parse(byte[] document) {
        return ResultDocument.read(document, ObjectList::read);
    }

    /**
     * Reads the document from a stream; memory is needed only for the entries. Returns null in the same cases as {@link
     * #parse}.
     *
     * @param document limited in size and closed by the caller
     * @throws IOException if the stream cannot be read
     */
    public static @Nullable ObjectList read(InputStream document) throws IOException {
        List<ListedObject> objects = new ArrayList<>();
        ResultDocument result = ResultDocument.readList(document, "ListBucketResult", (element, names) -> {
            if (!element.name().equals("Contents")) {
                return true;
            }
            ListedObject object = ListedObject.of(element, names);
            // A list that omits objects would lead a caller to delete or to upload the wrong ones.
            return object != null && objects.size() < ResultDocument.MAX_ENTRIES && objects.add(object);
        });
        String token = result == null ? null : result.tokenMarker("NextContinuationToken");
        return result == null || token == null ? null : new ObjectList(result, objects, token);
    }

    /** Returns the objects, ordered by the UTF-8 bytes of their keys. */
    public List<ListedObject> objects() {
        return objects;
    }

    /** Returns the common prefixes of keys up to the delimiter, such as folders, if the request has a delimiter. */
    public List<String> commonPrefixes() {
        return commonPrefixes;
    }

    /** Returns whether there are more objects: list them from {@link #nextContinuationToken}. */
    public boolean isTruncated() {
        return truncated;
    }

    /**
     * Returns whether the document has the element {@code IsTruncated}, without which a page counts as the last one.
     */
    boolean hasTruncation() {
        return hasTruncation;
    }

    /** Returns the token with which the next page is requested; null on the last page. */
    public @Nullable String nextContinuationToken() {
        return nextContinuationToken;
    }

    @Override
    public String toString() {
        return PrintableText.escape("ObjectList{" + objects.size() + " objects, " + commonPrefixes.size()
                + " common prefixes" + (truncated ? ", more from " + nextContinuationToken : "") + "}");
    }
}
