// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.http.internal.file.OpenDirectory;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The files that the download of a directory has saved. Two keys can lead to one file: on a file system that ignores
 * case or the Unicode normalization of names, or through a symbolic link. Thread-safe.
 *
 * <p>Rule: No two keys are saved to one file ({@code DirectoryTest}).
 */
final class SavedFiles {
    private static final class Saved {
        final Path file;
        final String key;

        Saved(Path file, String key) {
            this.file = file;
            this.key = key;
        }
    }

    private final Map<Object, Saved> saved = new HashMap<>();

    /** Throws if another object was saved to the file. */
    synchronized void check(Path file, String key) throws IOException {
        Object identity = FileIdentity.of(file);
        if (identity == null) {
            return;
        }
        Saved other = saved.get(identity);
        // A file may have been deleted, and its identity given to another one.
        if (other != null
                && !other.key.equals(key)
                && identity.equals(FileIdentity.of(other.file))
                && !FileIdentity.areHardLinks(file, other.file)) {
            throw new IOException("two objects must not be saved to one file: \"" + PrintableText.escape(other.key)
                    + "\" was saved to it before");
        }
    }

    /** Adds a file that equals its object, unless another object was saved to it. */
    synchronized void add(Path file, String key) throws IOException {
        check(file, key);
        put(file, key);
    }

    private void put(Path file, String key) throws IOException {
        Object identity = FileIdentity.of(file);
        if (identity != null) {
            saved.put(identity, new Saved(file, key));
        }
    }

    /** Moves a temporary file to a name, perhaps in another directory, unless another object was saved to it. */
    synchronized void replace(OpenDirectory from, String temporary, OpenDirectory directory, String name, String key)
            throws IOException {
        check(directory.path(name), key);
        from.move(temporary, directory, name);
        put(directory.path(name), key);
    }
}
