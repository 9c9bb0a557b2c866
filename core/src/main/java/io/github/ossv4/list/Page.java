// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.xml.ResultDocument;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list: up to 1,000 entries and common prefixes. Immutable.
 *
 * @param <E> an entry: {@link ListedObject}, {@link ListedVersion}, {@link ListedUpload} or {@link ListedBucket}, each
 *     of which parses its pages
 */
public final class Page<E> {
    /** The element {@code IsTruncated}. */
    private enum Truncation {
        /** The document has none. */
        MISSING,
        LAST,
        TRUNCATED
    }

    private final List<E> entries;
    private final List<String> commonPrefixes;
    private final Truncation truncation;
    private final String nextMarker;
    private final String nextIdMarker;
    private final Echo echo;

    /** The bucket, the prefix and the number of keys that a document states; null if it does not. */
    private static final class Echo {
        static final Echo NONE = new Echo(null, null, null);

        final @Nullable String bucket;
        final @Nullable String prefix;
        final @Nullable String keyCount;

        Echo(@Nullable String bucket, @Nullable String prefix, @Nullable String keyCount) {
            this.bucket = bucket;
            this.prefix = prefix;
            this.keyCount = keyCount;
        }
    }

    private Page(
            List<E> entries,
            List<String> commonPrefixes,
            Truncation truncation,
            String nextMarker,
            String nextIdMarker,
            Echo echo) {
        this.entries = Collections.unmodifiableList(new ArrayList<>(entries));
        this.commonPrefixes = Collections.unmodifiableList(new ArrayList<>(commonPrefixes));
        this.truncation = truncation;
        this.nextMarker = Objects.requireNonNull(nextMarker, "nextMarker");
        this.nextIdMarker = Objects.requireNonNull(nextIdMarker, "nextIdMarker");
        this.echo = echo;
    }

    /** Returns a last page without common prefixes, for tests of your code. */
    public static <E> Page<E> of(List<E> entries) {
        return of(entries, Collections.emptyList(), "", "");
    }

    /**
     * Returns a page, for tests of your code.
     *
     * @param nextMarker the marker of the next page; empty for the last page
     * @param nextIdMarker the marker of the version or upload; empty if the next page begins with another key
     */
    public static <E> Page<E> of(List<E> entries, List<String> commonPrefixes, String nextMarker, String nextIdMarker) {
        Truncation truncation = nextMarker.isEmpty() ? Truncation.LAST : Truncation.TRUNCATED;
        return new Page<>(entries, commonPrefixes, truncation, nextMarker, nextIdMarker, Echo.NONE);
    }

    /** Returns the page of a response; null if a marker is malformed. */
    static <E> @Nullable Page<E> of(
            ResultDocument result, List<E> entries, @Nullable String nextMarker, @Nullable String nextIdMarker) {
        Truncation truncation = result.text("IsTruncated") == null
                ? Truncation.MISSING
                : result.isTrue("IsTruncated") ? Truncation.TRUNCATED : Truncation.LAST;
        return nextMarker == null || nextIdMarker == null
                ? null
                : new Page<>(
                        entries,
                        result.commonPrefixes(),
                        truncation,
                        nextMarker,
                        nextIdMarker,
                        new Echo(
                                result.text("Name"),
                                result.text("Prefix") == null ? null : result.decoded("Prefix"),
                                result.text("KeyCount")));
    }

    /**
     * Returns the entries: objects, versions and uploads in the order of the UTF-8 bytes of their keys, the versions of
     * a key from the newest; buckets by name.
     */
    public List<E> entries() {
        return entries;
    }

    /** Returns the common prefixes of keys up to the delimiter, such as folders, if the request has a delimiter. */
    public List<String> commonPrefixes() {
        return commonPrefixes;
    }

    /** Returns whether there are more entries: list them from {@link #nextMarker} and {@link #nextIdMarker}. */
    public boolean isTruncated() {
        return truncation == Truncation.TRUNCATED;
    }

    /**
     * Returns whether the document has the element {@code IsTruncated}, without which a page counts as the last one.
     */
    boolean hasTruncation() {
        return truncation != Truncation.MISSING;
    }

    /** Returns the bucket that was listed; null if the document does not have it. */
    @Nullable
    String bucket() {
        return echo.bucket;
    }

    /** Returns the prefix that was listed; null if the document does not have it. */
    @Nullable
    String prefix() {
        return echo.prefix;
    }

    /** Returns the number of entries and common prefixes as the document has it; null if it has none. */
    @Nullable
    String keyCount() {
        return echo.keyCount;
    }

    /**
     * Returns the marker of the next page: a continuation token for objects, a key for versions and uploads, a name for
     * buckets; usually empty on the last page.
     */
    public String nextMarker() {
        return nextMarker;
    }

    /**
     * Returns the version id or upload id after which the next page begins; empty if it begins with another key, and
     * for objects and buckets.
     */
    public String nextIdMarker() {
        return nextIdMarker;
    }

    @Override
    public String toString() {
        return PrintableText.escape("Page{" + entries.size() + " entries, " + commonPrefixes.size() + " common prefixes"
                + (isTruncated()
                        ? ", more from " + nextMarker + (nextIdMarker.isEmpty() ? "" : " " + nextIdMarker)
                        : "")
                + "}");
    }
}
