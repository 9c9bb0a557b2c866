// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import java.io.EOFException;
import java.io.IOException;
import okio.Buffer;
import okio.BufferedSink;
import okio.Source;

/** Copies the bytes of a body. */
public final class ExactCopy {
    private ExactCopy() {}

    /**
     * Returns whether a stream has ended.
     *
     * @param read the result of its last {@code read}
     * @param most the number of bytes that were requested, at least 1
     * @param name of the stream, for messages
     * @throws IOException if the result is neither -1 nor from 1 to {@code most}; a stream that returns 0 may do so for
     *     ever
     */
    public static boolean isEnd(long read, long most, String name) throws IOException {
        if (read < -1 || read == 0 || read > most) {
            throw new IOException(name + ": read must return -1 or 1 to " + most + ", returned " + read);
        }
        return read < 0;
    }

    /**
     * Copies exactly {@code length} bytes. If the source must end after them, keeps the last bytes until its end is
     * reached: the server must never receive a complete request for half a file.
     */
    public static void copy(Source source, BufferedSink sink, long length, String name, boolean mustEnd)
            throws IOException {
        long remaining = length;
        while (remaining > 0) {
            long read = source.read(sink.getBuffer(), remaining);
            if (isEnd(read, remaining, name)) {
                throw new EOFException(name + " ended after " + (length - remaining) + " of " + length + " bytes");
            }
            remaining -= read;
            if (remaining > 0) {
                sink.emitCompleteSegments();
            }
        }
        if (mustEnd && !isEnd(source.read(new Buffer(), 1), 1, name)) {
            throw new IOException(name + " grew beyond its " + length + " bytes while it was sent");
        }
    }
}
