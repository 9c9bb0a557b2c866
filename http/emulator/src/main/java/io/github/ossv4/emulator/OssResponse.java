// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.checksum.Crc64;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with, less the headers that every answer has. Built up by one operation, then handed to
 * the connection; not thread-safe.
 */
final class OssResponse {
    /** The header with an object's checksum. */
    static final String CRC64 = "x-oss-hash-crc64ecma";

    /** What becomes of the connection. */
    enum Ending {
        /** It stays open, if the client wants that. */
        KEEP,
        /** It is closed in order (FIN). */
        CLOSE,
        /** It is reset (RST). */
        RESET,
        /** It is reset before anything is sent. */
        LOST
    }

    private final int status;
    private final HttpHeaders headers = new DefaultHttpHeaders();
    private byte @Nullable [] bytes;
    private @Nullable ResponseFile file;
    private Ending ending = Ending.KEEP;
    private Duration delay = Duration.ZERO;

    private OssResponse(int status) {
        this.status = status;
    }

    static OssResponse of(int status) {
        return new OssResponse(status).contentLength(0);
    }

    /** A refusal with its document. The answer to HEAD has no body, so there it stands in a header. */
    static OssResponse of(OssException refusal, RequestHead exchange) {
        byte[] document = ErrorDocument.of(refusal, exchange);
        OssResponse answer = of(refusal.status());
        refusal.headers().forEach(answer::header);
        String ec = refusal.ec();
        if (ec != null) {
            answer.header("x-oss-ec", ec);
        }
        return exchange.method().equals("HEAD")
                ? answer.header("x-oss-err", Base64.getEncoder().encodeToString(document))
                : answer.body("application/xml", document);
    }

    /** Returns a 304, which has no {@code Content-Length}. */
    static OssResponse notModified() {
        return new OssResponse(304);
    }

    /** Sets a header. Text beyond ASCII is sent as UTF-8. */
    OssResponse header(String name, String value) {
        headers.set(name, HeaderText.toSend(value));
        return this;
    }

    /** Changes the object's checksum where there is one. */
    OssResponse replaceCrc64(long crc64) {
        return headers.contains(CRC64) ? header(CRC64, Crc64.toString(crc64)) : this;
    }

    /** Changes the ETag where there is one. */
    OssResponse replaceEtag(String etag) {
        return headers.contains(HttpHeaderNames.ETAG) ? header("ETag", etag) : this;
    }

    OssResponse withoutCrc64() {
        headers.remove(CRC64);
        return this;
    }

    /** Sets a body and the two headers that belong to it. Without content type it has none. */
    OssResponse body(@Nullable String contentType, byte[] bytes) {
        if (contentType != null) {
            header("Content-Type", contentType);
        }
        this.bytes = bytes;
        return contentLength(bytes.length);
    }

    /** Sets the length that a body has, or would have where only its headers are asked for. */
    OssResponse contentLength(long bytes) {
        headers.set(HttpHeaderNames.CONTENT_LENGTH, bytes);
        return this;
    }

    /** Sends part of a file as the body. The file is closed when it has been sent, or cannot be. */
    OssResponse file(FileChannel file, long from, long length) {
        this.file = ResponseFile.of(file, from, length);
        return contentLength(length);
    }

    /** Sends no more than the first bytes of a file; {@code Content-Length} stays what it is. */
    OssResponse truncate(long bytes) {
        if (file != null) {
            file = file.truncate(bytes);
        }
        return this;
    }

    /** Sends one bit of a file wrong, in the byte at {@code position} or in its last one. */
    OssResponse flipBit(long position) {
        if (file != null) {
            file = file.flipBit(position);
        }
        return this;
    }

    OssResponse end(Ending how) {
        ending = how;
        return this;
    }

    OssResponse delay(Duration time) {
        delay = time;
        return this;
    }

    int status() {
        return status;
    }

    HttpHeaders headers() {
        return headers;
    }

    /** What Netty is to write behind the headers. It is reference-counted, and asked for once. */
    List<Object> body() {
        if (file != null) {
            return file.messages();
        }
        return bytes == null ? List.of() : List.of(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)));
    }

    /** Closes what the body was to come from, in place of sending it. */
    void discard() throws IOException {
        if (file != null) {
            file.file().close();
        }
    }

    Ending ending() {
        return ending;
    }

    /** How long to wait before it is sent. */
    Duration delay() {
        return delay;
    }
}
