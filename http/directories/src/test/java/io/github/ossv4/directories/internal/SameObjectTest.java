// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.list.ListedObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two objects of the same size and ETag in the lists of two folders. */
class SameObjectTest {
    /** Only the ETags of these two types are hashes of the bytes, and each type has its own hash. */
    @ParameterizedTest
    @CsvSource({
        "Normal, Normal, true",
        "Multipart, Multipart, true",
        "Normal, Multipart, false",
        "Appendable, Appendable, false",
        "Appendable, Normal, false",
        "Symlink, Symlink, false",
        ",, false"
    })
    void areTheSameOnlyIfTheirTypeHasAHash(String type, String otherType, boolean same) {
        ListedObject object =
                ListedObject.builder("a/k", 5).etag("E").type(type).build();
        ListedObject copy =
                ListedObject.builder("b/k", 5).etag("E").type(otherType).build();
        assertEquals(same, SyncFolders.isSame(object, copy, null));
    }
}
