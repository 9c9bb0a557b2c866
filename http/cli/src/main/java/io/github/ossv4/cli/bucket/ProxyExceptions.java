// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that are reached without a proxy: those of {@code NO_PROXY}, and this machine. The value is a list,
 * separated by commas or spaces, of {@code *} for all hosts, of domains, which stand for their subdomains too, and of
 * addresses and blocks such as {@code 10.0.0.0/8}. A port may follow a host. Immutable.
 */
record ProxyExceptions(List<Entry> entries) {
    private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final int ANY_PORT = -1;

    static ProxyExceptions parse(String value) {
        return new ProxyExceptions(SEPARATOR
                .splitAsStream(value)
                .filter(entry -> !entry.isEmpty())
                .map(Entry::parse)
                .toList());
    }

    /** @param host without the brackets of an IPv6 address */
    boolean contain(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        return isThisMachine(name) || entries.stream().anyMatch(entry -> entry.matches(name, port));
    }

    private static boolean isThisMachine(String host) {
        InetAddress address = address(host);
        return address == null ? host.equals("localhost") || host.endsWith(".localhost") : address.isLoopbackAddress();
    }

    /** Returns the address that a text is; null for the name of a host, which is not resolved. */
    private static @Nullable InetAddress address(String host) {
        if (!ADDRESS.matcher(host).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /**
     * A part of the list.
     *
     * @param host a name without the dot before it, an address, or {@code *}
     * @param block the length of the prefix of a block of addresses; -1 for a single host
     */
    private record Entry(String host, int port, int block) {
        static Entry parse(String text) {
            String lower = text.toLowerCase(Locale.ROOT);
            int slash = lower.indexOf('/');
            if (slash > 0) {
                return new Entry(lower.substring(0, slash), ANY_PORT, number(lower.substring(slash + 1)));
            }
            int colon = lower.lastIndexOf(':');
            // An IPv6 address has a port only after brackets.
            boolean hasPort = colon > 0 && (lower.indexOf(':') == colon || lower.charAt(colon - 1) == ']');
            int port = hasPort ? number(lower.substring(colon + 1)) : ANY_PORT;
            String host = hasPort ? lower.substring(0, colon) : lower;
            if (host.startsWith("[") && host.endsWith("]")) {
                host = ProxyUrl.withoutBrackets(host);
            }
            if (host.startsWith("*.")) {
                host = host.substring(1);
            }
            return new Entry(host.startsWith(".") ? host.substring(1) : host, port, -1);
        }

        /** Returns a number that no port and no block has for a malformed one. */
        private static int number(String digits) {
            return digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : Integer.MAX_VALUE;
        }

        boolean matches(String name, int ofPort) {
            if (port != ANY_PORT && port != ofPort) {
                return false;
            }
            InetAddress of = address(name);
            InetAddress own = address(host);
            if (of != null && own != null) {
                return block < 0 ? of.equals(own) : hasPrefix(of.getAddress(), own.getAddress(), block);
            }
            return host.equals("*")
                    || host.equals(name)
                    || (of == null && !host.isEmpty() && name.endsWith("." + host));
        }

        private static boolean hasPrefix(byte[] address, byte[] prefix, int bits) {
            int rest = address.length * Byte.SIZE - bits;
            return address.length == prefix.length
                    && rest >= 0
                    && new BigInteger(1, address).shiftRight(rest).equals(new BigInteger(1, prefix).shiftRight(rest));
        }
    }
}
