// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.body.ObjectFile;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.StoredPart;
import io.github.ossv4.emulator.internal.wire.MemoryLimit;
import io.github.ossv4.emulator.internal.wire.OssException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of parts during concurrent requests. */
class PendingUploadTest {
    @TempDir
    private Path directory;

    private final PendingUpload upload = new PendingUpload(
            "id",
            new PendingUpload.Initiation(
                    new ObjectName("bucket", "key"), ObjectAttributes.DEFAULT, false, Instant.EPOCH),
            new Changes(null, MemoryLimit.ofObjects(Long.MAX_VALUE)));

    private StoredPart put(int number, String content) throws IOException {
        Path file = Files.createTempFile(directory, "part", "");
        Files.writeString(file, content);
        StoredPart part = new StoredPart(
                number, ObjectBody.of(new ObjectFile(file), content.length(), 0, new byte[16]), Instant.EPOCH);
        upload.put(part);
        return part;
    }

    private static boolean isThere(StoredPart part) {
        return Files.exists(((ObjectFile) part.body().content()).path());
    }

    @Test
    void keepsRetainedPartsAfterReplaceAndAbort() throws IOException {
        StoredPart replaced = put(1, "a");
        List<StoredPart> retained = upload.retain(null);
        StoredPart other = put(1, "b");
        assertTrue(isThere(replaced));
        upload.abort();

        assertFalse(isThere(other));
        assertEquals(List.of(replaced), retained);
        assertTrue(isThere(replaced));
        replaced.body().content().release();
        assertFalse(isThere(replaced));
    }

    @Test
    void staysOpenIfObjectIsNotStored() throws IOException {
        StoredPart part = put(1, "a");

        assertThrows(
                IllegalStateException.class,
                () -> upload.complete(() -> {
                    throw new IllegalStateException("as where an object must not be overwritten");
                }));
        assertEquals(List.of(part), upload.parts());
        assertTrue(isThere(part));

        upload.abort();
        assertFalse(isThere(part));
        assertEquals(
                "NoSuchUpload",
                assertThrows(OssException.class, () -> upload.abort()).code());
        assertEquals(
                "NoSuchUpload",
                assertThrows(OssException.class, () -> put(2, "c")).code());
        assertEquals(
                "NoSuchUpload",
                assertThrows(OssException.class, () -> upload.retain(null)).code());
    }
}
