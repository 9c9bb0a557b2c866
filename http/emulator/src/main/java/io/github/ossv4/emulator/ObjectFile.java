// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file that objects have their bytes in. Copies of an object share it, and it goes with the last of them.
 * Thread-safe; its monitor is held by whoever appends to it.
 */
final class ObjectFile {
    private final Path path;
    private int holders = 1;

    /** A file that has one holder so far. */
    ObjectFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /**
     * Adds a holder.
     *
     * @return false if the last one has gone already, and the file with it
     */
    synchronized boolean retain() {
        if (holders == 0) {
            return false;
        }
        holders++;
        return true;
    }

    synchronized void release() {
        holders--;
        if (holders > 0) {
            return;
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Nobody can find it any more all the same, and it goes with the directory.
        }
    }
}
