// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** IP addresses as text. Nothing is resolved. */
public final class IpAddress {
    private IpAddress() {}

    /** Returns whether a text is an IPv4 address. */
    public static boolean isV4(String text) {
        return NetUtil.isValidIpV4Address(text);
    }

    /** Returns whether a text is an IPv6 address without brackets. */
    public static boolean isV6(String text) {
        return NetUtil.isValidIpV6Address(text);
    }

    /** Parses an address, IPv6 with or without brackets. Returns null if it is malformed. */
    public static @Nullable InetAddress parse(String text) {
        return NetUtil.createInetAddressFromIpAddressString(text);
    }

    /** Returns a host for a URL: IPv6 addresses in brackets. */
    public static String bracketed(String host) {
        return host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]";
    }

    /** Formats an address, IPv6 without brackets. */
    public static String format(InetAddress address) {
        return NetUtil.toAddressString(address);
    }
}
