// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a call, in progress or completed. Thread-safe. In a test of your listener, implement it. The {@code
 * toString} of a client's attempts has the number of the call, the operation, the key, the part and the attempt.
 */
public interface CallAttempt {
    /** Returns a number that all attempts of a call share; it is unique among the calls of the client. */
    long callId();

    /**
     * Returns the operation as the vendor's API reference spells it, such as {@code PutObject}; the HTTP method of a
     * {@link BucketRequest}.
     */
    String operation();

    /** Returns the object's key; null for a call on the bucket. */
    @Nullable
    String key();

    /** Returns the part that is sent, copied or fetched, from 1; 0 for none. */
    int partNumber();

    /** Returns the number of the attempt, from 1. */
    int number();

    /** Returns how long the attempt waited in the queue before it started; zero if it did not wait. */
    Duration queueTime();

    /** Returns the time since the attempt started. */
    Duration elapsed();

    /**
     * Returns the time from the start until a connection was open: DNS, TCP and TLS. Short if an open connection was
     * used. Null before that.
     */
    @Nullable
    Duration connectTime();

    /**
     * Returns the time from then until the request was sent, in part by buffers of the operating system. Null before
     * that.
     */
    @Nullable
    Duration sendTime();

    /** Returns the time from then until the status and headers were received. Null before that. */
    @Nullable
    Duration waitTime();

    /**
     * Returns the number of bytes of the request's body that were handed to the connection, by this attempt or by the
     * current one of its call. It may hold back 64 KB.
     */
    long bytesSent();

    /**
     * Returns the number of bytes of the object, or of the response's document, that were received. Those of a get are
     * received after {@link CallListener#succeeded}, while you read them.
     */
    long bytesReceived();
}
