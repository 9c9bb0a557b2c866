// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;

/**
 * Thrown if an asynchronous call is refused because {@link BucketClient.Builder#maxQueuedRequests} requests already
 * wait. Nothing was sent. Start fewer calls in parallel, or increase the limit. The exception has no stack trace, since
 * a program may receive thousands of them. Immutable.
 */
public final class QueueFullException extends IOException {
    private static final long serialVersionUID = 1;

    private final int limit;

    /**
     * Creates an exception.
     *
     * @param waiting the number of requests that wait
     * @param limit the largest number of requests that may wait
     */
    public QueueFullException(int waiting, int limit) {
        super("the queue is full: " + waiting + " requests wait, maxQueuedRequests is " + limit);
        this.limit = limit;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /** Returns the largest number of requests that may wait. */
    public int limit() {
        return limit;
    }
}
