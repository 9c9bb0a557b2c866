// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import io.github.ossv4.http.internal.okhttp.UnconnectedSockets;
import java.net.Proxy;
import java.net.Socket;

/**
 * Creates sockets for OkHttp that use no proxy. OkHttp without a proxy uses none for HTTP, but Java's own sockets still
 * use a SOCKS proxy.
 */
final class DirectSockets extends UnconnectedSockets {
    @Override
    public Socket createSocket() {
        return new Socket(Proxy.NO_PROXY);
    }
}
