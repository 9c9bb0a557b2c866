// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.error.ErrorResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import okio.Buffer;

/**
 * The body of a response with a list. Keeps its start, which may be an error document, and breaks off a body that is
 * too long.
 */
final class ListStream extends FilterInputStream {
    /** A list of 1,000 keys of 1,023 bytes, percent-encoded, with their other elements. */
    private static final long MAX_BYTES = 4 * 1024 * 1024;

    private final Buffer start = new Buffer();
    private long count;

    ListStream(InputStream body) {
        super(body);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, (int) Math.min(length, MAX_BYTES - count));
        if (read <= 0 && length > 0) {
            // The parser finds the document incomplete.
            return -1;
        }
        count += read;
        long missing = ErrorResponse.MAX_BYTES - start.size();
        start.write(bytes, offset, (int) Math.min(read, missing));
        return read;
    }

    /** Leaves the body open: the response closes it. */
    @Override
    public void close() {}

    /** Returns the number of bytes that were read. */
    long count() {
        return count;
    }

    /**
     * Reads the rest of the start, and returns it: at most the length of an error document, less if the connection
     * breaks.
     */
    byte[] readStart() {
        byte[] buffer = new byte[8 * 1024];
        try {
            while (start.size() < ErrorResponse.MAX_BYTES && read(buffer) >= 0) {}
        } catch (IOException e) {
            // The malformed document is a better failure than the broken connection.
        }
        return start.readByteArray();
    }
}
