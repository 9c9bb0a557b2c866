// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.stream.ChunkedInput;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection, which completes one request before it reads the next. Used by the connection's thread only.
 *
 * <p>A request is accepted or rejected when its head has been read. If it is rejected, the response is sent
 * immediately, without {@code 100 Continue} and without waiting for the body. A body that arrives nevertheless is read
 * and discarded for a while: closing a socket with unread data resets the connection, and the client would lose the
 * response.
 *
 * <p>Rule: a connection waits for a request, and for the rest of it, for a limited time; a request whose signature is
 * not checked must arrive completely within this time ({@code IdleTimeoutTest}).
 */
// If a write fails, Netty closes the connection: nothing is left to do.
@SuppressWarnings("FutureReturnValueIgnored")
final class Connection extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOGGER = System.getLogger(Connection.class.getName());

    /** The timer of the pipeline starts a little before this object exists. */
    private static final long TIMER_TOLERANCE_NANOS = 50_000_000;

    /**
     * The memory of a head after which the connection is not kept open: the decoder keeps a buffer of the longest line.
     * Ordinary requests take 4 KB.
     */
    private static final long MAX_KEPT_BYTES = 16 * 1024;

    private final RequestDecoder decoder;
    private final RequestHandler handler;
    private final RequestIds requestIds;
    private final Clock clock;
    private final Duration linger;
    private final Duration idleTimeout;
    private final @Nullable RequestObserver observer;

    /** The request whose body is being received. Null between requests, during a response, and after a rejection. */
    private @Nullable Receiving receiving;

    /** The memory of the head of the current request. */
    private long headBytes;

    /**
     * The time at which the connection began to wait for a request, by {@link System#nanoTime}; meaningless while it
     * responds.
     */
    private long waitingSince = System.nanoTime();

    /** Whether the response to a completely received or rejected request is not sent yet. */
    private boolean responding;

    /** The body of the response that is being sent. */
    private @Nullable Object body;

    /** The number of unsent pieces of the response at the last check. */
    private int pendingPieces;

    /** The number of sent bytes at the last check. */
    private long sentBytes;

    private record Receiving(RequestHead head, Execution execution) {}

    /**
     * @param decoder before this handler in the pipeline
     * @param linger how long the body of a rejected request is read and discarded
     * @param idleTimeout how long to wait for a request, and for the rest of one
     * @param observer null if there is none
     */
    Connection(
            RequestDecoder decoder,
            RequestHandler handler,
            RequestIds requestIds,
            Clock clock,
            Duration linger,
            Duration idleTimeout,
            @Nullable RequestObserver observer) {
        this.decoder = decoder;
        this.handler = handler;
        this.requestIds = requestIds;
        this.clock = clock;
        this.linger = linger;
        this.idleTimeout = idleTimeout;
        this.observer = observer;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof HttpRequest http) {
                start(context, http);
            } else if (receiving != null) {
                receive(context, receiving, (HttpContent) message);
            } else if (message instanceof LastHttpContent) {
                // The body of a rejected request is complete. The response is written before this, or fails with it.
                context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void start(ChannelHandlerContext context, HttpRequest http) {
        RequestHead head = new RequestHead(
                requestIds.next(),
                clientIp(context),
                scheme(context),
                http,
                System.nanoTime(),
                decoder.memory(),
                new RequestTrace());
        headBytes = decoder.memory().reserved();
        try {
            receiving = new Receiving(head, handler.start(head));
            if (head.hasBody() && head.expectsContinue()) {
                context.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
            }
        } catch (IOException | RuntimeException e) {
            if (head.hasBody()) {
                reject(context, head, e);
            } else {
                receiving = new Receiving(head, () -> CompletableFuture.failedFuture(e));
            }
        }
    }

    /** Returns an empty text if the client has already disconnected. */
    private static String clientIp(ChannelHandlerContext context) {
        return context.channel().remoteAddress() instanceof InetSocketAddress client
                ? client.getAddress().getHostAddress()
                : "";
    }

    private static String scheme(ChannelHandlerContext context) {
        return context.pipeline().get(SslHandler.class) == null ? "http" : "https";
    }

    private void receive(ChannelHandlerContext context, Receiving current, HttpContent content) {
        try {
            if (content.decoderResult().isFailure()) {
                throw OssException.ofDecoding(content.decoderResult().cause());
            }
            checkTime(current.head());
            long bytes = current.head().trace().received(content.content().readableBytes());
            current.head().checkChunks(bytes, content instanceof LastHttpContent);
            current.execution().receive(content.content());
        } catch (ConnectionResetException e) {
            abort();
            reset(context, current.head());
            return;
        } catch (IOException | RuntimeException e) {
            abort();
            reject(context, current.head(), e);
            return;
        }
        if (content instanceof LastHttpContent) {
            context.channel().config().setAutoRead(false);
            responding = true;
            CompletionStage<ServerResponse> result = complete(context, current.execution());
            receiving = null;
            // Never within this call, even if the response is complete: a client may send a thousand requests in one
            // piece, and each response would be sent within the call for the one before.
            result.whenComplete((response, failure) ->
                    context.executor().execute(() -> completed(context, current, response, failure)));
        }
    }

    /**
     * Limits the time for which a request holds memory before its signature is checked: its body may arrive byte by
     * byte.
     */
    private void checkTime(RequestHead head) {
        if (!head.trace().isChecked() && head.elapsedMillis() > idleTimeout.toMillis()) {
            throw OssError.REQUEST_TIMEOUT.exception();
        }
    }

    private CompletionStage<ServerResponse> complete(ChannelHandlerContext context, Execution execution) {
        try {
            CompletableFuture<ServerResponse> response = execution.complete().toCompletableFuture();
            // Immediately, before the thread executes the requests of other connections.
            return response.isDone()
                    ? response.thenApply(this::reserve)
                    : response.thenApplyAsync(this::reserve, context.executor());
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private ServerResponse reserve(ServerResponse response) {
        decoder.memory().reserveResponse(response.heldBytes());
        return response;
    }

    private void completed(
            ChannelHandlerContext context,
            Receiving current,
            @Nullable ServerResponse response,
            @Nullable Throwable failure) {
        if (response != null) {
            deliver(context, current.head(), response);
            return;
        }
        abort(current);
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof ConnectionResetException) {
            reset(context, current.head());
        } else {
            send(
                    context,
                    current.head(),
                    ServerResponse.of(toError(cause), current.head()),
                    current.head().hasUnreadBody());
        }
    }

    private void deliver(ChannelHandlerContext context, RequestHead head, ServerResponse response) {
        if (response.ending() == ServerResponse.Ending.LOST) {
            discard(response);
            decoder.memory().release();
            reset(context, head);
        } else if (response.delay().isZero()) {
            send(context, head, response, head.hasUnreadBody());
        } else {
            context.executor()
                    .schedule(
                            () -> send(context, head, response, head.hasUnreadBody()),
                            response.delay().toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    private static void discard(ServerResponse response) {
        try {
            response.body().discard();
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "cannot close the file of a discarded response", e);
        }
    }

    /** Responds before the body has been received, which is discarded from now on. */
    private void reject(ChannelHandlerContext context, RequestHead head, Exception reason) {
        receiving = null;
        responding = true;
        context.executor().schedule(() -> context.close(), linger.toMillis(), TimeUnit.MILLISECONDS);
        send(context, head, ServerResponse.of(toError(reason), head), true);
    }

    private static OssException toError(@Nullable Throwable reason) {
        if (reason instanceof OssException error) {
            return error;
        }
        LOGGER.log(System.Logger.Level.WARNING, "the emulator failed", reason);
        return OssError.INTERNAL_ERROR.saying("The emulator failed: " + String.valueOf(reason));
    }

    private void send(
            ChannelHandlerContext context, RequestHead head, ServerResponse response, boolean bodyIsDiscarded) {
        boolean keepAlive = head.keepsAlive()
                && !bodyIsDiscarded
                && !decoder.isDiscarding()
                && response.ending() == ServerResponse.Ending.KEEP
                && headBytes <= MAX_KEPT_BYTES;
        handler.describe(head, response);
        HttpHeaders headers = response.headers(head, clock.instant(), keepAlive);
        // Reported before the client receives the response: a test may query its own request immediately.
        report(
                head,
                HandledRequest.Result.of(response.status(), response.error()),
                response.body().length());
        try {
            ChunkedWriteHandler chunks = context.pipeline().get(ChunkedWriteHandler.class);
            body = response.body()
                    .message(
                            context.pipeline().get(SslHandler.class) != null,
                            () -> context.executor().execute(chunks::resumeTransfer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        context.write(
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()), headers));
        context.write(body).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        ChannelFuture sent = context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        sent.addListener(done -> {
            decoder.memory().release();
            body = null;
            if (!done.isSuccess()) {
                // Netty does not close chunks that are written after the end of the connection.
                discard(response);
                closeAfter(context, done.cause());
            } else if (response.ending() == ServerResponse.Ending.RESET) {
                reset(context);
            } else if (bodyIsDiscarded) {
                ((SocketChannel) context.channel()).shutdownOutput();
                if (head.hasUnreadBody()) {
                    discardRest(context);
                }
            } else if (keepAlive && !decoder.isDiscarding()) {
                responding = false;
                waitingSince = System.nanoTime();
                context.channel().config().setAutoRead(true);
                decoder.resume(context);
            } else {
                context.close();
            }
        });
    }

    /** Discards a body that may follow, so that the client does not lose the response. */
    private void discardRest(ChannelHandlerContext context) {
        decoder.discardRest();
        context.channel().config().setAutoRead(true);
        context.executor().schedule(() -> context.close(), linger.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void report(RequestHead head, HandledRequest.Result result, long bytesOut) {
        if (observer == null || head.trace().isHidden()) {
            return;
        }
        try {
            observer.handled(head.trace().complete(head, clock.instant(), result, bytesOut));
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.WARNING, "cannot report a request", e);
        }
    }

    /** Resets the connection instead of sending a response. */
    private void reset(ChannelHandlerContext context, RequestHead head) {
        report(head, HandledRequest.Result.noResponse("the connection was reset"), 0);
        reset(context);
    }

    private static void reset(ChannelHandlerContext context) {
        // A socket with a linger time of 0 sends RST instead of FIN.
        ((SocketChannel) context.channel()).config().setSoLinger(0);
        // Not through the pipeline: TLS would announce the end first.
        context.channel().unsafe().close(context.channel().voidPromise());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (receiving != null) {
            report(receiving.head(), HandledRequest.Result.noResponse("the client disconnected"), 0);
        }
        abort();
    }

    /** Closes a connection on which nothing happens, so that clients that disappeared do not hold files and memory. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof IdleStateEvent)) {
            context.fireUserEventTriggered(event);
        } else if (responding) {
            closeIfStalled(context);
        } else if (receiving != null) {
            RequestHead head = receiving.head();
            abort();
            reject(context, head, OssError.REQUEST_TIMEOUT.exception());
        } else if (System.nanoTime() - waitingSince >= idleTimeout.toNanos() - TIMER_TOLERANCE_NANOS) {
            // The head of a request is missing or incomplete.
            context.close();
        }
    }

    /** Closes the connection if the client has read nothing of the response since the last check. */
    private void closeIfStalled(ChannelHandlerContext context) {
        ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
        int pending = buffer == null ? 0 : buffer.size();
        long progress = (pending == 0 ? 0 : buffer.currentProgress())
                + (body instanceof ChunkedInput<?> chunks ? chunks.progress() : 0);
        if (pending > 0 && pending == pendingPieces && progress == sentBytes) {
            context.close();
        }
        pendingPieces = pending;
        sentBytes = progress;
    }

    private void abort() {
        if (receiving != null) {
            abort(receiving);
            receiving = null;
        }
    }

    private static void abort(Receiving current) {
        try {
            current.execution().abort();
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "cannot delete the file of an aborted request", e);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        closeAfter(context, cause);
    }

    private static void closeAfter(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException) && !(cause.getCause() instanceof SSLException)) {
            LOGGER.log(System.Logger.Level.WARNING, "the emulator failed", cause);
        }
        context.close();
    }
}
