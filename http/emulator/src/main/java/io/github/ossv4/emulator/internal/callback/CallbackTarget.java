// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.callback;

import io.github.ossv4.emulator.internal.access.OptionValue;
import io.github.ossv4.emulator.internal.wire.IpAddress;
import java.net.InetAddress;
import okhttp3.HttpUrl;

/**
 * A host and port on this machine or its network to which callbacks are allowed, or all ports of the host. Immutable.
 *
 * @param host a name in lower case, an IP address, or {@code localhost} for all loopback addresses
 * @param port 0 for all ports
 */
public record CallbackTarget(String host, int port) {
    private static final String LOOPBACK = "localhost";
    private static final int MAX_PORT = 0xFFFF;
    private static final int ALL_PORTS = 0;

    /**
     * Returns the port on all loopback addresses.
     *
     * @throws IllegalArgumentException if the port is not between 1 and 65535
     */
    public static CallbackTarget ofLoopback(int port) {
        return new CallbackTarget(LOOPBACK, checkPort(port));
    }

    /**
     * Returns the port of a host. {@code localhost} and any loopback address mean all loopback addresses.
     *
     * @param host a name or an IP address, IPv6 with or without brackets
     * @throws IllegalArgumentException if it is neither, or the port is not between 1 and 65535
     */
    public static CallbackTarget of(String host, int port) {
        return new CallbackTarget(canonicalHost(host), checkPort(port));
    }

    private static int checkPort(int port) {
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException(
                    "the port of a callback target must be between 1 and " + MAX_PORT + ", was " + port);
        }
        return port;
    }

    private static String canonicalHost(String host) {
        InetAddress address = IpAddress.parse(host);
        return address == null ? canonical(host) : canonical(address);
    }

    private static String canonical(InetAddress address) {
        return address.isLoopbackAddress() ? LOOPBACK : IpAddress.format(address);
    }

    /** Returns the port of an address, or of all loopback addresses if it is one. */
    public static CallbackTarget of(InetAddress address, int port) {
        return new CallbackTarget(canonical(address), checkPort(port));
    }

    /**
     * Parses {@code host:port}, with an IPv6 address in brackets. The port {@code *} means all ports.
     *
     * @throws IllegalArgumentException if it has no port, or {@link #of(String, int)} throws
     */
    public static CallbackTarget parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, Math.max(colon, 0));
        boolean isOneHost = host.indexOf(':') < 0 || (host.startsWith("[") && host.endsWith("]"));
        String port = text.substring(colon + 1);
        if (host.isEmpty() || !isOneHost || !port.matches("[0-9]{1,5}|\\*")) {
            throw new IllegalArgumentException("a callback target must be HOST:PORT" + OptionValue.shown(text));
        }
        return port.equals("*") ? new CallbackTarget(canonicalHost(host), ALL_PORTS) : of(host, Integer.parseInt(port));
    }

    /** Returns a name in the form of URLs. */
    private static String canonical(String host) {
        try {
            return new HttpUrl.Builder().scheme("http").host(host).build().host();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the host of a callback target must be a name or an IP address" + OptionValue.shown(host));
        }
    }

    /** Returns whether this target is another one, or contains it. */
    boolean contains(CallbackTarget other) {
        return host.equals(other.host) && (port == ALL_PORTS || port == other.port);
    }

    /** Returns {@code host:port}. */
    @Override
    public String toString() {
        return IpAddress.bracketed(host) + ":" + (port == ALL_PORTS ? "*" : port);
    }
}
