// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.nio.channels.ServerSocketChannel;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** The server for HTTP/1.1, plain and over TLS. Thread-safe. */
public final class Server implements AutoCloseable {
    /** More than one, since a connection blocks its thread while it waits for the disk. */
    private static final int THREADS = 4;

    /**
     * A socket that accepts connections.
     *
     * @param tls the context of https; null for http
     */
    public record Listener(
            ServerSocketChannel socket, @Nullable SSLContext tls) {}

    private final EventLoopGroup threads;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    /**
     * Starts to accept connections.
     *
     * @param listeners at least one
     * @param linger how long the body of a rejected request is read and discarded
     * @param idleTimeout how long a connection waits for a request, and for the rest of one
     * @param observer null if there is none
     */
    public Server(
            List<Listener> listeners,
            RequestHandler handler,
            Clock clock,
            Duration linger,
            Duration idleTimeout,
            @Nullable RequestObserver observer) {
        RequestIds requestIds = new RequestIds(clock);
        threads = new MultiThreadIoEventLoopGroup(
                THREADS,
                DaemonThreads.named(
                        "ossv4-emulator-" + listeners.get(0).socket().socket().getLocalPort()),
                NioIoHandler.newFactory());
        for (Listener listener : listeners) {
            channels.add(new ServerBootstrap()
                    .group(threads)
                    .channelFactory(() -> new NioServerSocketChannel(listener.socket()))
                    .childHandler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel channel) {
                            channels.add(channel);
                            RequestDecoder decoder = new RequestDecoder(MemoryLimit.OF_REQUESTS);
                            if (listener.tls() != null) {
                                channel.pipeline().addLast(tls(listener.tls(), idleTimeout));
                            }
                            channel.pipeline()
                                    .addLast(new ChunkedWriteHandler())
                                    .addLast(decoder)
                                    .addLast(new OssResponseEncoder())
                                    // After the decoder, so that a head must arrive in time as a whole.
                                    .addLast(new IdleStateHandler(idleTimeout.toMillis(), 0, 0, TimeUnit.MILLISECONDS))
                                    .addLast(new Connection(
                                            decoder, handler, requestIds, clock, linger, idleTimeout, observer));
                        }
                    })
                    .register()
                    .syncUninterruptibly()
                    .channel());
        }
    }

    private static SslHandler tls(SSLContext context, Duration timeout) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(timeout.toMillis());
        return handler;
    }

    /** Closes all connections and accepts no more. */
    public void closeConnections() {
        channels.close().awaitUninterruptibly();
    }

    /** Stops the threads. */
    @Override
    public void close() {
        threads.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
