// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides where callbacks may go: to public addresses, and on this machine and its network to the targets that were
 * added. Without this, whoever can have a form signed could send requests of his own to services that trust this machine.
 * Thread-safe.
 */
final class CallbackTargets {
    private final Set<CallbackTarget> targets = ConcurrentHashMap.newKeySet();

    CallbackTargets(Collection<CallbackTarget> targets) {
        this.targets.addAll(targets);
    }

    void add(CallbackTarget target) {
        targets.add(target);
    }

    /**
     * Checks the address that is about to be connected to. A target counts if it names the address or the host.
     *
     * @param host of the callback URL, whose name had this address when it was resolved
     * @throws CallbackRefusedException if callbacks must not go there
     */
    void check(String host, InetAddress address, int port) throws CallbackRefusedException {
        if (!LocalNetwork.contains(address)
                || targets.contains(CallbackTarget.of(address, port))
                || targets.contains(CallbackTarget.of(host, port))) {
            return;
        }
        throw new CallbackRefusedException(host, address, port);
    }
}
