// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import io.github.ossv4.internal.xml.ResultDocument;
import io.github.ossv4.internal.xml.XmlElement;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response to ListBuckets: a page of up to 1,000 buckets. Immutable.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listbuckets">ListBuckets</a>
 */
public final class BucketList {
    private final List<ListedBucket> buckets;
    private final boolean truncated;
    private final String nextMarker;

    private BucketList(ResultDocument result, List<ListedBucket> buckets, String nextMarker) {
        this.buckets = Collections.unmodifiableList(buckets);
        this.truncated = result.isTrue("IsTruncated");
        this.nextMarker = nextMarker;
    }

    /**
     * Parses a {@code ListAllMyBucketsResult}; null if it is another document, lists more than 1,000 buckets, or has a
     * bucket without a name, or a malformed marker.
     */
    public static @Nullable BucketList parse(byte[] document) {
        return ResultDocument.read(document, BucketList::read);
    }

    /**
     * Reads the document from a stream. Returns null in the same cases as {@link #parse}.
     *
     * @param document limited in size and closed by the caller
     * @throws IOException if the stream cannot be read
     */
    public static @Nullable BucketList read(InputStream document) throws IOException {
        List<ListedBucket> buckets = new ArrayList<>();
        ResultDocument result = ResultDocument.readList(
                document,
                "ListAllMyBucketsResult",
                (element, names) -> !element.name().equals("Buckets") || addAll(buckets, element.children("Bucket")));
        String marker = result == null ? null : result.marker("NextMarker");
        return result == null || marker == null ? null : new BucketList(result, buckets, marker);
    }

    private static boolean addAll(List<ListedBucket> buckets, List<XmlElement> elements) {
        for (XmlElement element : elements) {
            ListedBucket bucket = ListedBucket.of(element);
            if (bucket == null || buckets.size() == ResultDocument.MAX_ENTRIES) {
                return false;
            }
            buckets.add(bucket);
        }
        return true;
    }

    /** Returns the buckets, ordered by name. */
    public List<ListedBucket> buckets() {
        return buckets;
    }

    /** Returns whether there are more buckets: list them from {@link #nextMarker}. */
    public boolean isTruncated() {
        return truncated;
    }

    /** Returns the name after which the next page begins; empty on the last page. */
    public String nextMarker() {
        return nextMarker;
    }

    @Override
    public String toString() {
        return PrintableText.escape(
                "BucketList{" + buckets.size() + " buckets" + (truncated ? ", more from " + nextMarker : "") + "}");
    }
}
