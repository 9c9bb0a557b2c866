// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** A factory of sockets for OkHttp, which connects them. */
public abstract class UnconnectedSockets extends SocketFactory {
    @Override
    public abstract Socket createSocket();

    @Override
    public final Socket createSocket(String host, int port) {
        throw unsupported();
    }

    @Override
    public final Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw unsupported();
    }

    @Override
    public final Socket createSocket(InetAddress host, int port) {
        throw unsupported();
    }

    @Override
    public final Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
        throw unsupported();
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("connected sockets are not supported: OkHttp connects them");
    }
}
