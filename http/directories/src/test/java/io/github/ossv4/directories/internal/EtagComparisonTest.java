// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.ossv4.directories.Comparison;
import io.github.ossv4.list.ListedObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which ETags show that the objects of two folders have the same bytes. */
class EtagComparisonTest {
    private static ListedObject.Builder object(String type) {
        return ListedObject.builder("x/a", 1).etag("E").type(type);
    }

    @ParameterizedTest
    @CsvSource({
        "Normal, Normal, true",
        "Multipart, Multipart, true",
        "Normal, Multipart, false",
        "Appendable, Appendable, false",
        "Symlink, Symlink, false"
    })
    void comparesEtagsOfHashesOnly(String type, String otherType, boolean isSame) {
        assertEquals(
                isSame,
                SyncFolders.isSame(object(type).build(), object(otherType).build(), null));
    }

    @Test
    void requiresEqualSizesAndEtags() {
        ListedObject object = object("Normal").build();
        assertFalse(SyncFolders.isSame(object, object("Normal").etag("F").build(), null));
        ListedObject larger =
                ListedObject.builder("x/a", 2).etag("E").type("Normal").build();
        assertFalse(SyncFolders.isSame(object, larger, null));
        assertFalse(SyncFolders.isSame(object, larger, Comparison.SIZE));
    }
}
