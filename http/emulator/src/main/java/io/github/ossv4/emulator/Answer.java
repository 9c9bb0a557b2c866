// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.channels.FileChannel;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with, less the headers that every answer has. Built up by one operation, then handed to
 * the connection; not thread-safe.
 */
final class Answer {
    private final int status;
    private final HttpHeaders headers = new DefaultHttpHeaders();
    private @Nullable Object body;
    private boolean endsInReset;

    private Answer(int status) {
        this.status = status;
    }

    static Answer of(int status) {
        Answer answer = new Answer(status);
        answer.headers.set(HttpHeaderNames.CONTENT_LENGTH, 0);
        return answer;
    }

    /** A refusal with its document. The answer to HEAD has no body, so there it stands in a header. */
    static Answer of(Refusal refusal, Exchange exchange) {
        byte[] document = ErrorDocument.of(refusal, exchange);
        Answer answer = of(refusal.status());
        String ec = refusal.ec();
        if (ec != null) {
            answer.header("x-oss-ec", ec);
        }
        return exchange.method().equals("HEAD")
                ? answer.header("x-oss-err", Base64.getEncoder().encodeToString(document))
                : answer.body("application/xml", document);
    }

    /** Sets a header. Text beyond ASCII is sent as UTF-8. */
    Answer header(String name, String value) {
        headers.set(name, WireText.toSend(value));
        return this;
    }

    /** Sets a body and the two headers that belong to it. Without content type it has none. */
    Answer body(@Nullable String contentType, byte[] bytes) {
        if (contentType != null) {
            header("Content-Type", contentType);
        }
        headers.set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        body = new DefaultHttpContent(Unpooled.wrappedBuffer(bytes));
        return this;
    }

    /** Sets the length that a body has, or would have where only its headers are asked for. */
    Answer contentLength(long bytes) {
        headers.set(HttpHeaderNames.CONTENT_LENGTH, bytes);
        return this;
    }

    /** Sends part of a file as the body. The file is closed when it has been sent, or cannot be. */
    Answer file(FileChannel file, long from, long length) {
        body = new DefaultFileRegion(file, from, length);
        return this;
    }

    /** Has the connection reset (RST) after the body. */
    Answer endInReset() {
        endsInReset = true;
        return this;
    }

    int status() {
        return status;
    }

    HttpHeaders headers() {
        return headers;
    }

    /** The body as Netty writes it, reference-counted; null where there is none. */
    @Nullable
    Object body() {
        return body;
    }

    boolean endsInReset() {
        return endsInReset;
    }
}
