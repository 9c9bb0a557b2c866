// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process and all processes that it started. Java 9 has {@code ProcessHandle} for them, which is called by
 * reflection, since this library is compiled for Java 8; Java 8 and Android have nothing.
 */
final class ProcessTree {
    private ProcessTree() {}

    /**
     * Kills the process and its descendants, if they can be found. Does nothing if the process has ended, since its
     * descendants then have another parent.
     */
    static void kill(Process process) {
        // First: the descendants of a process that has ended have another parent.
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
            // Java 8, Android, or not permitted.
        }
        return descendants;
    }

    private static void destroyForcibly(Object processHandle) {
        try {
            // The class of the handle is not public.
            Class.forName("java.lang.ProcessHandle")
                    .getMethod("destroyForcibly")
                    .invoke(processHandle);
        } catch (ReflectiveOperationException e) {
            // Not permitted.
        }
    }
}
