// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import io.github.ossv4.emulator.internal.object.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A page of the objects of a bucket, by the UTF-8 bytes of their keys.
 *
 * @param commonPrefixes the common prefixes of the keys that contain the delimiter after the prefix
 * @param isTruncated whether more follow
 * @param last the last key or common prefix, after which the next page starts; empty if there is none
 */
public record ObjectPage(List<ListedObject> objects, List<String> commonPrefixes, boolean isTruncated, String last) {
    /** An object and its key. */
    public record ListedObject(String key, StoredObject object) {}

    /**
     * Lists the next objects of a walk. Delete markers are left out.
     *
     * @param limit the maximum number of objects and common prefixes
     */
    static ObjectPage of(KeyWalk walk, int limit) {
        List<ListedObject> objects = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        String last = "";
        for (Map.Entry<String, History> next = walk.next(); next != null; next = walk.next()) {
            if (!(next.getValue().latest() instanceof StoredObject object)) {
                continue;
            }
            if (objects.size() + prefixes.size() == limit) {
                return new ObjectPage(objects, prefixes, true, last);
            }
            String common = walk.commonPrefix(next.getKey());
            if (common == null) {
                last = next.getKey();
                objects.add(new ListedObject(last, object));
            } else {
                last = common;
                prefixes.add(last);
                walk.skip(last);
            }
        }
        return new ObjectPage(objects, prefixes, false, last);
    }
}
