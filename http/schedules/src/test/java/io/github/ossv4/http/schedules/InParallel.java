// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.schedules;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Threads of a test. Fray chooses which of them runs, and fails the test if a thread throws or all of them wait. */
public final class InParallel {
    private InParallel() {}

    /** A task of a test. */
    public interface Task {
        void run() throws Exception;
    }

    /** Runs each task on a thread of its own, and returns when all have ended. */
    public static void run(Task... tasks) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (Task task : tasks) {
            threads.add(start(task));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Starts a thread. */
    public static Thread start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        thread.start();
        return thread;
    }

    /** Returns whether a task ends normally; false if it throws such an exception. */
    public static boolean succeeds(Class<? extends Exception> expected, Callable<?> task) throws Exception {
        try {
            task.call();
            return true;
        } catch (Exception e) {
            if (expected.isInstance(e)) {
                return false;
            }
            throw e;
        }
    }
}
