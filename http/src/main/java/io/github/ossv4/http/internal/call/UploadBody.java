// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.internal.file.Crc64Sink;
import io.github.ossv4.http.internal.file.ExactBody;
import io.github.ossv4.http.internal.file.ExactSink;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.util.Objects;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.ForwardingSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** A {@link Body} that OkHttp sends, with the CRC64 of the bytes that were sent. */
public final class UploadBody extends RequestBody {
    /** 5 GB, the limit of PutObject and of an appendable object. */
    public static final long MAX_LENGTH = 5L << 30;

    private static final byte[] EMPTY = {};

    private final Body body;
    private final byte[] head;
    private final byte[] tail;
    private final @Nullable TransferListener listener;
    private final long length;

    /** Null before the first attempt. */
    private @Nullable SentBytes sentBytes;

    private volatile boolean started;
    private volatile boolean unreadable;
    private volatile @Nullable Long crc64;
    private volatile @Nullable Long knownCrc64;
    private volatile @Nullable Long sentNanos;
    private volatile long bytesSent;

    public UploadBody(Body body, @Nullable TransferListener listener) throws IOException {
        this(body, EMPTY, EMPTY, listener);
    }

    /**
     * Creates a body with bytes before and after the upload. The checksum and the progress are the upload's
     * alone.
     */
    public UploadBody(Body body, byte[] head, byte[] tail, @Nullable TransferListener listener) throws IOException {
        this.body = Objects.requireNonNull(body, "body");
        this.head = head;
        this.tail = tail;
        this.listener = listener;
        this.length = body.length();
        if (length < 0) {
            throw new IllegalArgumentException("length of a body must not be negative, was " + length + ": "
                    + PrintableText.escape(body.toString()));
        }
        if (length > MAX_LENGTH - head.length - tail.length) {
            throw new IllegalArgumentException("a request must have at most " + MAX_LENGTH + " bytes (5 GB), "
                    + PrintableText.escape(body.toString()) + " has " + length
                    + (head.length == 0 ? "" : ", with the form " + contentLength()));
        }
    }

    /** Returns an empty body, for methods that require one. */
    public static UploadBody empty() throws IOException {
        return new UploadBody(Body.of(new byte[0]), null);
    }

    /** Returns null: the Content-Type is a header of the request, since it is signed as one. */
    @Override
    public @Nullable MediaType contentType() {
        return null;
    }

    @Override
    public long contentLength() {
        return head.length + length + tail.length;
    }

    /** Returns the number of bytes of the upload. */
    public long length() {
        return length;
    }

    /** Returns true: OkHttp must not retry it with the old signature. {@link Exchange} decides about retries. */
    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        started = true;
        startAttempt();
        sink.write(head);
        Crc64Sink checked = new Crc64Sink(sink);
        Progress progress = new Progress(listener, length);
        boolean[] reading = {true};
        SentBytes sent = sentBytes == null ? new SentBytes() : sentBytes;
        sentBytes = sent;
        sent.start();
        BufferedSink buffered = Okio.buffer(new ForwardingSink(checked) {
            @Override
            public void write(Buffer source, long byteCount) throws IOException {
                sent.add(source, byteCount, checked);
                reading[0] = false;
                super.write(source, byteCount);
                reading[0] = true;
                progress.advance(byteCount);
                bytesSent = progress.bytes();
            }
        });
        try {
            if (body instanceof ExactBody) {
                body.writeTo(buffered, length);
            } else {
                ExactSink exact = new ExactSink(buffered, length, PrintableText.escape(body.toString()));
                BufferedSink all = Okio.buffer(exact);
                body.writeTo(all, length);
                all.emit();
                exact.end();
            }
            buffered.emit();
        } catch (Throwable t) {
            unreadable = reading[0];
            throw t;
        } finally {
            sent.end(checked);
        }
        sink.write(tail);
        progress.end();
        crc64 = checked.crc64();
        knownCrc64 = crc64;
        sentNanos = System.nanoTime();
    }

    /** Forgets what an earlier attempt has sent: this one may end before it sends anything. */
    void startAttempt() {
        crc64 = null;
        sentNanos = null;
        bytesSent = 0;
    }

    /** Returns when the last byte was written to the network, as {@link System#nanoTime}; null before that. */
    @Nullable
    Long sentNanos() {
        return sentNanos;
    }

    /** Returns the number of bytes of the upload that this attempt has written to the network. */
    long bytesSent() {
        return bytesSent;
    }

    /** Returns the CRC64 of the bytes if all of them were sent once, even if a retry is in progress; null otherwise. */
    @Nullable
    public Long knownCrc64() {
        return knownCrc64;
    }

    /** Returns whether the whole body was written to the network. */
    boolean wasSent() {
        return crc64 != null;
    }

    /** Returns whether the whole body can be sent once more: its bytes still exist and can be read. */
    boolean isRepeatable() {
        return !unreadable && (body.isReplayable() || !started);
    }

    /**
     * Returns the CRC64 of the bytes, which were all sent.
     *
     * @throws IOException if they were not, although there is a response: an interceptor sent another body, or none
     */
    public long sentCrc64() throws IOException {
        Long sent = crc64;
        if (sent == null) {
            throw new IOException("OSS may have stored other bytes: " + body
                    + " was not sent, since an interceptor replaced the body or" + " responded itself");
        }
        return sent;
    }
}
