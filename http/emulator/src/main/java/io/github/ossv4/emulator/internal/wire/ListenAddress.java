// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.Locale;

/** The address that an emulator listens on. Immutable. */
public record ListenAddress(String host, InetAddress address) {
    /**
     * Resolves a host.
     *
     * @param host a name or an IP address, IPv6 with or without brackets
     * @throws IOException if it is a name without an address
     */
    public static ListenAddress of(String host) throws IOException {
        InetAddress literal = IpAddress.parse(host);
        try {
            return new ListenAddress(host, literal != null ? literal : InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            throw new IOException(
                    "cannot listen on " + host + ": this name has no address. Use an IP address of this"
                            + " machine, or 0.0.0.0 for all",
                    e);
        }
    }

    /** Returns whether only this machine can connect. */
    public boolean isLoopback() {
        return address.isLoopbackAddress();
    }

    /** Returns whether the host is a name that must be served, besides those that always are. */
    public boolean isName() {
        return IpAddress.parse(host) == null && !host.toLowerCase(Locale.ROOT).equals("localhost");
    }

    /** Returns the host in URLs for clients on this machine. */
    public String urlHost() {
        if (address.isAnyLocalAddress()) {
            return "127.0.0.1";
        }
        if (isName()) {
            return host.toLowerCase(Locale.ROOT);
        }
        return IpAddress.bracketed(IpAddress.format(address));
    }

    /**
     * Binds a socket.
     *
     * @param port 0 for any free one
     * @throws IOException if that is impossible; the message contains the host, the port and what to do
     */
    public void bind(ServerSocketChannel socket, int port) throws IOException {
        try {
            socket.bind(new InetSocketAddress(address, port));
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on " + IpAddress.bracketed(host) + ":" + port + ": " + e.getMessage() + ". "
                            + advice(port, String.valueOf(e.getMessage())),
                    e);
        }
    }

    private static String advice(int port, String reason) {
        String text = reason.toLowerCase(Locale.ROOT);
        if (text.contains("permission")) {
            return "Ports below 1024 often need privileges: choose another port, such as 9000";
        }
        if (text.contains("assign")) {
            return "The host must be an address of this machine, or 0.0.0.0 for all";
        }
        return "Another program uses port " + port + ": choose another port, or 0 for any free one";
    }
}
