// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.list.ListedObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Hashes of listed objects over key, ETag, size and time, of 8 bytes each. Not thread-safe. */
final class ListedIdentities {
    private long[] identities = new long[1000];
    private int count;

    void add(ListedObject object) {
        if (count == identities.length) {
            identities = Arrays.copyOf(identities, count + count / 2);
        }
        identities[count] = identity(object);
        count++;
    }

    /** Returns the number of objects. */
    int count() {
        return count;
    }

    /** Sorts them, after the last object was added and before {@link #contains}. */
    void sort() {
        Arrays.sort(identities, 0, count);
    }

    /** Returns whether the list had an object, unchanged. */
    boolean contains(ListedObject object) {
        return Arrays.binarySearch(identities, 0, count, identity(object)) >= 0;
    }

    private static long identity(ListedObject object) {
        String text = object.key() + "\n" + object.etag() + "\n" + object.size() + "\n" + object.lastModified();
        return Crc64.compute(text.getBytes(StandardCharsets.UTF_8));
    }
}
