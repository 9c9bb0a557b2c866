// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.http.ChecksumMismatchException;
import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.GetResult;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.operation.GetObject;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Some bytes of an object that must not change. If the connection breaks, the rest is requested again, a few times
 * without progress. Used by one thread.
 */
final class ObjectStream extends InputStream {
    private static final int MAX_BREAKS = 3;

    private final Transport transport;
    private final String key;
    private final @Nullable String etag;
    private final long end;
    private final long size;

    /** Whether the response has all bytes: the client compares their CRC64 before this stream returns the last ones. */
    private boolean isWhole;

    private long position;
    private int breaks;
    private @Nullable GetResult open;

    /**
     * @param end the position after the last byte
     * @param size that of the object
     */
    ObjectStream(Transport transport, String key, @Nullable String etag, long position, long end, long size) {
        this.transport = transport;
        this.key = key;
        this.etag = etag;
        this.position = position;
        this.end = end;
        this.size = size;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (position < end) {
            try {
                int count = content().stream().read(bytes, offset, (int) Math.min(length, end - position));
                if (count < 0) {
                    throw new EOFException("the response ended at byte " + position + " of " + end);
                }
                breaks = 0;
                if (isWhole && position + count == end && content().stream().read() >= 0) {
                    throw new IOException("the response is longer than the object: " + end);
                }
                position += count;
                return count;
            } catch (ServiceException | InterruptedIOException | ChecksumMismatchException e) {
                // Requests are retried by the client.
                throw e;
            } catch (IOException e) {
                close();
                breaks++;
                if (breaks > MAX_BREAKS) {
                    throw e;
                }
            }
        }
        return length == 0 ? 0 : -1;
    }

    private GetResult content() throws IOException {
        GetResult content = open;
        if (content == null) {
            GetOptions.Builder options = GetOptions.builder();
            isWhole = position == 0 && end == size;
            if (!isWhole) {
                options.range(position, end - 1);
            }
            if (etag != null) {
                options.ifMatch(etag);
            }
            content = GetObject.exchange(transport, key, options.build()).execute();
            open = content;
        }
        return content;
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
