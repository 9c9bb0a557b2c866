// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ThreadFactory;

/** Threads that do not keep the JVM alive. */
public final class DaemonThreads {
    private DaemonThreads() {}

    /** Returns a factory of threads whose names start with {@code name}. */
    public static ThreadFactory named(String name) {
        return new DefaultThreadFactory(name, true);
    }
}
