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
 * Finds files that may have the bytes of an object that a sync deletes or replaces: then the last copy of these bytes
 * may be under a name whose object has other bytes. A renamed file keeps its time, which is that of its object after a
 * download. A renamed directory does not change the names of its files.
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
     * Returns whether a file may have been renamed, so that only its bytes can show that it equals its object. Renaming
     * changes its attributes after the object was stored, except for that of a directory.
     *
     * @param object that of the file
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
