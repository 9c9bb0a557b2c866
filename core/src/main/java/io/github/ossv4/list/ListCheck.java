// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.ResourceNames;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A check that the pages of a list are those that were requested: of this bucket and prefix, with as many entries as
 * they say, in order, and with {@code IsTruncated}. Check a list before you delete what it does not contain: a faulty
 * proxy or server may return another list, or repeat a page. A missing page is not detected. Not thread-safe.
 *
 * <p>Rule: Before a deletion, each page of a list is that of the request: its bucket, its prefix, as many keys as it
 * states, in order ({@code ListCheckTest}).
 */
public final class ListCheck {
    private final String bucket;
    private final String prefix;
    private @Nullable String last;

    /**
     * Creates a check for a list whose first page is yet to come.
     *
     * @param bucket the bucket that is listed
     * @param prefix the prefix that is listed; empty for all objects
     */
    public ListCheck(String bucket, String prefix) {
        this.bucket = Objects.requireNonNull(bucket, "bucket");
        this.prefix = Objects.requireNonNull(prefix, "prefix");
    }

    /**
     * Returns how the next page contradicts its request, itself, or the pages before it; null if it does not. A page
     * must have the element {@code IsTruncated}. If it has {@code Name}, {@code Prefix} and {@code KeyCount}, these
     * must be the bucket, the prefix, and the number of its objects and common prefixes. Each key must begin with the
     * prefix and follow the key before it in the order of UTF-8 bytes, also across pages.
     */
    public @Nullable String problem(Page<ListedObject> page) {
        if (!page.hasTruncation()) {
            return "the list has no element IsTruncated: it may be incomplete";
        }
        if (page.bucket() != null && !page.bucket().equals(bucket)) {
            return "the list is of the bucket " + quoted(page.bucket()) + " instead of " + quoted(bucket);
        }
        if (page.prefix() != null && !page.prefix().equals(prefix)) {
            return "the list has the prefix " + quoted(page.prefix()) + " instead of " + quoted(prefix);
        }
        int count = page.entries().size() + page.commonPrefixes().size();
        if (page.keyCount() != null && !page.keyCount().equals(Integer.toString(count))) {
            return "the list has " + count + " entries, but its KeyCount is " + quoted(page.keyCount());
        }
        for (ListedObject object : page.entries()) {
            String before = last;
            last = object.key();
            if (!last.startsWith(prefix)) {
                return "the list has " + quoted(last) + ", which does not begin with " + quoted(prefix);
            }
            if (before != null && ResourceNames.compareKeys(before, last) >= 0) {
                return "the list is not in order: " + quoted(last) + " follows " + quoted(before);
            }
        }
        return null;
    }

    private static String quoted(String text) {
        return '"' + PrintableText.escape(text) + '"';
    }
}
