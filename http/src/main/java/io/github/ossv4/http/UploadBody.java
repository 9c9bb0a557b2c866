// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.ForwardingSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** A {@link Body} as OkHttp sends it, with the checksum of what was sent. */
final class UploadBody extends RequestBody {
    /** 5 GB, for a put and for all of an appendable object. */
    static final long MAX_LENGTH = 5L << 30;

    private final Body body;
    private final @Nullable ProgressListener listener;
    private final long length;
    private final boolean oneShot;
    private volatile @Nullable Long crc64;

    /** @param once whether OkHttp must not send the body again by itself, as it would on a 503 with Retry-After: 0 */
    UploadBody(Body body, boolean once, @Nullable ProgressListener listener) throws IOException {
        this.body = body;
        this.listener = listener;
        this.length = body.length();
        if (length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    body + " has " + length + " bytes, at most " + MAX_LENGTH + " (5 GB) go into one request");
        }
        this.oneShot = once || !body.isReplayable();
    }

    /** Null: the Content-Type is a header of the request, because it is signed as one. */
    @Override
    public @Nullable MediaType contentType() {
        return null;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public boolean isOneShot() {
        return oneShot;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        // A new checksum each time: OkHttp may send a body twice.
        crc64 = null;
        Crc64Sink checked = new Crc64Sink(sink);
        Progress progress = new Progress(listener, length);
        BufferedSink buffered = Okio.buffer(new ForwardingSink(checked) {
            @Override
            public void write(Buffer source, long byteCount) throws IOException {
                super.write(source, byteCount);
                progress.advance(byteCount);
            }
        });
        body.writeTo(buffered, length);
        buffered.emit();
        progress.end();
        crc64 = checked.crc64();
    }

    /**
     * The CRC64 of the bytes, which have all been sent.
     *
     * @throws IOException if they have not, and yet there is an answer: an interceptor has sent something else, or nothing
     */
    long sentCrc64() throws IOException {
        Long sent = crc64;
        if (sent == null) {
            throw new IOException(
                    "there is an answer, but " + body + " was not sent: an interceptor has replaced the body or"
                            + " answered itself, and what is stored now is not what it should be");
        }
        return sent;
    }
}
