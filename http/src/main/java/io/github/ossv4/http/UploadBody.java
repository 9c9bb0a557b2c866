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

    private static final byte[] NOTHING = {};

    private final Body body;
    private final byte[] head;
    private final byte[] tail;
    private final @Nullable ProgressListener listener;
    private final long length;
    private volatile boolean begun;
    private volatile boolean unreadable;
    private volatile @Nullable Long crc64;
    private volatile @Nullable Long knownCrc64;

    UploadBody(Body body, @Nullable ProgressListener listener) throws IOException {
        this(body, NOTHING, NOTHING, listener);
    }

    /** Of an upload that is the middle of what is sent. The checksum and the progress are those of the middle. */
    UploadBody(Body body, byte[] head, byte[] tail, @Nullable ProgressListener listener) throws IOException {
        this.body = body;
        this.head = head;
        this.tail = tail;
        this.listener = listener;
        this.length = body.length();
        if (contentLength() > MAX_LENGTH) {
            throw new IllegalArgumentException(body + " has " + length + " bytes"
                    + (head.length == 0 ? "" : ", with the form " + contentLength()) + ", at most " + MAX_LENGTH
                    + " (5 GB) go into one request");
        }
    }

    /** Of a request that has none, but whose method wants one. */
    static UploadBody empty() throws IOException {
        return new UploadBody(Body.of(new byte[0]), null);
    }

    /** Null: the Content-Type is a header of the request, because it is signed as one. */
    @Override
    public @Nullable MediaType contentType() {
        return null;
    }

    @Override
    public long contentLength() {
        return head.length + length + tail.length;
    }

    /** How many bytes are uploaded. */
    long length() {
        return length;
    }

    /** OkHttp never sends it again by itself, with the old signature: that is for {@link Exchange} to decide. */
    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        begun = true;
        crc64 = null;
        sink.write(head);
        Crc64Sink checked = new Crc64Sink(sink);
        Progress progress = new Progress(listener, length);
        boolean[] reading = {true};
        BufferedSink buffered = Okio.buffer(new ForwardingSink(checked) {
            @Override
            public void write(Buffer source, long byteCount) throws IOException {
                reading[0] = false;
                super.write(source, byteCount);
                reading[0] = true;
                progress.advance(byteCount);
            }
        });
        try {
            body.writeTo(buffered, length);
        } catch (Throwable t) {
            unreadable = reading[0];
            throw t;
        }
        buffered.emit();
        sink.write(tail);
        progress.end();
        crc64 = checked.crc64();
        knownCrc64 = crc64;
    }

    /** The CRC64 of the bytes, if they have all been sent once, even if they are now being sent again. */
    @Nullable
    Long knownCrc64() {
        return knownCrc64;
    }

    /** Whether all of it was handed to the network. */
    boolean wasSent() {
        return crc64 != null;
    }

    /** Whether all of it can be sent once more: its bytes can be read, and are still there. */
    boolean isRepeatable() {
        return !unreadable && (body.isReplayable() || !begun);
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
