// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Why a request received no valid response, as the types of an exception and its causes show it.
 *
 * <p>Rule: Why a request received no valid response, by the types of its exceptions ({@code ConnectionFailureTest}).
 */
public enum ConnectionFailure {
    /** The name of the host, or of the proxy, cannot be resolved. */
    UNKNOWN_HOST,

    /** No connection can be established: it is refused, or there is no route. */
    NO_CONNECTION,

    /** A time limit passed. */
    TIMEOUT,

    /** The certificate of the server is for other hosts. */
    CERTIFICATE_OF_OTHER_HOST,

    /** The certificate of the server has expired, or is not valid yet. */
    CERTIFICATE_EXPIRED,

    /** The runtime does not trust the certificate of the server. */
    CERTIFICATE_UNTRUSTED,

    /** The server violates TLS: often it does not use TLS at this port. */
    NO_TLS,

    /** The server closed or reset the connection without a response. */
    NO_RESPONSE,

    /** The response violates HTTP, or ends too early. */
    MALFORMED_RESPONSE,

    /** The proxy requires a user and a password. */
    PROXY_LOGIN_REQUIRED,

    /** The proxy refused to connect to the host. */
    PROXY_REFUSED;

    /** Returns the kind of a failure; null if it is none of the network. */
    public static @Nullable ConnectionFailure of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            ConnectionFailure kind = ofOne(cause);
            if (kind != null) {
                return kind;
            }
        }
        return null;
    }

    private static @Nullable ConnectionFailure ofOne(Throwable failure) {
        if (failure instanceof UnknownHostException) {
            return UNKNOWN_HOST;
        } else if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            return NO_CONNECTION;
        } else if (failure instanceof SocketTimeoutException) {
            return TIMEOUT;
        } else if (failure instanceof SSLPeerUnverifiedException) {
            return CERTIFICATE_OF_OTHER_HOST;
        } else if (failure instanceof SSLHandshakeException) {
            return ofHandshake(failure);
        } else if (failure.getClass() == SSLException.class) {
            return NO_TLS;
        } else if (failure instanceof SocketException) {
            return NO_RESPONSE;
        } else if (failure.getClass() == InterruptedIOException.class) {
            return isCallTimeout(failure.getMessage()) ? TIMEOUT : null;
        } else if (failure instanceof ProtocolException) {
            return MALFORMED_RESPONSE;
        } else if (failure.getClass() == IOException.class) {
            return failure.getCause() instanceof EOFException ? NO_RESPONSE : ofProxy(failure.getMessage());
        }
        return null;
    }

    private static @Nullable ConnectionFailure ofHandshake(Throwable failure) {
        ConnectionFailure kind = null;
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return CERTIFICATE_EXPIRED;
            }
            if (cause instanceof GeneralSecurityException) {
                kind = CERTIFICATE_UNTRUSTED;
            } else if (cause instanceof EOFException) {
                kind = NO_RESPONSE;
            }
        }
        return kind;
    }

    /** OkHttp has no exception type for the limit of a call; other such exceptions report an interrupt. */
    private static boolean isCallTimeout(@Nullable String message) {
        return message != null && message.endsWith("timeout");
    }

    /** OkHttp has no exception types for what a proxy responds to CONNECT. */
    private static @Nullable ConnectionFailure ofProxy(@Nullable String message) {
        if ("Failed to authenticate with proxy".equals(message)) {
            return PROXY_LOGIN_REQUIRED;
        }
        return message != null && message.startsWith("Unexpected response code for CONNECT") ? PROXY_REFUSED : null;
    }
}
