// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.internal.file.Crc64Sink;
import io.github.ossv4.http.internal.file.Segments;
import java.io.IOException;
import java.util.Random;
import okio.Buffer;
import okio.ByteString;
import org.junit.jupiter.api.Test;

/** Sizes around okio's segments of 8192 bytes. */
class SegmentsTest {
    @Test
    void countsOnlyWrittenBytes() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int size : new int[] {0, 1, 8191, 8192, 8193, 40_000}) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            for (int prefix : new int[] {0, 1, 100, 8191, 8192, 8193, 39_999, 40_000}) {
                if (prefix <= size) {
                    Buffer source = new Buffer().write(bytes);
                    Buffer target = new Buffer();
                    Crc64Sink sink = new Crc64Sink(target);
                    sink.write(source, prefix);
                    ByteString expected = ByteString.of(bytes, 0, prefix);
                    assertEquals(expected, target.snapshot(), "seed " + seed);
                    assertEquals(Crc64.compute(expected.toByteArray()), sink.crc64(), "seed " + seed);
                    assertEquals(size - prefix, source.size());
                }
            }
        }
    }

    @Test
    void countsOnlyReadBytes() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] bytes = new byte[40_000];
        random.nextBytes(bytes);
        for (int round = 0; round < 100; round++) {
            Buffer source = new Buffer().write(bytes);
            Crc64 crc = new Crc64();
            // Bytes that were in the buffer before must not be counted.
            Buffer target = new Buffer().write(bytes, 0, random.nextInt(20_000));
            long before = target.size();
            for (long read = 0; read >= 0; read = source.read(target, random.nextInt(10_000) + 1)) {
                Segments.update(crc, target, target.size() - read, read, new Buffer.UnsafeCursor());
                byte[] soFar = target.snapshot().substring((int) before).toByteArray();
                assertEquals(Crc64.compute(soFar), crc.getValue(), "seed " + seed);
            }
            assertEquals(before + bytes.length, target.size());
        }
    }
}
