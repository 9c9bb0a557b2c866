// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.list.ListedObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds files that may contain the bytes of an object under another key, which the sync deletes or replaces. If such a
 * file counted as unchanged, its own object would keep other bytes, and OSS would lose the last copy of these bytes.
 * Renaming keeps the time of a file; after a download, this is the time of the object. Renaming a directory keeps the
 * names of its files.
 *
 * <p>Rule: Which files are compared by CRC64 before an object is deleted or replaced ({@code SyncDeletionTest}).
 */
final class RenamedFiles {
    private static final String SEVERAL = "";

    /** The keys of the objects with a size, with a size and time, or with a size and a last segment of the key. */
    private final Map<List<Object>, String> keys = new HashMap<>();

    /** Adds an object that is deleted or replaced. */
    void add(ListedObject object) {
        // Empty files are equal.
        if (object.size() > 0) {
            add(Arrays.asList(object.size()), object.key());
            add(Arrays.asList(object.size(), object.lastModified()), object.key());
            add(Arrays.asList(object.size(), name(object.key())), object.key());
        }
    }

    private void add(List<Object> traits, String key) {
        keys.merge(traits, key, (known, other) -> SEVERAL);
    }

    /**
     * Returns whether a file may have been renamed; if so, only its bytes show whether it equals its object. Renaming a
     * file updates its change time; renaming its directory does not.
     *
     * @param object the object with the key of the file; null if there is none
     */
    boolean mayContain(DirectoryEntry file, @Nullable ListedObject object) throws IOException {
        return isOfOther(Arrays.asList(file.size), file.key)
                && (isOfOther(Arrays.asList(file.size, file.lastModified), file.key)
                        || isOfOther(Arrays.asList(file.size, name(file.key)), file.key)
                        || object == null
                        || object.lastModified() == null
                        || LocalFiles.changeTime(file.file).isAfter(object.lastModified()));
    }

    private boolean isOfOther(List<Object> traits, String key) {
        String found = keys.get(traits);
        return found != null && !found.equals(key);
    }

    private static String name(String key) {
        return key.substring(key.lastIndexOf('/') + 1);
    }
}
