// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;

/**
 * A decoder of requests that reserves the memory of each before it passes it on, also while its head is incomplete. If
 * the limit would be exceeded, the decoder passes on a failed request with the {@link OssException}, and discards all
 * further bytes. While the connection responds, what follows the request stays undecoded.
 */
final class RequestDecoder extends HttpRequestDecoder {
    /** A request line can contain a callback and its variables, of 5 KB each before percent-encoding. */
    private static final int MAX_HEADER_BYTES = 64 * 1024;

    private static final int MAX_PIECE_BYTES = 64 * 1024;

    /** The Java objects of a header: its entry in the map, its name, its value, and the characters of both. */
    private static final int LINE_OVERHEAD_BYTES = 160;

    private static final byte LINE_FEED = '\n';

    /** Reused for each request of the connection. */
    private final RequestMemory memory;

    /** The memory of received bytes that are not decoded, such as an incomplete line. */
    private final RequestMemory undecoded;

    private boolean inHead = true;
    private boolean discarding;

    RequestDecoder(MemoryLimit limit) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_HEADER_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxChunkSize(MAX_PIECE_BYTES)
                .setTrailersFactory(NoTrailers.FACTORY));
        this.memory = new RequestMemory(limit);
        this.undecoded = new RequestMemory(limit);
    }

    /** Returns the memory of the current request. */
    RequestMemory memory() {
        return memory;
    }

    /** Returns whether the limit was exceeded: the connection must be closed after the response. */
    boolean isDiscarding() {
        return discarding;
    }

    /** Decodes what was received together with the last request. */
    void resume(ChannelHandlerContext connection) {
        ChannelHandlerContext context = connection.pipeline().context(this);
        if (context != null) {
            try {
                channelRead(context, Unpooled.EMPTY_BUFFER);
            } catch (Exception e) {
                context.fireExceptionCaught(e);
            }
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> decoded) throws Exception {
        if (discarding) {
            bytes.skipBytes(bytes.readableBytes());
            return;
        }
        int before = decoded.size();
        // Reading stops during a response, but more than the request may have been received at once.
        boolean responding = !context.channel().config().isAutoRead();
        try {
            int start = bytes.readerIndex();
            if (!responding) {
                super.decode(context, bytes, decoded);
            }
            reserve(bytes, start);
        } catch (OssException e) {
            while (decoded.size() > before) {
                ReferenceCountUtil.release(decoded.remove(decoded.size() - 1));
            }
            discard(context, bytes);
            if (!responding) {
                decoded.add(failure(e));
            }
            return;
        }
        if (decoded.size() > before) {
            inHead = decoded.get(decoded.size() - 1) instanceof LastHttpContent;
        }
    }

    /**
     * A GET or HEAD has no body, even if it has a length: oss2 sends the headers of an upload with a GET. {@link
     * Connection} discards a body that follows.
     */
    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return super.isContentAlwaysEmpty(message)
                || (message instanceof HttpRequest request && RequestHead.hasUnreadBody(request));
    }

    /** Discards all that follows: the connection will be closed. */
    void discardRest() {
        discarding = true;
    }

    /** Keeps both headers: clients send them, and sign them. {@link Connection} compares the length with the chunks. */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        clearContentLength();
    }

    private void reserve(ByteBuf bytes, int start) {
        int end = bytes.readerIndex();
        undecoded.release();
        if (end == start) {
            undecoded.reserveHead(bytes.capacity());
        } else if (inHead) {
            long lines = 0;
            for (int i = bytes.indexOf(start, end, LINE_FEED); i >= 0; i = bytes.indexOf(i + 1, end, LINE_FEED)) {
                lines++;
            }
            memory.reserveHead(end - start + lines * LINE_OVERHEAD_BYTES);
        }
    }

    private void discard(ChannelHandlerContext context, ByteBuf bytes) throws Exception {
        discarding = true;
        bytes.skipBytes(bytes.readableBytes());
        // Frees what was decoded of an incomplete head.
        reset();
        super.decode(context, Unpooled.EMPTY_BUFFER, new ArrayList<>());
    }

    private HttpObject failure(OssException reason) {
        HttpObject failed = inHead ? createInvalidMessage() : new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
        failed.setDecoderResult(DecoderResult.failure(reason));
        return failed;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        undecoded.release();
        memory.release();
    }

    /** The headers after a body in chunks, which nothing reads. */
    private static final class NoTrailers extends DefaultHttpHeaders {
        static final HttpHeadersFactory FACTORY = new HttpHeadersFactory() {
            @Override
            public HttpHeaders newHeaders() {
                return new NoTrailers();
            }

            @Override
            public HttpHeaders newEmptyHeaders() {
                return new NoTrailers();
            }
        };

        @Override
        public HttpHeaders add(CharSequence name, Object value) {
            return this;
        }
    }
}
