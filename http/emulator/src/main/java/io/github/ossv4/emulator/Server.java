// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Takes connections and speaks HTTP on them. Thread-safe. */
final class Server implements AutoCloseable {
    /** More than one, since a connection holds its thread while the disk holds it. */
    private static final int THREADS = 4;

    /** A request line can carry a callback and its variables, of 5 KB each before percent-encoding. */
    private static final int MAX_HEADER_BYTES = 64 * 1024;

    private static final int MAX_PIECE_BYTES = 64 * 1024;

    private final EventLoopGroup threads;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    /**
     * Starts to listen.
     *
     * @param connection makes what a new connection is served by
     */
    Server(ServerSocketChannel socket, Supplier<ChannelHandler> connection) {
        String name = "ossv4-emulator-" + socket.socket().getLocalPort();
        threads = new MultiThreadIoEventLoopGroup(
                THREADS, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
        channels.add(new ServerBootstrap()
                .group(threads)
                .channelFactory(() -> new NioServerSocketChannel(socket))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channels.add(channel);
                        channel.pipeline()
                                .addLast(new HttpRequestDecoder(new HttpDecoderConfig()
                                        .setMaxInitialLineLength(MAX_HEADER_BYTES)
                                        .setMaxHeaderSize(MAX_HEADER_BYTES)
                                        .setMaxChunkSize(MAX_PIECE_BYTES)))
                                .addLast(new HttpResponseEncoder())
                                .addLast(new FlowControlHandler())
                                .addLast(connection.get());
                    }
                })
                .register()
                .syncUninterruptibly()
                .channel());
    }

    /** Cuts all connections and takes no more. */
    void closeConnections() {
        channels.close().awaitUninterruptibly();
    }

    /** Ends the threads. */
    @Override
    public void close() {
        threads.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
