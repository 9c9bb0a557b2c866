// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.callback;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import javax.net.SocketFactory;

/**
 * A factory of sockets that connect only to addresses that {@link CallbackTargets} allow. The check is on the address
 * of the connection, so that a name which later resolves to another address is checked again. Immutable.
 */
final class CallbackSockets extends SocketFactory {
    private final String host;
    private final CallbackTargets targets;

    /** @param host the host of the callback URL */
    CallbackSockets(String host, CallbackTargets targets) {
        this.host = host;
        this.targets = targets;
    }

    /** Returns an unconnected socket, which ignores the proxies of this JVM. */
    @Override
    public Socket createSocket() {
        return new Socket(Proxy.NO_PROXY) {
            @Override
            public void connect(SocketAddress endpoint, int timeout) throws IOException {
                if (!(endpoint instanceof InetSocketAddress remote) || remote.isUnresolved()) {
                    throw new UnknownHostException(String.valueOf(endpoint));
                }
                targets.check(host, remote.getAddress(), remote.getPort());
                super.connect(endpoint, timeout);
            }
        };
    }

    // OkHttp uses unconnected sockets only.

    @Override
    public Socket createSocket(String remote, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress remote, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String remote, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress remote, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException();
    }
}
