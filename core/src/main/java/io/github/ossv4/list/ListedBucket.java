// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.xml.ResultDocument;
import io.github.ossv4.internal.xml.XmlElement;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bucket of an account, as ListBuckets returns it. Immutable. */
public final class ListedBucket {
    private static final String LOCATION_PREFIX = "oss-";

    private final String name;
    private final @Nullable Instant creationDate;
    private final @Nullable String region;
    private final @Nullable String storageClass;
    private final @Nullable String publicEndpoint;
    private final @Nullable String internalEndpoint;

    private ListedBucket(String name, XmlElement element) {
        this.name = name;
        this.creationDate = ResultDocument.instant(element.text("CreationDate"));
        this.region = region(element);
        this.storageClass = element.text("StorageClass");
        this.publicEndpoint = element.text("ExtranetEndpoint");
        this.internalEndpoint = element.text("IntranetEndpoint");
    }

    /**
     * Parses a page of buckets, the {@code ListAllMyBucketsResult} of ListBuckets; null if it is another document,
     * lists more than 1,000 entries or common prefixes, or has a bucket without a name, or a malformed marker.
     *
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listbuckets">ListBuckets</a>
     */
    public static @Nullable Page<ListedBucket> parsePage(byte[] document) {
        return ResultDocument.read(document, ListedBucket::readPage);
    }

    /**
     * Reads a page from a stream; memory is needed only for the entries. Returns null in the same cases as {@link
     * #parsePage}.
     *
     * @param document limited in size and closed by the caller
     * @throws IOException if the stream cannot be read
     */
    public static @Nullable Page<ListedBucket> readPage(InputStream document) throws IOException {
        List<ListedBucket> buckets = new ArrayList<>();
        ResultDocument result = ResultDocument.readList(
                document,
                "ListAllMyBucketsResult",
                (element, names) -> !element.name().equals("Buckets") || addAll(buckets, element.children("Bucket")));
        return result == null ? null : Page.of(result, buckets, result.marker("NextMarker"), "");
    }

    private static boolean addAll(List<ListedBucket> buckets, List<XmlElement> elements) {
        for (XmlElement element : elements) {
            ListedBucket bucket = of(element);
            if (bucket == null || buckets.size() == ResultDocument.MAX_ENTRIES) {
                return false;
            }
            buckets.add(bucket);
        }
        return true;
    }

    /** Parses an element; null if it has no name. */
    static @Nullable ListedBucket of(XmlElement element) {
        String name = element.text("Name");
        return name == null || name.isEmpty() ? null : new ListedBucket(name, element);
    }

    /** Returns the region; older deployments send only the location, {@code oss-} and the region. */
    private static @Nullable String region(XmlElement element) {
        String region = element.text("Region");
        String location = element.text("Location");
        if (region != null || location == null) {
            return region;
        }
        return location.startsWith(LOCATION_PREFIX) ? location.substring(LOCATION_PREFIX.length()) : location;
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    /** Returns the time at which the bucket was created; null if unknown. */
    public @Nullable Instant creationDate() {
        return creationDate;
    }

    /** Returns the region, such as {@code cn-hangzhou}; null if unknown. */
    public @Nullable String region() {
        return region;
    }

    /** Returns the storage class of objects that are stored without one, such as {@code Standard}; null if unknown. */
    public @Nullable String storageClass() {
        return storageClass;
    }

    /**
     * Returns the host of the endpoint for the Internet, such as {@code oss-cn-hangzhou.aliyuncs.com}; null if unknown.
     */
    public @Nullable String publicEndpoint() {
        return publicEndpoint;
    }

    /** Returns the host of the endpoint within the region; null if unknown. */
    public @Nullable String internalEndpoint() {
        return internalEndpoint;
    }

    @Override
    public String toString() {
        return PrintableText.escape(name + ", " + region + ", " + storageClass + ", creationDate=" + creationDate);
    }
}
