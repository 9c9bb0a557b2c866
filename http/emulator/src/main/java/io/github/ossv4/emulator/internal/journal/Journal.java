// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.journal;

/** The record of the changes of what is stored. Thread-safe. */
public interface Journal {
    /** Records nothing: what is stored is lost when the emulator stops. */
    Journal NONE = (change, apply) -> apply.run();

    /**
     * Records a change and then makes it visible, so that nothing is visible that a restart would lose. The caller
     * excludes other changes of the same bucket, key or upload.
     *
     * @param apply makes the change in memory; it must not wait for a lock
     * @throws java.io.UncheckedIOException if the change cannot be recorded; then it is not made
     */
    void commit(Change change, Runnable apply);
}
