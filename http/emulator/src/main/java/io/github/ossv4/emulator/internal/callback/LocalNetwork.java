// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.callback;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;

/**
 * The addresses of this machine and of private networks, which a process on this machine can reach and a client on the
 * Internet cannot.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">Special-purpose IPv4 addresses</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">Special-purpose IPv6 addresses</a>
 */
public final class LocalNetwork {
    private static final byte[] NAT64 = {0, 0x64, (byte) 0xFF, (byte) 0x9B, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xFF, (byte) 0xFF};
    private static final byte[] COMPATIBLE = new byte[12];
    private static final byte[] SIX_TO_FOUR = {0x20, 0x02};

    private LocalNetwork() {}

    /** Returns whether an address belongs to this machine, or is not public. */
    public static boolean contains(InetAddress address) {
        return !isPublic(address) || isOfThisMachine(address);
    }

    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            // Unknown: not allowed.
            return true;
        }
    }

    /** Returns whether an address is routed on the Internet. An embedded IPv4 address decides for its IPv6 address. */
    public static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return isPublic(bytes, 0);
        }
        if (begins(bytes, NAT64) || begins(bytes, MAPPED) || begins(bytes, COMPATIBLE)) {
            return isPublic(bytes, 12);
        }
        if (begins(bytes, SIX_TO_FOUR)) {
            return isPublic(bytes, 2);
        }
        // Only 2000::/3 is assigned to global unicast.
        return (bytes[0] & 0xE0) == 0x20;
    }

    private static boolean begins(byte[] address, byte[] prefix) {
        return Arrays.equals(address, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static boolean isPublic(byte[] bytes, int start) {
        int first = bytes[start] & 0xFF;
        int second = bytes[start + 1] & 0xFF;
        return switch (first) {
            case 0, 10, 127 -> false;
            // Shared address space. 100.100.100.200 serves the metadata of an ECS instance.
            case 100 -> (second & 0xC0) != 64;
            case 169 -> second != 254;
            case 172 -> (second & 0xF0) != 16;
            case 192 -> second != 168 && (second != 0 || bytes[start + 2] != 0);
            case 198 -> (second & 0xFE) != 18;
            // Multicast, reserved and broadcast.
            default -> first < 224;
        };
    }
}
