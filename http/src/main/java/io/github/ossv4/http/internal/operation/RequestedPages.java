// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.PagedList;
import io.github.ossv4.http.internal.call.AsyncCall;
import io.github.ossv4.http.internal.call.Deadline;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A list whose pages are requested one at a time. */
public final class RequestedPages<E, P> implements PagedList<E, P> {
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

    RequestedPages(Pages<P> source, Function<P, List<E>> entries) {
        this.source = source;
        this.entries = entries;
    }

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

    @Override
    public Iterable<P> pages() {
        return () -> new PageIterator<>(source);
    }

    /** Requests the first page. */
    public Exchange<P> firstPage() {
        return source.exchange(null);
    }

    /** Passes each page to a function, one after the other, on a thread of the client. */
    @SuppressWarnings("NullAway") // It does not know nullable type arguments.
    public AsyncCall<@Nullable Void> forEachPage(Transport transport, Consumer<? super P> consumer) {
        Cursor<P> cursor = new Cursor<>(source);
        return AsyncCall.start(transport, Deadline.NONE, "the list", scope -> {
            while (cursor.hasNext) {
                P page = cursor.exchange().execute(scope);
                scope.check();
                cursor.received(page);
                consumer.accept(page);
            }
            return null;
        });
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
