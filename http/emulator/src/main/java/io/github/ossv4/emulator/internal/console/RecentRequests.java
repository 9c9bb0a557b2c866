// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import io.github.ossv4.emulator.internal.wire.HandledRequest;
import io.github.ossv4.emulator.internal.wire.RequestObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last 100 requests. Thread-safe. */
public final class RecentRequests implements RequestObserver {
    private static final int MAX = 100;

    private final Deque<HandledRequest> requests = new ArrayDeque<>(MAX);

    @Override
    public synchronized void handled(HandledRequest request) {
        if (requests.size() == MAX) {
            requests.removeFirst();
        }
        requests.addLast(request);
    }

    /** Returns the requests, the oldest first. */
    public synchronized List<HandledRequest> all() {
        return List.copyOf(requests);
    }

    /** Forgets all requests. */
    public synchronized void clear() {
        requests.clear();
    }
}
