// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files that the download of a directory has saved. Two keys can lead to one file: on a file system that ignores case or
 * the Unicode normalization of names, or through a symbolic link. Thread-safe.
 */
public final class SavedFiles {
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
    public synchronized void check(Path file, String key) throws IOException {
        Object identity = identity(file);
        if (identity == null) {
            return;
        }
        Saved other = saved.get(identity);
        // A file may have been deleted, and its identity given to another one.
        if (other != null && !other.key.equals(key) && identity.equals(identity(other.file))) {
            throw new IOException("two objects must not be saved to one file: \"" + PrintableText.escape(other.key)
                    + "\" was saved to it before");
        }
    }

    /** Adds a file that equals its object, unless another object was saved to it. */
    public synchronized void add(Path file, String key) throws IOException {
        check(file, key);
        put(file, key);
    }

    private void put(Path file, String key) throws IOException {
        Object identity = identity(file);
        if (identity != null) {
            saved.put(identity, new Saved(file, key));
        }
    }

    /** Moves a temporary file to its name, unless another object was saved to it. */
    public synchronized void replace(OpenDirectory directory, String temporary, String name, String key)
            throws IOException {
        check(directory.path(name), key);
        directory.replace(temporary, name);
        put(directory.path(name), key);
    }

    /** Returns null if the file does not exist. */
    private static @Nullable Object identity(Path file) throws IOException {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return key == null ? file.toRealPath() : key;
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
