// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A response without the headers that the connection adds to each. Mutable, not thread-safe. */
public final class ServerResponse {
    /** The header with the CRC64 of an object. */
    public static final String CRC64 = "x-oss-hash-crc64ecma";

    private static final AsciiString CONTENT_TYPE = AsciiString.cached("Content-Type");
    private static final AsciiString CONTENT_LENGTH = AsciiString.cached("Content-Length");
    private static final AsciiString TRANSFER_ENCODING = AsciiString.cached("Transfer-Encoding");
    private static final AsciiString REQUEST_ID = AsciiString.cached("x-oss-request-id");
    private static final AsciiString SERVER_TIME = AsciiString.cached("x-oss-server-time");
    private static final AsciiString EC = AsciiString.cached("x-oss-ec");
    private static final List<AsciiString> FIRST = List.of(CONTENT_TYPE, CONTENT_LENGTH, TRANSFER_ENCODING);

    /** The state of the connection after the response. */
    public enum Ending {
        /** It stays open, unless the client requests its end. */
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
    private ResponseBody body = new ResponsePieces(List.of());
    private @Nullable OssException error;
    private Ending ending = Ending.KEEP;
    private Duration delay = Duration.ZERO;
    private long heldBytes;

    private ServerResponse(int status) {
        this.status = status;
    }

    /** Returns a response without a body. */
    public static ServerResponse of(int status) {
        return new ServerResponse(status).contentLength(0);
    }

    /** Returns an error with its document. The response to HEAD has the document in a header. */
    public static ServerResponse of(OssException error, RequestHead head) {
        byte[] document = error.document(head);
        ServerResponse response = of(error.status());
        response.error = error;
        error.headers().forEach(response::header);
        response.header(EC.toString(), error.ec());
        return head.method().equals("HEAD")
                ? response.header("x-oss-err", Base64.getEncoder().encodeToString(document))
                : response.body("application/xml", document);
    }

    /**
     * Returns all headers in the order of OSS, including those that each response has. Clients rely on their order and
     * case.
     */
    HttpHeaders headers(RequestHead head, Instant now, boolean keepAlive) {
        // The values were checked when they were set.
        HttpHeaders ordered =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        ordered.add("Server", "AliyunOSS").add("Date", HttpDate.format(now));
        for (AsciiString name : FIRST) {
            ordered.add(name, headers.getAll(name));
        }
        ordered.add("Connection", keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE)
                .add(REQUEST_ID, head.requestId());
        headers.iteratorCharSequence().forEachRemaining(header -> {
            if (FIRST.stream().noneMatch(name -> name.contentEqualsIgnoreCase(header.getKey()))
                    && !EC.contentEqualsIgnoreCase(header.getKey())) {
                ordered.add(header.getKey(), header.getValue());
            }
        });
        return ordered.add(SERVER_TIME, head.elapsedMillis()).add(EC, headers.getAll(EC));
    }

    /** Returns a 304, which has no {@code Content-Length}. */
    public static ServerResponse notModified() {
        return new ServerResponse(304);
    }

    /** Sets a header. The value is encoded by {@link HeaderText#encode}; null sets none. */
    public ServerResponse header(String name, @Nullable String value) {
        if (value != null) {
            headers.set(name, new AsciiString(HeaderText.encode(value), false));
        }
        return this;
    }

    /** Replaces a header, if there is one. A value that is null removes it. */
    public ServerResponse replaceHeader(String name, @Nullable String value) {
        if (headers.contains(name)) {
            headers.remove(name);
            header(name, value);
        }
        return this;
    }

    /** Sets a body, its length, and its type unless that is null. */
    public ServerResponse body(@Nullable String contentType, byte[] bytes) {
        return held(contentType, List.of(ByteBuffer.wrap(bytes)));
    }

    /** Sets an XML document as the body. */
    public ServerResponse document(XmlDocument document) {
        return held("application/xml", document.toPieces());
    }

    private ServerResponse held(@Nullable String contentType, List<ByteBuffer> bytes) {
        body = new ResponsePieces(bytes);
        heldBytes = body.length();
        return header(CONTENT_TYPE.toString(), contentType).contentLength(heldBytes);
    }

    /** Sets the length of the body, or of the body that a HEAD leaves out. */
    public ServerResponse contentLength(long bytes) {
        headers.set(CONTENT_LENGTH, bytes);
        return this;
    }

    /** Sets a range of a file as the body. The connection closes the file in any case. */
    public ServerResponse file(FileChannel file, long from, long length) {
        this.body = ResponseFile.of(file, from, length);
        return contentLength(length);
    }

    /** Sets a piece of memory as the body, which must not be modified later. */
    public ServerResponse piece(ByteBuffer bytes) {
        this.body = new ResponsePieces(List.of(bytes));
        return contentLength(bytes.remaining());
    }

    /** Compresses the body, if there is one, and removes the headers that no longer apply. */
    public ServerResponse gzip() {
        headers.remove("ETag").remove("Accept-Ranges").remove(CONTENT_LENGTH);
        if (body.length() > 0) {
            body = new ResponseGzip(body);
            headers.set(TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        return header("Content-Encoding", "gzip").header("Vary", "Accept-Encoding");
    }

    /** Truncates the body. {@code Content-Length} keeps its value. */
    public ServerResponse truncate(long most) {
        if (body instanceof ResponseGzip compressed) {
            // The end of a compressed body would be missing only for some clients.
            body = compressed.source();
            headers.remove("Content-Encoding");
            headers.remove(TRANSFER_ENCODING);
            contentLength(body.length());
        }
        body = body.truncate(most);
        return this;
    }

    /** Flips a bit of the body, in the byte at {@code position} or in the last one. */
    public ServerResponse flipBit(long position) {
        body = body.flipBit(position);
        return this;
    }

    /** Sets what happens to the connection afterwards. */
    public ServerResponse ending(Ending how) {
        ending = how;
        return this;
    }

    /** Sets the time to wait before the response is sent. */
    public ServerResponse delay(Duration time) {
        delay = time;
        return this;
    }

    int status() {
        return status;
    }

    /** Returns the error that the response reports, or null. */
    @Nullable
    OssException error() {
        return error;
    }

    ResponseBody body() {
        return body;
    }

    /** Returns the number of bytes of the body that are in memory for this response only. */
    long heldBytes() {
        return heldBytes;
    }

    Ending ending() {
        return ending;
    }

    Duration delay() {
        return delay;
    }
}
