// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** A factory of unconnected sockets, the only ones that OkHttp creates. */
public abstract class ClientSocketFactory extends SocketFactory {
    @Override
    public abstract Socket createSocket();

    @Override
    public final Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public final Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public final Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public final Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException();
    }
}
