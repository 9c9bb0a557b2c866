// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process and all that it has started. Java 8 and Android have no means to find these; Java 9 has {@code ProcessHandle}, which
 * is called by reflection, since this library is compiled for Java 8.
 */
final class ProcessTree {
    private ProcessTree() {}

    /** Kills the process and, where they can be found, its descendants. Does nothing if it has ended: they have left it then. */
    static void kill(Process process) {
        // First, since those of a process that has ended belong to another one.
        List<Object> descendants = descendants(process);
        process.destroyForcibly();
        descendants.forEach(ProcessTree::destroyForcibly);
    }

    private static List<Object> descendants(Process process) {
        List<Object> descendants = new ArrayList<>();
        try {
            Object stream = Process.class.getMethod("descendants").invoke(process);
            ((Stream<?>) requireNonNull(stream)).forEach(descendants::add);
        } catch (ReflectiveOperationException e) {
            // Java 8 or Android, or not allowed.
        }
        return descendants;
    }

    private static void destroyForcibly(Object processHandle) {
        try {
            // Not the method of its class, which is not public.
            Class.forName("java.lang.ProcessHandle")
                    .getMethod("destroyForcibly")
                    .invoke(processHandle);
        } catch (ReflectiveOperationException e) {
            // Not allowed.
        }
    }
}
