// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.internal.file.PartSource;
import io.github.ossv4.http.internal.file.UploadFile;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.UploadedPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparing a part on the server with the bytes of the file. */
class PartBytesTest {
    private static final int OFFSET = 7;
    private static final int LENGTH = 150_000;

    @TempDir
    private Path folder;

    private Path file;
    private byte[] part;

    @BeforeEach
    void write() throws IOException {
        byte[] bytes = TestFiles.randomBytes(1, OFFSET + LENGTH + 3);
        file = Files.write(folder.resolve("file"), bytes);
        part = Arrays.copyOfRange(bytes, OFFSET, OFFSET + LENGTH);
    }

    private @Nullable UploadedPart matching(byte[] uploaded, boolean isCrc64Listed) throws IOException {
        UploadedPart known = UploadedPart.of(
                2,
                ByteString.of(uploaded).md5().hex(),
                uploaded.length,
                isCrc64Listed ? Long.valueOf(Crc64.compute(uploaded)) : null);
        return PartSource.of(UploadFile.of(file)).matching(known, Part.of(2, OFFSET, LENGTH));
    }

    @Test
    void acceptsTheSameBytes() throws Exception {
        for (boolean listed : new boolean[] {true, false}) {
            UploadedPart matching = matching(part, listed);
            assertNotNull(matching);
            assertEquals(Crc64.compute(part), matching.crc64());
            assertEquals(2, matching.number());
            assertEquals(LENGTH, matching.size());
        }
    }

    @Test
    void rejectsOtherBytes() throws Exception {
        for (int position : new int[] {0, 70_000, LENGTH - 1}) {
            byte[] other = part.clone();
            other[position]++;
            assertNull(matching(other, true));
            assertNull(matching(other, false));
        }
    }

    @Test
    void failsIfTheFileEndsBefore() throws Exception {
        Files.write(file, Arrays.copyOf(part, 10));
        assertThrows(IOException.class, () -> matching(part, true));
    }
}
