// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.list.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A list of objects, versions, uploads or buckets. Nothing is sent before you iterate. Pages are requested one at a
 * time, and only one is held in memory. Each iteration starts a new list. Objects that are stored or deleted during an
 * iteration may or may not be listed.
 *
 * <pre>{@code
 * for (ListedObject object : bucket.list("photos/")) {
 *     System.out.println(object.key() + " " + object.size());
 * }
 * }</pre>
 *
 * <p>If a page cannot be fetched, the iteration throws {@link UncheckedIOException} with the {@link IOException} of the
 * call as its cause; the next call of {@code hasNext} or {@code next} requests the same page again. A list whose pages
 * repeat fails in the same way, so every iteration ends.
 *
 * <p>It is thread-safe, its iterators are not. In a test of your code, use {@link #of}.
 *
 * <p>Rule: A list with an unreadable object is rejected; pages that repeat end it with an error ({@code
 * ListOnTheWireTest}).
 *
 * @param <E> an entry, such as {@link io.github.ossv4.list.ListedObject}
 */
public interface PagedList<E> extends Iterable<E> {
    /** Returns a list of one page, for tests of your code. */
    static <E> PagedList<E> of(List<E> entries) {
        Page<E> page = Page.of(Objects.requireNonNull(entries, "entries"));
        return new PagedList<E>() {
            @Override
            public Iterator<E> iterator() {
                return page.entries().iterator();
            }

            @Override
            public Iterable<Page<E>> pages() {
                return Collections.singleton(page);
            }
        };
    }

    /** Returns the entries, without common prefixes. */
    @Override
    Iterator<E> iterator();

    /** Returns the pages, each with its entries and common prefixes. */
    Iterable<Page<E>> pages();

    /**
     * Returns the result of a function for each entry, such as its key. Nothing is sent before you iterate.
     *
     * <pre>{@code
     * bucket.deleteAll(bucket.list("tmp/").map(ListedObject::key));
     * }</pre>
     */
    default <R> Iterable<R> map(Function<? super E, ? extends R> function) {
        Objects.requireNonNull(function, "function");
        return () -> {
            Iterator<E> iterator = iterator();
            return new Iterator<R>() {
                @Override
                public boolean hasNext() {
                    return iterator.hasNext();
                }

                @Override
                public R next() {
                    return function.apply(iterator.next());
                }
            };
        };
    }

    /** Returns the entries as a sequential stream. */
    default Stream<E> stream() {
        return StreamSupport.stream(spliterator(), false);
    }
}
