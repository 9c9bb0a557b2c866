// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.ResourceNames;
import org.jspecify.annotations.Nullable;

/**
 * A check that the keys of one list are in order, and that each page has {@code IsTruncated}. Check a list before you
 * delete what it does not contain: a faulty proxy or server may repeat a page. A page that is left out is not found.
 * Not thread-safe.
 *
 * <p>Rule: Before a deletion the keys of a list are in order, and each page has {@code IsTruncated} ({@code
 * ListCheckTest}).
 */
public final class ListCheck {
    private @Nullable String last;

    /** Creates a check for a list whose first page is yet to come. */
    public ListCheck() {}

    /**
     * Returns how the next page contradicts itself or the pages before it; null if it does not. A page must have the
     * element {@code IsTruncated}, and each key must follow the key before it in the order of UTF-8 bytes, also across
     * pages.
     */
    public @Nullable String problem(Page<ListedObject> page) {
        if (!page.hasTruncation()) {
            return "the list has no element IsTruncated: it may be incomplete";
        }
        for (ListedObject object : page.entries()) {
            String before = last;
            last = object.key();
            if (before != null && ResourceNames.compareKeys(before, last) >= 0) {
                return "the list is not in order: \"" + PrintableText.escape(last) + "\" follows \""
                        + PrintableText.escape(before) + "\"";
            }
        }
        return null;
    }
}
