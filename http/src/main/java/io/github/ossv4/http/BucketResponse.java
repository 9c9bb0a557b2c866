// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The successful response to a {@link BucketRequest}. Close it, even if it is not read: it holds a connection. Not
 * thread-safe.
 */
public final class BucketResponse implements Closeable {
    private final OssResponse response;
    private final GetResult body;
    private final boolean uploadChecked;

    BucketResponse(OssResponse response, GetResult body, boolean uploadChecked) {
        this.response = response;
        this.body = body;
        this.uploadChecked = uploadChecked;
    }

    /** Returns the HTTP status, 200 to 299. */
    public int status() {
        return response.status();
    }

    /** Returns a header, its last value if there are several. Names are not case-sensitive. */
    public @Nullable String header(String name) {
        return response.header(name);
    }

    /** Returns the id of the request. */
    public @Nullable String requestId() {
        return response.requestId();
    }

    /** Returns the length of the body in bytes; -1 if the response does not report it. */
    public long length() {
        return body.length();
    }

    /** Returns the body; the CRC64 of a whole object is compared as by {@link GetResult#stream}. */
    public InputStream stream() {
        return body.stream();
    }

    /**
     * Returns the bytes of the body that were not read yet.
     *
     * @throws ChecksumMismatchException if they are a whole object and differ from the one that OSS stores
     * @throws IOException if the connection breaks, the body is larger than an array can be, or this is closed
     */
    public byte[] bytes() throws IOException {
        return body.bytes();
    }

    /**
     * Returns whether a CRC64 was compared: after a PUT that of the bytes sent, after a GET that of the whole object, once it
     * is read. False if OSS reported none, or that of something else.
     */
    public boolean crcChecked() {
        return uploadChecked || body.crcChecked();
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    @Override
    public String toString() {
        return PrintableText.escape(
                "BucketResponse{" + status() + ", length=" + length() + ", requestId=" + requestId() + "}");
    }
}
