// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallAttempt;
import io.github.ossv4.http.CallListener;
import io.github.ossv4.http.testing.EmulatorFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

/** The copies of a sync of two folders. */
class FolderCopyTest extends EmulatorFixture {
    /** The metadata of the copy would be that of the object that was found. */
    @Test
    void copiesTheObjectThatWasFoundOnly() throws Exception {
        bucket.put("from/k", "first");
        try (BucketClient racing = client().listener(new CallListener() {
                    @Override
                    public void started(CallAttempt attempt) {
                        if (attempt.operation().equals("CopyObject")) {
                            replace();
                        }
                    }
                })
                .build()) {
            DirectoryResult result = Directories.of(racing).syncFrom(racing, "from", "to", DirectoryOptions.NONE);
            assertEquals(1, result.failed().size(), result::toString);
        }
        assertFalse(bucket.exists("to/k"));
    }

    /** By another object of the same size. */
    private void replace() {
        try {
            bucket.put("from/k", "other");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
