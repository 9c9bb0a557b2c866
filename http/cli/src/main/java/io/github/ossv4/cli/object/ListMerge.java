// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.list.ListedObject;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Files and objects by name, each in the order of the UTF-8 bytes of its names, as pairs. Nothing is kept but the next of
 * each. Marker objects of folders, whose keys end with a slash, are left out. Used by one thread.
 */
final class ListMerge implements Iterator<ListMerge.Pair> {
    private final Iterator<LocalFiles.Entry> files;
    private final Iterator<ListedObject> objects;
    private final String prefix;
    private LocalFiles.@Nullable Entry file;
    private @Nullable ListedObject object;
    private @Nullable String lastKey;

    /** @param prefix the prefix of the keys, which files do not have */
    ListMerge(Iterator<LocalFiles.Entry> files, Iterator<ListedObject> objects, String prefix) {
        this.files = files;
        this.objects = objects;
        this.prefix = prefix;
        advanceFile();
        advanceObject();
    }

    /** A file, an object, or both of the same name. */
    record Pair(LocalFiles.@Nullable Entry file, @Nullable ListedObject object) {}

    private void advanceFile() {
        file = files.hasNext() ? files.next() : null;
    }

    private void advanceObject() {
        object = null;
        while (object == null && objects.hasNext()) {
            ListedObject found = objects.next();
            if (lastKey != null && compare(lastKey, found.key()) >= 0) {
                throw new UncheckedIOException(new IOException("the list of objects is not sorted: "
                        + PrintableText.escape(found.key() + " follows " + lastKey)));
            }
            lastKey = found.key();
            object = found.key().endsWith("/") ? null : found;
        }
    }

    private static int compare(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean hasNext() {
        return file != null || object != null;
    }

    @Override
    public Pair next() {
        LocalFiles.Entry nextFile = file;
        ListedObject nextObject = object;
        if (nextFile == null && nextObject == null) {
            throw new NoSuchElementException();
        }
        int order =
                nextFile == null ? 1 : nextObject == null ? -1 : compare(prefix + nextFile.name(), nextObject.key());
        if (order <= 0) {
            advanceFile();
        }
        if (order >= 0) {
            advanceObject();
        }
        return new Pair(order <= 0 ? nextFile : null, order >= 0 ? nextObject : null);
    }
}
