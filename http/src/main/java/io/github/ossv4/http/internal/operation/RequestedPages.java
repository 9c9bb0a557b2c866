// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.PagedList;
import io.github.ossv4.http.internal.call.AsyncCall;
import io.github.ossv4.http.internal.call.Deadline;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.list.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A list whose pages are requested one at a time. */
public final class RequestedPages<E> implements PagedList<E> {
    /** The requests of a list. */
    interface Requests<E> {
        /**
         * Returns the request of a page.
         *
         * @param before the previous page; null for the first page
         */
        Exchange<Page<E>> exchange(@Nullable Page<E> before);
    }

    private final Requests<E> requests;

    RequestedPages(Requests<E> requests) {
        this.requests = requests;
    }

    @Override
    public Iterator<E> iterator() {
        Iterator<Page<E>> pages = new PageIterator<>(newCursor());
        return new Iterator<E>() {
            private Iterator<E> page = Collections.emptyIterator();

            @Override
            public boolean hasNext() {
                // Pages may be empty.
                while (!page.hasNext() && pages.hasNext()) {
                    page = pages.next().entries().iterator();
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
    public Iterable<Page<E>> pages() {
        return () -> new PageIterator<>(newCursor());
    }

    /** Requests the first page. */
    public Exchange<Page<E>> firstPage() {
        return requests.exchange(null);
    }

    private Cursor<E> newCursor() {
        return new Cursor<>(requests);
    }

    /** Passes each page to a function, one after the other, on a thread of the client. */
    @SuppressWarnings("NullAway") // It does not know nullable type arguments.
    public AsyncCall<@Nullable Void> forEachPage(Transport transport, Consumer<? super Page<E>> consumer) {
        Cursor<E> cursor = newCursor();
        return AsyncCall.start(transport, Deadline.NONE, "the list", scope -> {
            while (cursor.hasNext) {
                Page<E> page = cursor.exchange().execute(scope);
                scope.check();
                cursor.received(page);
                consumer.accept(page);
            }
            return null;
        });
    }

    /** A place between two pages. Not thread-safe. */
    private static final class Cursor<E> {
        private final Requests<E> requests;
        private final MarkerCycle markers = new MarkerCycle();
        private @Nullable Page<E> before;
        boolean hasNext = true;

        Cursor(Requests<E> requests) {
            this.requests = requests;
        }

        Exchange<Page<E>> exchange() {
            return requests.exchange(before);
        }

        void received(Page<E> page) throws IOException {
            // An id has no line feed, so different pairs of markers have different texts.
            if (page.isTruncated() && markers.closesWith(page.nextIdMarker() + "\n" + page.nextMarker())) {
                throw new IOException(ListResponse.REPEATED);
            }
            hasNext = page.isTruncated();
            before = page;
        }
    }

    private static final class PageIterator<E> implements Iterator<Page<E>> {
        private final Cursor<E> cursor;

        PageIterator(Cursor<E> cursor) {
            this.cursor = cursor;
        }

        @Override
        public boolean hasNext() {
            return cursor.hasNext;
        }

        @Override
        public Page<E> next() {
            if (!cursor.hasNext) {
                throw new NoSuchElementException("the list has no more pages");
            }
            try {
                Page<E> page = cursor.exchange().execute();
                cursor.received(page);
                return page;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
