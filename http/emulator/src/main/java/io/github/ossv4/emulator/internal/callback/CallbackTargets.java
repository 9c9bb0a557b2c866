// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.callback;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The allowed targets of callbacks: all public addresses, and on this machine and its network those that were added.
 * Otherwise anyone with a signed form could send requests to services that trust this machine. Thread-safe.
 *
 * <p>Rule: Callbacks of the emulator reach allowed targets only ({@code CallbackTargetsTest}).
 */
public final class CallbackTargets {
    private final Set<CallbackTarget> targets = ConcurrentHashMap.newKeySet();

    public CallbackTargets(Collection<CallbackTarget> targets) {
        this.targets.addAll(targets);
    }

    /** Allows a target. */
    public void add(CallbackTarget target) {
        targets.add(target);
    }

    /**
     * Checks an address before the connection. A target applies if it names the address or the host.
     *
     * @param host the host of the callback URL, which was resolved to the address
     * @throws CallbackNotAllowedException if callbacks to it are not allowed
     */
    public void check(String host, InetAddress address, int port) throws CallbackNotAllowedException {
        if (!LocalNetwork.contains(address)
                || contains(CallbackTarget.of(address, port))
                || contains(CallbackTarget.of(host, port))) {
            return;
        }
        throw new CallbackNotAllowedException(host, address, port);
    }

    private boolean contains(CallbackTarget wanted) {
        return targets.stream().anyMatch(target -> target.contains(wanted));
    }
}
