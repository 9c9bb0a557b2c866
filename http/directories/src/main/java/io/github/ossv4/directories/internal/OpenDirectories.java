// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.http.internal.file.DownloadTarget;
import io.github.ossv4.http.internal.file.FileState;
import io.github.ossv4.http.internal.file.OpenDirectory;
import io.github.ossv4.http.internal.file.UploadFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The directories below a root, each opened so that no symbolic link leads out of the root. The last ones that were
 * used stay open: a transfer of many files opens each directory once instead of several times for each file.
 * Thread-safe.
 */
final class OpenDirectories implements Closeable, DownloadTarget.Directories {
    /** Files of several directories are in progress at a time. More directories may be in use. */
    private static final int MAX_KEPT = 8;

    private final Path root;
    private final Map<Path, OpenDirectory> lastUsed = new LinkedHashMap<>(MAX_KEPT * 2, 0.75f, true);
    private boolean closed;

    /** @param root without symbolic links in its path */
    OpenDirectories(Path root) {
        this.root = root;
    }

    /**
     * {@inheritDoc}
     *
     * @param directory the root or a directory below it, without symbolic links in its path
     */
    @Override
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
        return remember(directory, DirectoryBelow.open(root, directory));
    }

    /**
     * Returns a file that is opened without following symbolic links, even if another process replaces it or its
     * directory by one.
     */
    UploadFile file(Path path) {
        Path directory = path.resolveSibling("");
        String name = path.getFileName().toString();
        return new UploadFile(path) {
            @Override
            protected BasicFileAttributes readAttributes() throws IOException {
                try (OpenDirectory opened = OpenDirectories.this.open(directory)) {
                    return opened.attributes(name);
                }
            }

            @Override
            public FileState state() throws IOException {
                try (OpenDirectory opened = OpenDirectories.this.open(directory)) {
                    BasicFileAttributes attributes = requireRegular(opened.attributes(name));
                    return new FileState(this, attributes, opened.statusChangeTime(name, attributes.fileKey()));
                }
            }

            @Override
            public SeekableByteChannel open() throws IOException {
                try (OpenDirectory opened = OpenDirectories.this.open(directory)) {
                    requireRegular(opened.attributes(name));
                    return opened.open(name, EnumSet.of(StandardOpenOption.READ));
                }
            }
        };
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

    /** Creates the directories between the root and a file. */
    synchronized void createParents(Path file) throws IOException {
        Path at = root;
        for (int i = root.getNameCount(); i < file.getNameCount() - 1; i++) {
            Path next = at.resolve(file.getName(i));
            if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
                try (OpenDirectory parent = open(at.toRealPath())) {
                    parent.createDirectory(next.getFileName().toString());
                }
            }
            at = next;
        }
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
