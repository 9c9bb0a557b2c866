// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The answer to a {@link BucketRequest} that was granted. Close it, read or not; it holds a connection. Not thread-safe. */
public final class BucketResponse implements Closeable {
    private final OssResponse response;
    private final GetResult body;
    private final boolean uploadChecked;

    BucketResponse(OssResponse response, GetResult body, boolean uploadChecked) {
        this.response = response;
        this.body = body;
        this.uploadChecked = uploadChecked;
    }

    /** The HTTP status, 200 to 299. */
    public int status() {
        return response.status();
    }

    /** A header of the answer, its last value if there are several. Names are not case-sensitive. */
    public @Nullable String header(String name) {
        return response.header(name);
    }

    /** The id of the request. */
    public @Nullable String requestId() {
        return response.requestId();
    }

    /** How many bytes the body has; -1 if the answer does not tell. */
    public long length() {
        return body.length();
    }

    /** The body; checked as {@link GetResult#stream} where it is an object as it is stored. */
    public InputStream stream() {
        return body.stream();
    }

    /**
     * All of the body that was not read yet.
     *
     * @throws ChecksumMismatchException if it is an object, and not as OSS has stored it
     * @throws IOException if the connection breaks, the body is larger than an array can be, or this is closed
     */
    public byte[] bytes() throws IOException {
        return body.bytes();
    }

    /**
     * Whether a CRC64 was compared: after a PUT that of the bytes sent, after a GET that of the whole object, once it is
     * read. False where OSS reported none, or that of something else.
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
