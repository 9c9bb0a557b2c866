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
     * Copies exactly {@code length} bytes. If the source must end after them, keeps the last bytes until its end is
     * reached: the server must never receive a complete request for half a file.
     */
    public static void copy(Source source, BufferedSink sink, long length, String name, boolean mustEnd)
            throws IOException {
        long remaining = length;
        while (remaining > 0) {
            long read = source.read(sink.getBuffer(), remaining);
            if (read < 0) {
                throw new EOFException(name + " ended after " + (length - remaining) + " of " + length + " bytes");
            }
            remaining -= read;
            if (remaining > 0) {
                sink.emitCompleteSegments();
            }
        }
        if (mustEnd && source.read(new Buffer(), 1) >= 0) {
            throw new IOException(name + " grew beyond its " + length + " bytes while it was sent");
        }
    }
}
