// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Creates sockets for OkHttp that use no proxy. OkHttp without a proxy uses none for HTTP, but Java's own sockets still
 * use a SOCKS proxy.
 */
final class DirectSockets extends SocketFactory {
    @Override
    public Socket createSocket() {
        return new Socket(Proxy.NO_PROXY);
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connectedByOkHttp();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw connectedByOkHttp();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connectedByOkHttp();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
        throw connectedByOkHttp();
    }

    private static UnsupportedOperationException connectedByOkHttp() {
        return new UnsupportedOperationException("OkHttp connects its sockets itself");
    }
}
