// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.redaction;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Exceptions with another message and the same type, as far as callers distinguish types.
 *
 * <p>Rule: A failure names operation, key, bucket, host, port and attempt, and keeps its type and cause ({@code
 * FailureMessagesTest}).
 */
public final class SameType {
    private SameType() {}

    /**
     * Returns an exception without a cause. Types of the network are kept; ClosedByInterruptException becomes
     * InterruptedIOException; all others become IOException.
     */
    public static IOException of(IOException failure, String message) {
        if (failure instanceof SocketTimeoutException) {
            return new SocketTimeoutException(message);
        } else if (failure instanceof InterruptedIOException || failure instanceof ClosedByInterruptException) {
            return new InterruptedIOException(message);
        } else if (failure instanceof UnknownHostException) {
            return new UnknownHostException(message);
        } else if (failure instanceof ConnectException) {
            return new ConnectException(message);
        } else if (failure instanceof SocketException) {
            return new SocketException(message);
        } else if (failure instanceof SSLHandshakeException) {
            return new SSLHandshakeException(message);
        } else if (failure instanceof SSLPeerUnverifiedException) {
            return new SSLPeerUnverifiedException(message);
        } else if (failure instanceof SSLException) {
            return new SSLException(message);
        } else if (failure instanceof ProtocolException) {
            return new ProtocolException(message);
        } else if (failure instanceof EOFException) {
            return new EOFException(message);
        }
        return new IOException(message);
    }

    /** Returns whether {@link #of} keeps the type, so that a message need not name it. */
    public static boolean isKept(IOException failure) {
        return failure.getClass() == of(failure, "").getClass();
    }
}
