// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import io.github.ossv4.http.internal.file.CheckpointLock;
import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.ArrayList;
import java.util.List;

/** A checkpoint that records each write and deletion, and whether its lock was held. */
public final class WatchedCheckpoint implements RacingFileSystem.Race {
    private final Path real;

    /** The changes in order: {@code written} and {@code deleted}, with {@code unlocked} if nobody held the lock. */
    public final List<String> changes = Collections.synchronizedList(new ArrayList<>());

    public WatchedCheckpoint(Path real) {
        this.real = real;
    }

    /** Returns the path for the transfer. */
    public Path path() {
        return RacingFileSystem.of(real, this);
    }

    @Override
    public void beforeOpen(Path file) {}

    @Override
    public void beforeMove(Path source, Path target, CopyOption... options) {
        add("written", target);
    }

    @Override
    public void beforeDelete(Path file) {
        add("deleted", file);
    }

    private void add(String change, Path file) {
        if (file.toString().equals(real.toString())) {
            changes.add(isLocked() ? change : change + " unlocked");
        }
    }

    private boolean isLocked() {
        try {
            CheckpointLock.acquire(real).close();
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
