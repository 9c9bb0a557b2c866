// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import java.util.concurrent.locks.LockSupport;

/** Starts the threads of a transfer, and lets them wait. A simulation overrides both. */
public class RunThreads {
    /** Starts a thread. */
    public void start(Runnable work) {
        Thread thread = new Thread(work, "ossv4-directory");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until the thread is unparked or interrupted. May return earlier. */
    public void park(Object blocker) {
        LockSupport.park(blocker);
    }
}
