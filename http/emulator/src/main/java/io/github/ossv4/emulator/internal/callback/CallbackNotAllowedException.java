// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.callback;

import io.github.ossv4.emulator.internal.wire.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Thrown for a callback to an address of this machine or its network that is not allowed. */
public final class CallbackNotAllowedException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param host the host of the callback URL */
    CallbackNotAllowedException(String host, InetAddress address, int port) {
        super("The emulator does not call " + IpAddress.bracketed(host) + ":" + port + at(host, address)
                + ", which is on this machine or its network. If the application server is yours, allow it with"
                + " --callback-target " + IpAddress.bracketed(host) + ":" + port
                + " or Emulator.Builder.callbackTarget("
                + (address.isLoopbackAddress() ? "" : "\"" + host + "\", ") + port + ").");
    }

    /** Returns the address of a host that is a name. */
    private static String at(String host, InetAddress address) {
        String text = IpAddress.format(address);
        return text.equals(host) ? "" : " at " + text;
    }

    /** Returns this exception if a failure is one, or was one for any of several addresses; otherwise null. */
    static @Nullable CallbackNotAllowedException find(IOException failure) {
        if (failure instanceof CallbackNotAllowedException notAllowed) {
            return notAllowed;
        }
        for (Throwable other : failure.getSuppressed()) {
            if (other instanceof CallbackNotAllowedException notAllowed) {
                return notAllowed;
            }
        }
        return null;
    }
}
