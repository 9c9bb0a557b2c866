// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The injected faults that have not occurred yet, in the order of their injection. Thread-safe. */
public final class PendingFaults {
    private final List<InjectedFault> pending = new ArrayList<>();

    /** Adds a fault. */
    public synchronized void add(InjectedFault fault) {
        pending.add(fault);
    }

    /** Returns all faults. */
    public synchronized List<InjectedFault> all() {
        return List.copyOf(pending);
    }

    /** Replaces all faults. */
    public synchronized void replaceAll(List<InjectedFault> faults) {
        pending.clear();
        pending.addAll(faults);
    }

    /** Removes all faults. */
    public synchronized void clear() {
        pending.clear();
    }

    /** Runs an action during which only its own thread changes the faults. */
    public synchronized <T> T atomically(Supplier<T> action) {
        return action.get();
    }

    /**
     * Takes one occurrence of the first fault that affects the operation. Returns {@link InjectedFault#NONE} if none
     * does.
     */
    synchronized InjectedFault take(OssOperation operation) {
        for (int i = 0; i < pending.size(); i++) {
            InjectedFault fault = pending.get(i);
            if (!fault.affects(operation)) {
                continue;
            }
            if (fault.times() == 1) {
                pending.remove(i);
            } else {
                pending.set(i, fault.withTimes(fault.times() - 1));
            }
            return fault;
        }
        return InjectedFault.NONE;
    }
}
