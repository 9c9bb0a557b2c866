// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

/**
 * The requests, connections and retries of a client at a point in time, for metrics. They include the ones of the
 * clients that {@link BucketClient#bucket} returned. Immutable.
 */
public final class ClientMetrics {
    private final int waitingRequests;
    private final int runningRequests;
    private final int connections;
    private final int idleConnections;
    private final int retriesLeft;

    /**
     * Creates metrics with the values of the getters, for tests.
     *
     * @param waitingRequests see {@link #waitingRequests()}
     * @param runningRequests see {@link #runningRequests()}
     * @param connections see {@link #connections()}
     * @param idleConnections see {@link #idleConnections()}
     * @param retriesLeft see {@link #retriesLeft()}
     */
    public ClientMetrics(
            int waitingRequests, int runningRequests, int connections, int idleConnections, int retriesLeft) {
        this.waitingRequests = waitingRequests;
        this.runningRequests = runningRequests;
        this.connections = connections;
        this.idleConnections = idleConnections;
        this.retriesLeft = retriesLeft;
    }

    /**
     * Returns the number of requests that wait, because of {@link BucketClient.Builder#maxRequests} or {@link
     * BucketClient.Builder#maxConnections}.
     */
    public int waitingRequests() {
        return waitingRequests;
    }

    /** Returns the number of requests in progress, and of responses of {@link BucketClient#get} that are not closed. */
    public int runningRequests() {
        return runningRequests;
    }

    /**
     * Returns the number of open connections. If the client uses your own {@code OkHttpClient}, its connections to
     * other hosts are included.
     */
    public int connections() {
        return connections;
    }

    /** Returns how many of the connections are not in use. */
    public int idleConnections() {
        return idleConnections;
    }

    /** Returns the number of retries that {@link RetryPolicy#retryBudget} still allows for this bucket. */
    public int retriesLeft() {
        return retriesLeft;
    }

    @Override
    public String toString() {
        return "ClientMetrics{" + waitingRequests + " requests wait, " + runningRequests + " in progress, "
                + connections + " connections, " + idleConnections + " idle, " + retriesLeft + " retries left}";
    }
}
