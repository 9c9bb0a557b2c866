// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A callback must not go to an address of this machine or its network. */
final class CallbackRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param host of the callback URL */
    CallbackRefusedException(String host, InetAddress address, int port) {
        super("The emulator does not call " + authority(host, port) + at(host, address)
                + ", which is on this machine or its network. If the application server is yours, allow it with"
                + " --callback-target " + authority(host, port) + " or Emulator.Builder.callbackTarget("
                + (address.isLoopbackAddress() ? "" : "\"" + host + "\", ") + port + ").");
    }

    private static String authority(String host, int port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    /** Names the address of a host that is not an address itself. */
    private static String at(String host, InetAddress address) {
        String text = NetUtil.toAddressString(address);
        return text.equals(host) ? "" : " at " + text;
    }

    /** Returns the refusal that a failure is, or that one of several addresses had; null if there is none. */
    static @Nullable CallbackRefusedException in(IOException failure) {
        if (failure instanceof CallbackRefusedException refused) {
            return refused;
        }
        for (Throwable other : failure.getSuppressed()) {
            if (other instanceof CallbackRefusedException refused) {
                return refused;
            }
        }
        return null;
    }
}
