// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.OddKeys;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.ObjectVersion;
import io.github.ossv4.list.Page;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists and deletions with the emulator. */
class ListAndDeleteTest extends EmulatorFixture {
    private static List<String> keys(PagedList<ListedObject> list) {
        return list.stream().map(ListedObject::key).toList();
    }

    @Test
    void listsAndDeletesOddKeys() throws Exception {
        List<String> keys = OddKeys.sorted(150);
        for (String key : keys) {
            bucket.put(key, Body.of(HELLO));
        }
        for (int pageSize : new int[] {7, 1000}) {
            assertEquals(
                    keys,
                    keys(bucket.list(ListOptions.builder().maxKeys(pageSize).build())));
        }
        ListedObject first = bucket.list("").iterator().next();
        assertEquals(5, first.size());
        assertEquals("5D41402ABC4B2A76B9719D911017C592", first.etag());
        assertEquals("Normal", first.type());
        assertEquals("Standard", first.storageClass());
        assertTrue(bucket.exists(keys.get(0)));
        DeleteAllResult result = bucket.deleteAll(keys);
        assertEquals(List.of(), result.failed());
        assertEquals(keys.size(), result.deletedCount());
        assertEquals(List.of(), keys(bucket.list("")));
        assertFalse(bucket.exists(keys.get(0)));
    }

    @Test
    void groupsKeysByDelimiter() throws Exception {
        for (String key : List.of("a/1", "a/b/2", "a/b/3", "a/c/4", "a/d", "b")) {
            bucket.put(key, Body.of(HELLO));
        }
        List<String> entries = new ArrayList<>();
        ListOptions options =
                ListOptions.builder().prefix("a/").delimiter("/").maxKeys(1).build();
        for (Page<ListedObject> page : bucket.list(options).pages()) {
            page.entries().forEach(object -> entries.add(object.key()));
            entries.addAll(page.commonPrefixes());
        }
        assertEquals(List.of("a/1", "a/b/", "a/c/", "a/d"), entries);
        assertEquals(List.of("a/1", "a/d"), keys(bucket.list(options)));
        assertEquals(
                List.of("a/d", "b"),
                keys(bucket.list(ListOptions.builder().startAfter("a/c/4").build())));
    }

    @Test
    void deletesWhatItLists() throws Exception {
        for (int i = 0; i < 25; i++) {
            bucket.put("a/" + i, Body.of(HELLO));
            bucket.put("b/" + i, Body.of(HELLO));
        }
        ListOptions pages = ListOptions.builder().prefix("a/").maxKeys(10).build();
        DeleteAllResult result = bucket.deleteAll(bucket.list(pages).map(ListedObject::key));
        assertEquals(25, result.deletedCount());
        assertEquals(25, bucket.list("").stream().count());
    }

    @Test
    void listsAndDeletesVersions() throws Exception {
        stop();
        start(Emulator.builder().versioning(true));
        bucket.put("a", HELLO);
        bucket.put("a", HELLO);
        bucket.put("b", HELLO);
        bucket.delete("a");
        DeleteAllResult hidden = bucket.deleteAll(List.of("b"));
        assertEquals(1, hidden.deletedCount());
        for (int pageSize : new int[] {1, 2, 1000}) {
            List<String> versions = bucket
                    .listVersions(ListOptions.builder().maxKeys(pageSize).build())
                    .stream()
                    .map(version -> version.key()
                            + (version.isDeleteMarker() ? " marker" : " object")
                            + (version.isLatest() ? " latest" : ""))
                    .toList();
            assertEquals(List.of("a marker latest", "a object", "a object", "b marker latest", "b object"), versions);
        }
        assertEquals(3, bucket.listVersions("a").stream().count());
        DeleteAllResult result = bucket.deleteVersions(bucket.listVersions("a").map(ObjectVersion::of));
        assertEquals(3, result.deletedCount());
        assertEquals(List.of(), result.failed());
        assertEquals(2, bucket.listVersions("").stream().count());
    }
}
