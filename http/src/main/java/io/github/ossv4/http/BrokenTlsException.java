// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import javax.net.ssl.SSLException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * The failure of TLS on an established connection, such as a reset, which Android reports without a cause. A failed handshake
 * may have the same type, for example with a server that expects http, and fails again.
 */
final class BrokenTlsException extends SSLException {
    private static final long serialVersionUID = 1;

    private BrokenTlsException(SSLException failure) {
        super(failure.getMessage(), failure);
    }

    static BrokenTlsException of(SSLException failure) {
        return failure instanceof BrokenTlsException ? (BrokenTlsException) failure : new BrokenTlsException(failure);
    }

    /** Returns the exception that callers see. */
    static IOException original(IOException failure) {
        return failure instanceof BrokenTlsException ? (SSLException) failure.getCause() : failure;
    }

    /** A network interceptor: a connection is open when it is called. */
    static Response intercept(Interceptor.Chain chain) throws IOException {
        try {
            return chain.proceed(chain.request());
        } catch (SSLException e) {
            throw of(e);
        }
    }
}
