// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file with the bytes of objects. Copies of an object share it; it is deleted when the last holder releases it.
 * Thread-safe. A thread that appends holds its monitor.
 */
public final class ObjectFile {
    private final Path path;
    private int holders = 1;

    /** Creates a file with one holder. */
    public ObjectFile(Path path) {
        this.path = path;
    }

    public Path path() {
        return path;
    }

    /**
     * Adds a holder.
     *
     * @return false if the file was already released by all holders
     */
    public synchronized boolean retain() {
        if (holders == 0) {
            return false;
        }
        holders++;
        return true;
    }

    /** Removes a holder. Deletes the file after the last one. */
    public synchronized void release() {
        holders--;
        if (holders > 0) {
            return;
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // No object refers to it any more, and it is deleted with the directory.
        }
    }
}
