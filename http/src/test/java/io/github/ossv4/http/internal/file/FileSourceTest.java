// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {
    private final byte[] bytes = new byte[300_001];

    @TempDir
    private Path folder;

    FileSourceTest() {
        new Random(1).nextBytes(bytes);
    }

    /** The bytes start at any offset of a segment, and end at any offset of another. */
    @Test
    void readsAFile() throws IOException {
        Path file = Files.write(folder.resolve("file"), bytes);
        for (int limit : new int[] {1000, 8191, 8192, 8193, 65_535, 65_536, 1_000_000}) {
            readsAll(Files.newByteChannel(file), limit);
        }
    }

    @Test
    void readsAChannelWithoutScatteringReads() throws IOException {
        for (int limit : new int[] {1000, 8193, 1_000_000}) {
            readsAll(Channels.newChannel(new ByteArrayInputStream(bytes)), limit);
        }
    }

    private void readsAll(ReadableByteChannel channel, int limit) throws IOException {
        Buffer buffer = new Buffer();
        try (FileSource source = new FileSource(channel)) {
            long all = 0;
            for (long read = source.read(buffer, limit); read >= 0; read = source.read(buffer, limit)) {
                all += read;
                assertEquals(all, buffer.size());
            }
            assertEquals(-1, source.read(buffer, limit));
        }
        assertArrayEquals(bytes, buffer.readByteArray(), "by " + limit);
    }
}
