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
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.nio.channels.ServerSocketChannel;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The HTTP server. Thread-safe. */
public final class Server implements AutoCloseable {
    /** More than one, since a connection blocks its thread while it waits for the disk. */
    private static final int THREADS = 4;

    private final EventLoopGroup threads;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    /**
     * Starts to accept connections.
     *
     * @param linger how long the body of a rejected request is read and discarded
     * @param idleTimeout how long a connection waits for a request, and for the rest of one
     * @param observer null if there is none
     */
    public Server(
            ServerSocketChannel socket,
            RequestHandler handler,
            Clock clock,
            Duration linger,
            Duration idleTimeout,
            @Nullable RequestObserver observer) {
        RequestIds requestIds = new RequestIds(clock);
        threads = new MultiThreadIoEventLoopGroup(
                THREADS,
                DaemonThreads.named("ossv4-emulator-" + socket.socket().getLocalPort()),
                NioIoHandler.newFactory());
        channels.add(new ServerBootstrap()
                .group(threads)
                .channelFactory(() -> new NioServerSocketChannel(socket))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channels.add(channel);
                        RequestDecoder decoder = new RequestDecoder(BufferLimit.OF_PROCESS);
                        channel.pipeline()
                                .addLast(decoder)
                                .addLast(new HttpResponseEncoder())
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
