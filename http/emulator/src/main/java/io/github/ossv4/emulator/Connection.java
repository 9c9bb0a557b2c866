// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection: reads a request, answers it, and only then looks at the next. Used by the connection's thread alone.
 *
 * <p>A request is judged as soon as its headers are read. If it is refused the answer goes out at once, without
 * {@code 100 Continue} and without waiting for the body. A body that comes all the same is read and dropped for a while:
 * to close a socket that holds unread data is to reset the connection, and the client would lose the answer.
 */
// Where a write fails Netty closes the connection, so there is nobody to tell.
@SuppressWarnings("FutureReturnValueIgnored")
final class Connection extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOGGER = System.getLogger(Connection.class.getName());

    private final RequestRouter operations;
    private final RequestIds requestIds;
    private final Cors cors;
    private final Clock clock;
    private final Duration linger;

    /** What takes the body of the current request; null between requests, while one is answered, and once refused. */
    private @Nullable Receiving receiving;

    private record Receiving(RequestHead exchange, Execution operation) {}

    /** @param linger how long the body of a refused request is read and dropped */
    Connection(RequestRouter operations, RequestIds requestIds, Cors cors, Clock clock, Duration linger) {
        this.operations = operations;
        this.requestIds = requestIds;
        this.cors = cors;
        this.clock = clock;
        this.linger = linger;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof HttpRequest head) {
                begin(context, head);
            } else if (receiving != null) {
                receive(context, receiving, (HttpContent) message);
            } else if (message instanceof LastHttpContent) {
                // The body of a refused request is over; the answer is written before this, or fails with it.
                context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest head) {
        RequestHead exchange = new RequestHead(requestIds.next(), clientIp(context), head, System.nanoTime());
        try {
            receiving = new Receiving(exchange, operations.accept(exchange));
            if (exchange.hasBody() && exchange.expectsContinue()) {
                context.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
            }
        } catch (IOException | RuntimeException e) {
            if (exchange.hasBody()) {
                refuse(context, exchange, e);
            } else {
                receiving = new Receiving(exchange, () -> CompletableFuture.failedFuture(e));
            }
        }
    }

    /** Empty where the client has gone again already. */
    private static String clientIp(ChannelHandlerContext context) {
        return context.channel().remoteAddress() instanceof InetSocketAddress client
                ? client.getAddress().getHostAddress()
                : "";
    }

    private void receive(ChannelHandlerContext context, Receiving current, HttpContent content) {
        RequestHead exchange = current.exchange();
        try {
            if (content.decoderResult().isFailure()) {
                throw OssException.malformedRequest(
                        String.valueOf(content.decoderResult().cause().getMessage()));
            }
            current.operation().receive(content.content());
        } catch (ConnectionResetException e) {
            abort();
            reset(context);
            return;
        } catch (IOException | RuntimeException e) {
            abort();
            refuse(context, exchange, e);
            return;
        }
        if (content instanceof LastHttpContent) {
            context.channel().config().setAutoRead(false);
            CompletionStage<OssResponse> result = complete(current.operation());
            receiving = null;
            // Never from within this call, even where the answer is there already: a client may send a thousand
            // requests in one piece, and each would be answered from within the one before.
            result.whenComplete((answer, failure) ->
                    context.executor().execute(() -> completed(context, current, answer, failure)));
        }
    }

    private static CompletionStage<OssResponse> complete(Execution operation) {
        try {
            return operation.complete();
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void completed(
            ChannelHandlerContext context,
            Receiving current,
            @Nullable OssResponse answer,
            @Nullable Throwable failure) {
        if (answer != null) {
            deliver(context, current.exchange(), answer);
            return;
        }
        abort(current);
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof ConnectionResetException) {
            reset(context);
        } else {
            answer(context, current.exchange(), OssResponse.of(refusal(cause), current.exchange()), false);
        }
    }

    private void deliver(ChannelHandlerContext context, RequestHead exchange, OssResponse answer) {
        if (answer.ending() == OssResponse.Ending.LOST) {
            discard(answer);
            reset(context);
        } else if (answer.delay().isZero()) {
            answer(context, exchange, answer, false);
        } else {
            context.executor()
                    .schedule(
                            () -> answer(context, exchange, answer, false),
                            answer.delay().toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    private static void discard(OssResponse answer) {
        try {
            answer.discard();
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "A file that was to be sent is still open", e);
        }
    }

    /** Answers before the body has been read, which is dropped from now on. */
    private void refuse(ChannelHandlerContext context, RequestHead exchange, Exception reason) {
        receiving = null;
        context.executor().schedule(() -> context.close(), linger.toMillis(), TimeUnit.MILLISECONDS);
        answer(context, exchange, OssResponse.of(refusal(reason), exchange), true);
    }

    private static OssException refusal(@Nullable Throwable reason) {
        if (reason instanceof OssException refusal) {
            return refusal;
        }
        LOGGER.log(System.Logger.Level.WARNING, "The emulator failed", reason);
        return OssException.internalError(String.valueOf(reason));
    }

    private void answer(
            ChannelHandlerContext context, RequestHead exchange, OssResponse answer, boolean bodyIsDropped) {
        boolean keepAlive = exchange.keepsAlive() && !bodyIsDropped && answer.ending() == OssResponse.Ending.KEEP;
        HttpHeaders headers = answer.headers();
        headers.set(HttpHeaderNames.SERVER, "AliyunOSS");
        headers.set(HttpHeaderNames.DATE, DateFormatter.format(Date.from(clock.instant())));
        headers.set(HttpHeaderNames.CONNECTION, keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
        headers.set("x-oss-request-id", exchange.requestId());
        headers.set("x-oss-server-time", exchange.elapsedMillis());
        cors.describe(exchange, headers);
        context.write(
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), headers));
        answer.body().forEach(context::write);
        ChannelFuture sent = context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        sent.addListener(done -> {
            if (!done.isSuccess()) {
                context.close();
            } else if (answer.ending() == OssResponse.Ending.RESET) {
                reset(context);
            } else if (bodyIsDropped) {
                ((SocketChannel) context.channel()).shutdownOutput();
            } else if (keepAlive) {
                context.channel().config().setAutoRead(true);
            } else {
                context.close();
            }
        });
    }

    private static void reset(ChannelHandlerContext context) {
        // Closed with a linger time of 0 a socket sends RST instead of FIN.
        ((SocketChannel) context.channel()).config().setSoLinger(0);
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        abort();
    }

    private void abort() {
        if (receiving != null) {
            abort(receiving);
            receiving = null;
        }
    }

    private static void abort(Receiving current) {
        try {
            current.operation().abort();
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "A body that was given up is still on the disk", e);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOGGER.log(System.Logger.Level.WARNING, "The emulator failed", cause);
        }
        context.close();
    }
}
