// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The directories below a root, each opened so that no symbolic link leads out of the root. The last ones that were used
 * stay open: a transfer of many files opens each directory once instead of several times for each file. Thread-safe.
 */
public final class OpenDirectories implements Closeable {
    /** Files of several directories are in progress at a time. More directories may be in use. */
    private static final int MAX_KEPT = 8;

    private final Path root;
    private final Map<Path, OpenDirectory> lastUsed = new LinkedHashMap<>(MAX_KEPT * 2, 0.75f, true);
    private boolean closed;

    /** @param root without symbolic links in its path */
    public OpenDirectories(Path root) {
        this.root = root;
    }

    /**
     * Opens a directory, which the caller closes.
     *
     * @param directory the root or a directory below it, without symbolic links in its path
     */
    public OpenDirectory open(Path directory) throws IOException {
        OpenDirectory known = find(directory);
        if (known != null) {
            try {
                known.check();
                return known;
            } catch (IOException e) {
                // Another directory has its path now.
                known.close();
                forget(directory, known);
            }
        }
        return remember(directory, OpenDirectory.below(root, directory));
    }

    private synchronized @Nullable OpenDirectory find(Path directory) {
        OpenDirectory known = lastUsed.get(directory);
        return known == null ? null : known.share();
    }

    private void forget(Path directory, OpenDirectory known) throws IOException {
        boolean removed;
        synchronized (this) {
            removed = lastUsed.remove(directory, known);
        }
        if (removed) {
            known.close();
        }
    }

    private OpenDirectory remember(Path directory, OpenDirectory opened) throws IOException {
        OpenDirectory outdated = null;
        synchronized (this) {
            if (closed || lastUsed.containsKey(directory) || opened.share() == null) {
                return opened;
            }
            lastUsed.put(directory, opened);
            if (lastUsed.size() > MAX_KEPT) {
                Iterator<OpenDirectory> oldest = lastUsed.values().iterator();
                outdated = oldest.next();
                oldest.remove();
            }
        }
        if (outdated != null) {
            outdated.close();
        }
        return opened;
    }

    /** Closes the directories that are not in use; the others are closed by their users. */
    @Override
    public void close() throws IOException {
        Map<Path, OpenDirectory> all;
        synchronized (this) {
            closed = true;
            all = new LinkedHashMap<>(lastUsed);
            lastUsed.clear();
        }
        for (OpenDirectory directory : all.values()) {
            directory.close();
        }
    }
}
