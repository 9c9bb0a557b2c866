// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A list of objects or versions. Nothing is sent before you iterate. Pages are requested one at a time, and only one is
 * held in memory. Each iteration starts a new list. Objects that are stored or deleted during an iteration may or may
 * not be listed.
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
 * <p>This class is thread-safe, its iterators are not.
 *
 * @param <E> an entry, such as {@link io.github.ossv4.list.ListedObject}
 * @param <P> a page, such as {@link io.github.ossv4.list.ObjectList}, which also has the common prefixes
 */
public final class PagedList<E, P> implements Iterable<E> {
    /** The pages of a list. */
    interface Pages<P> {
        /**
         * Returns the request of a page.
         *
         * @param before the previous page; null for the first page
         */
        Exchange<P> exchange(@Nullable P before);

        /**
         * Returns a marker of the next page; null after the last page.
         *
         * @throws IOException if there are more pages, but the response has no marker
         */
        @Nullable
        String marker(P page) throws IOException;
    }

    private final Pages<P> source;
    private final Function<P, List<E>> entries;

    PagedList(Pages<P> source, Function<P, List<E>> entries) {
        this.source = source;
        this.entries = entries;
    }

    /** Returns the entries, without common prefixes. */
    @Override
    public Iterator<E> iterator() {
        Iterator<P> pages = new PageIterator<>(source);
        return new Iterator<E>() {
            private Iterator<E> page = Collections.emptyIterator();

            @Override
            public boolean hasNext() {
                // Pages may be empty.
                while (!page.hasNext() && pages.hasNext()) {
                    page = entries.apply(pages.next()).iterator();
                }
                return page.hasNext();
            }

            @Override
            public E next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the list has no more entries");
                }
                return page.next();
            }
        };
    }

    /** Returns the pages, each with its entries and common prefixes. */
    public Iterable<P> pages() {
        return () -> new PageIterator<>(source);
    }

    /**
     * Returns the result of a function for each entry, such as its key. Nothing is sent before you iterate.
     *
     * <pre>{@code
     * bucket.deleteAll(bucket.list("tmp/").map(ListedObject::key));
     * }</pre>
     */
    public <R> Iterable<R> map(Function<? super E, ? extends R> function) {
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
    public Stream<E> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /** Passes each page to a function, one after the other. */
    CancellableFuture<@Nullable Void> forEachPage(Transport transport, Consumer<? super P> page) throws IOException {
        Cursor<P> cursor = new Cursor<>(source);
        return new RequestSequence<@Nullable Void>() {
            @Override
            @Nullable
            Step<?> next() {
                return cursor.hasNext
                        ? new Step<>(cursor.exchange(), received -> {
                            cursor.received(received);
                            page.accept(received);
                        })
                        : null;
            }

            @Override
            @Nullable
            @SuppressWarnings("NullAway") // It does not know nullable type arguments.
            Void result() {
                return null;
            }
        }.enqueue(transport);
    }

    /** A place between two pages. Not thread-safe. */
    private static final class Cursor<P> {
        private final Pages<P> source;
        private final MarkerCycle markers = new MarkerCycle();
        private @Nullable P before;
        boolean hasNext = true;

        Cursor(Pages<P> source) {
            this.source = source;
        }

        Exchange<P> exchange() {
            return source.exchange(before);
        }

        void received(P page) throws IOException {
            String marker = source.marker(page);
            if (marker != null && markers.closesWith(marker)) {
                throw new IOException(
                        "the pages of the list repeat: OSS returned the same marker of the next page twice");
            }
            hasNext = marker != null;
            before = page;
        }
    }

    private static final class PageIterator<P> implements Iterator<P> {
        private final Cursor<P> cursor;

        PageIterator(Pages<P> source) {
            this.cursor = new Cursor<>(source);
        }

        @Override
        public boolean hasNext() {
            return cursor.hasNext;
        }

        @Override
        public P next() {
            if (!cursor.hasNext) {
                throw new NoSuchElementException("the list has no more pages");
            }
            try {
                P page = cursor.exchange().execute();
                cursor.received(page);
                return page;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
