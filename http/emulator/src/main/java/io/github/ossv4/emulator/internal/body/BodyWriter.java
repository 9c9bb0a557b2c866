// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.body;

import io.github.ossv4.checksum.Crc64;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** A writer of a body, which computes its checksums. Not thread-safe. */
public final class BodyWriter {
    private final BodyFiles files;
    private final int minBytes;
    private final MessageDigest md5 = Digest.newMd5();
    private final Crc64 crc64 = new Crc64();
    private final ByteArrayOutputStream small = new ByteArrayOutputStream(0);
    private BodyFiles.@Nullable Sink sink;
    private long size;

    /**
     * Starts a body.
     *
     * @param files stores bodies that are not small
     * @param minBytes the minimum size of such a body
     */
    public BodyWriter(BodyFiles files, int minBytes) throws IOException {
        this.files = files;
        this.minBytes = minBytes;
        if (minBytes == 0) {
            this.sink = files.newSink();
        }
    }

    /** Returns the number of bytes written. */
    public long size() {
        return size;
    }

    /** Writes the remaining bytes of {@code piece}. */
    public void write(ByteBuffer piece) throws IOException {
        size += piece.remaining();
        md5.update(piece.duplicate());
        crc64.update(piece.duplicate());
        if (sink == null && size < minBytes) {
            byte[] bytes = new byte[piece.remaining()];
            piece.get(bytes);
            small.writeBytes(bytes);
            return;
        }
        if (sink == null) {
            sink = files.newSink();
            sink.write(ByteBuffer.wrap(small.toByteArray()));
            small.reset();
        }
        sink.write(piece);
    }

    /** Completes the body. Nothing may be written afterwards. */
    public ObjectBody finish() throws IOException {
        BodyContent content = sink == null ? new SmallContent(small.toByteArray()) : sink.finish();
        return ObjectBody.of(content, size, crc64.getValue(), md5.digest());
    }

    /** Deletes an incomplete body, or a complete one that no object has. A second call has no effect. */
    public void abort() throws IOException {
        if (sink != null) {
            BodyFiles.Sink aborted = sink;
            sink = null;
            aborted.abort();
        }
    }
}
