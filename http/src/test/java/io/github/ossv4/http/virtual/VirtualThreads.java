// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.virtual;

/** Virtual threads of a newer JDK than the one that compiles the tests. */
final class VirtualThreads {
    /** The first JDK in which {@code synchronized} does not pin them. */
    static final int FIRST_JDK = 24;

    private VirtualThreads() {}

    static Thread start(Runnable task) {
        try {
            return (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
