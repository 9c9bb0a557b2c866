// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.body;

import java.io.IOException;

/** Bytes that are freed when the last holder releases them. Thread-safe: the monitor guards the number of holders. */
abstract class HeldContent implements BodyContent {
    private int holders;

    HeldContent(int holders) {
        this.holders = holders;
    }

    /** Adds a holder from an earlier run of the emulator. */
    public synchronized void restoreHolder() {
        holders++;
    }

    @Override
    public final synchronized boolean retain() {
        if (holders == 0) {
            return false;
        }
        holders++;
        return true;
    }

    @Override
    public final synchronized void release() {
        holders--;
        if (holders == 0) {
            free();
        }
    }

    /** Throws if the first bytes are not those that were stored. */
    void check(long size, long crc64) throws IOException {}

    /** Frees the bytes. Called once, with the monitor held. */
    abstract void free();
}
