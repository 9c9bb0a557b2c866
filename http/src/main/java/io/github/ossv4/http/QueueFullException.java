// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;

/**
 * An asynchronous call was refused, since too many requests wait already; nothing was sent. Start fewer calls at a
 * time, or set {@link BucketClient.Builder#maxQueuedRequests}. It has no stack trace, since a program that starts
 * 100,000 calls gets as many. Immutable.
 */
public final class QueueFullException extends IOException {
    private static final long serialVersionUID = 1;

    private final int limit;

    /**
     * @param waiting the number of requests that wait
     * @param limit the largest number of requests that may wait
     */
    public QueueFullException(int waiting, int limit) {
        super(waiting + " requests wait already: maxQueuedRequests is " + limit);
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
