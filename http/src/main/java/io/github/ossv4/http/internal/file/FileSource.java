// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ScatteringByteChannel;
import okio.Buffer;
import okio.Source;
import okio.Timeout;

/** Reads a file into okio's segments, several in one system call; okio itself reads one at a time. Not thread-safe. */
final class FileSource implements Source {
    private static final int SEGMENT = 8192;
    private static final int SEGMENTS = 8;

    private final ReadableByteChannel channel;
    private final Buffer.UnsafeCursor cursor = new Buffer.UnsafeCursor();

    /** One more than are read: the first may be partly full. */
    private final ByteBuffer[] segments = new ByteBuffer[SEGMENTS + 1];

    FileSource(ReadableByteChannel channel) {
        this.channel = channel;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
        long size = sink.size();
        long read = 0;
        sink.readAndWriteUnsafe(cursor);
        try {
            cursor.resizeBuffer(size + Math.min(byteCount, SEGMENTS * SEGMENT));
            read = fill(size);
            return read;
        } finally {
            cursor.resizeBuffer(size + Math.max(0, read));
            cursor.close();
        }
    }

    private long fill(long offset) throws IOException {
        int count = 0;
        int length = cursor.seek(offset);
        while (length > 0) {
            segments[count] = ByteBuffer.wrap(cursor.data, cursor.start, length);
            count++;
            length = cursor.next();
        }
        // Channels of other file systems may not support scattering reads.
        return channel instanceof ScatteringByteChannel
                ? ((ScatteringByteChannel) channel).read(segments, 0, count)
                : channel.read(segments[0]);
    }

    @Override
    public Timeout timeout() {
        return Timeout.NONE;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
