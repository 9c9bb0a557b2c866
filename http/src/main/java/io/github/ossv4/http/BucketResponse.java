// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The successful response to a {@link BucketRequest}. Close it, even if it is not read: it holds a connection. Not
 * thread-safe.
 */
public interface BucketResponse extends Closeable {
    /** Returns the HTTP status, 200 to 299. */
    int status();

    /** Returns a header, its last value if there are several. Names are not case-sensitive. */
    @Nullable
    String header(String name);

    /** Returns the id of the request. */
    @Nullable
    String requestId();

    /** Returns the length of the body in bytes; -1 if the response does not report it. */
    long length();

    /** Returns the body; the CRC64 of a whole object is compared as by {@link GetResult#stream}. */
    InputStream stream();

    /**
     * Returns the bytes of the body that were not read yet.
     *
     * @throws ChecksumMismatchException if they are a whole object and differ from the one that OSS stores
     * @throws IOException if the connection breaks, the body is larger than an array can be, or this is closed
     */
    byte[] bytes() throws IOException;

    /**
     * Returns whether a CRC64 was compared: after a PUT, that of the bytes sent; after a GET, that of the whole object,
     * once it is read. False if OSS sent no CRC64, or one that covers other bytes.
     */
    boolean isCrcChecked();
}
