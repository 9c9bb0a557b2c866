// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Replaces files. */
public final class AtomicMove {
    private AtomicMove() {}

    /** Moves a file to another path, replacing what is there; atomically, if the file system can. */
    public static void replace(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException | FileAlreadyExistsException e) {
            // Some file systems throw the second one if their atomic moves do not replace.
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
