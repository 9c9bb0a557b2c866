// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import io.github.ossv4.text.PrintableText;
import io.github.ossv4.xml.ResultDocument;
import io.github.ossv4.xml.XmlElement;
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
    private final boolean truncated;
    private final @Nullable String nextContinuationToken;

    private ObjectList(ResultDocument result, List<ListedObject> objects, List<String> commonPrefixes) {
        this.objects = Collections.unmodifiableList(objects);
        this.commonPrefixes = Collections.unmodifiableList(commonPrefixes);
        this.truncated = result.isTrue("IsTruncated");
        String token = result.text("NextContinuationToken");
        this.nextContinuationToken = token == null || token.isEmpty() ? null : token;
    }

    /**
     * Parses a {@code ListBucketResult}; null if it is another document, lists more than 1,000 objects or common prefixes,
     * or has an object without key or size.
     */
    public static @Nullable ObjectList parse(byte[] document) {
        ResultDocument result = ResultDocument.parseList(document, "ListBucketResult");
        if (result == null) {
            return null;
        }
        List<XmlElement> elements = result.children("Contents");
        List<String> prefixes = result.commonPrefixes();
        if (prefixes == null || elements.size() > ResultDocument.MAX_ENTRIES) {
            return null;
        }
        List<ListedObject> objects = new ArrayList<>(elements.size());
        for (XmlElement element : elements) {
            ListedObject object = ListedObject.of(result, element);
            if (object == null) {
                // A list that omits objects would lead a caller to delete or to upload the wrong ones.
                return null;
            }
            objects.add(object);
        }
        return new ObjectList(result, objects, prefixes);
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
