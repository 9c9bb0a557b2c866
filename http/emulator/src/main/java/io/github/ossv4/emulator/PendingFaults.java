// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.ArrayList;
import java.util.List;

/** The faults still to come, in the order in which they were injected. Thread-safe. */
final class PendingFaults {
    private final List<Fault> pending = new ArrayList<>();

    synchronized void add(Fault fault) {
        pending.add(fault);
    }

    synchronized void clear() {
        pending.clear();
    }

    /** Takes one occurrence of the first fault that can befall such a request; {@link Fault#NONE} if there is none. */
    synchronized Fault take(Call call) {
        for (int i = 0; i < pending.size(); i++) {
            Fault fault = pending.get(i);
            if (!fault.befalls(call)) {
                continue;
            }
            if (fault.times() == 1) {
                pending.remove(i);
            } else {
                pending.set(i, fault.times(fault.times() - 1));
            }
            return fault;
        }
        return Fault.NONE;
    }
}
