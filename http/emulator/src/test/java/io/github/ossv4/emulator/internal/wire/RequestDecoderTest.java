// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The memory that requests reserve while they are decoded, and what happens at the limit. */
class RequestDecoderTest {
    private static final String HEAD = "GET /a HTTP/1.1\r\nHost: localhost\r\n";
    private static final int LIMIT = 10_000;

    private final MemoryLimit limit = MemoryLimit.ofRequests(LIMIT);
    private final RequestDecoder decoder = new RequestDecoder(limit);
    private final EmbeddedChannel channel = new EmbeddedChannel(decoder);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        assertEquals(0, limit.used());
    }

    private void send(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    private <T> T next(Class<T> type) {
        return assertInstanceOf(type, channel.readInbound());
    }

    private void assertRefused(HttpObject message) {
        OssException error =
                assertInstanceOf(OssException.class, message.decoderResult().cause());
        assertEquals(503, error.status());
        assertTrue(decoder.isDiscarding());
    }

    @Test
    void reservesHeadUntilReleased() {
        send(HEAD + "\r\n");

        next(HttpRequest.class);
        assertEquals(LastHttpContent.EMPTY_LAST_CONTENT, channel.readInbound());
        assertEquals(HEAD.length() + 2 + 3 * 160, limit.used());
        decoder.memory().release();
        assertEquals(0, limit.used());
        assertFalse(decoder.isDiscarding());
    }

    @Test
    void reservesIncompleteHeadAndLine() {
        send(HEAD + "a: b");
        long first = limit.used();
        assertTrue(first >= HEAD.length() + 2 * 160 + 4, first + " bytes");
        send("c\r\n");

        assertEquals(HEAD.length() + 3 * 160 + "a: bc\r\n".length(), limit.used());
        assertNull(channel.readInbound());
    }

    @Test
    void doesNotReserveBody() {
        send("PUT /a HTTP/1.1\r\nContent-Length: 100000\r\n\r\n");
        long head = limit.used();
        for (int i = 0; i < 100; i++) {
            send("\n".repeat(1000));
        }

        assertEquals(head, limit.used());
        next(HttpRequest.class);
        for (int i = 0; i < 100; i++) {
            HttpContent piece = next(HttpContent.class);
            assertEquals(i == 99, piece instanceof LastHttpContent);
            piece.release();
        }
    }

    @Test
    void refusesManyHeaders() {
        send(HEAD);
        for (int i = 0; i < 100; i++) {
            send("a:b\r\n");
        }

        assertRefused(next(HttpRequest.class));
        send(HEAD + "\r\n");
        assertNull(channel.readInbound());
    }

    @Test
    void refusesCompleteHead() {
        send(HEAD + "a:b\r\n".repeat(100) + "\r\n");

        assertRefused(next(HttpRequest.class));
        assertNull(channel.readInbound());
    }

    @Test
    void refusesLongLine() {
        send(HEAD + "a: " + "b".repeat(LIMIT));

        assertRefused(next(HttpRequest.class));
    }

    /** The memory that others hold counts too, and others are not affected. */
    @Test
    void refusesRequestOnlyWhileOthersTakeTheMemory() {
        RequestMemory others = new RequestMemory(limit);
        others.reserveHead(LIMIT - 100);
        send(HEAD + "\r\n");
        assertRefused(next(HttpRequest.class));
        assertEquals(LIMIT - 100, limit.used());
        others.release();

        EmbeddedChannel other = new EmbeddedChannel(new RequestDecoder(limit));
        other.writeInbound(Unpooled.copiedBuffer(HEAD + "\r\n", StandardCharsets.ISO_8859_1));
        HttpRequest request = assertInstanceOf(HttpRequest.class, other.readInbound());
        assertTrue(request.decoderResult().isSuccess());
        other.finishAndReleaseAll();
    }

    @Test
    void refusesLongLineBetweenChunks() {
        send("PUT /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1;" + "b".repeat(LIMIT));

        next(HttpRequest.class);
        next(HttpContent.class).release();
        assertRefused(next(LastHttpContent.class));
    }

    @Test
    void dropsTrailers() {
        send("PUT /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + "a: b\r\n".repeat(1000) + "\r\n");

        next(HttpRequest.class);
        LastHttpContent last = next(LastHttpContent.class);
        assertTrue(last.decoderResult().isSuccess());
        assertTrue(last.trailingHeaders().isEmpty());
    }

    @Test
    void leavesNextRequestUndecodedDuringResponse() {
        channel.config().setAutoRead(false);
        send(HEAD + "\r\n");
        assertNull(channel.readInbound());
        assertTrue(limit.used() >= HEAD.length(), limit.used() + " bytes");

        channel.config().setAutoRead(true);
        channel.pipeline().fireChannelRead(Unpooled.EMPTY_BUFFER);
        next(HttpRequest.class);
    }

    @Test
    void discardsTooLongNextRequestDuringResponse() {
        channel.config().setAutoRead(false);
        send("a".repeat(LIMIT + 1));

        assertNull(channel.readInbound());
        assertTrue(decoder.isDiscarding());
        assertEquals(0, limit.used());
    }
}
