// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.callback;

import io.github.ossv4.emulator.internal.wire.IpAddress;
import java.net.InetAddress;
import okhttp3.HttpUrl;

/**
 * A host and port on this machine or its network to which callbacks are allowed. Immutable.
 *
 * @param host a name in lower case, an IP address, or {@code localhost} for all loopback addresses
 */
public record CallbackTarget(String host, int port) {
    private static final String LOOPBACK = "localhost";
    private static final int MAX_PORT = 0xFFFF;

    /**
     * Creates a target.
     *
     * @throws IllegalArgumentException if the port is not between 1 and 65535
     */
    public CallbackTarget {
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException(
                    "the port of a callback target must be between 1 and " + MAX_PORT + ", was " + port);
        }
    }

    /**
     * Returns the port on all loopback addresses.
     *
     * @throws IllegalArgumentException if the port is not between 1 and 65535
     */
    public static CallbackTarget ofLoopback(int port) {
        return new CallbackTarget(LOOPBACK, port);
    }

    /**
     * Returns the port of a host. {@code localhost} and any loopback address mean all loopback addresses.
     *
     * @param host a name or an IP address, IPv6 with or without brackets
     * @throws IllegalArgumentException if it is neither, or the port is not between 1 and 65535
     */
    public static CallbackTarget of(String host, int port) {
        InetAddress address = IpAddress.parse(host);
        return address == null ? new CallbackTarget(canonical(host), port) : of(address, port);
    }

    /** Returns the port of an address, or of all loopback addresses if it is one. */
    public static CallbackTarget of(InetAddress address, int port) {
        return address.isLoopbackAddress() ? ofLoopback(port) : new CallbackTarget(IpAddress.format(address), port);
    }

    /**
     * Parses {@code host:port}, with an IPv6 address in brackets.
     *
     * @throws IllegalArgumentException if it has no port, or {@link #of(String, int)} throws
     */
    public static CallbackTarget parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, Math.max(colon, 0));
        boolean isOneHost = host.indexOf(':') < 0 || (host.startsWith("[") && host.endsWith("]"));
        if (host.isEmpty() || !isOneHost || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("a callback target must be HOST:PORT, was \"" + text + "\"");
        }
        return of(host, Integer.parseInt(text.substring(colon + 1)));
    }

    /** Returns a name in the form of URLs. */
    private static String canonical(String host) {
        try {
            return new HttpUrl.Builder().scheme("http").host(host).build().host();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the host of a callback target must be a name or an IP address, was \"" + host + "\"", e);
        }
    }

    /** Returns {@code host:port}. */
    @Override
    public String toString() {
        return IpAddress.bracketed(host) + ":" + port;
    }
}
