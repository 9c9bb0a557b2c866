// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import io.github.ossv4.emulator.internal.wire.HandledRequest;
import io.github.ossv4.emulator.internal.wire.RequestObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last 100 requests, failed requests, and requests with a callback. Thread-safe. */
public final class RecentRequests implements RequestObserver {
    private static final int MAX = 100;

    private final Deque<HandledRequest> requests = new ArrayDeque<>(MAX);
    private final Deque<HandledRequest> failed = new ArrayDeque<>(MAX);
    private final Deque<HandledRequest> withCallback = new ArrayDeque<>(MAX);

    @Override
    public synchronized void handled(HandledRequest request) {
        add(requests, request);
        if (RequestRows.isFailed(request)) {
            add(failed, request);
        }
        if (!request.callbacks().isEmpty()) {
            add(withCallback, request);
        }
    }

    private static void add(Deque<HandledRequest> requests, HandledRequest request) {
        if (requests.size() == MAX) {
            requests.removeFirst();
        }
        requests.addLast(request);
    }

    /** Returns the requests, the oldest first. */
    public synchronized List<HandledRequest> all() {
        return List.copyOf(requests);
    }

    /** Returns the requests that failed, the oldest first. */
    synchronized List<HandledRequest> failed() {
        return List.copyOf(failed);
    }

    /** Returns the requests with a callback, the oldest first. */
    synchronized List<HandledRequest> withCallback() {
        return List.copyOf(withCallback);
    }

    /** Forgets all requests. */
    public synchronized void clear() {
        requests.clear();
        failed.clear();
        withCallback.clear();
    }
}
