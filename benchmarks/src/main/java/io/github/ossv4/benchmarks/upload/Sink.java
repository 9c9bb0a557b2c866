// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * An OSS on loopback that takes whatever comes, as fast as it can, and keeps only how long it was. It believes all bytes to be
 * {@link ConstantBytes}, and answers with their CRC64; what is downloaded is made of them, too. Signatures are not looked at.
 */
final class Sink implements AutoCloseable {
    private final ServerSocketChannel listening;
    private final Set<SinkConnection> connections = ConcurrentHashMap.newKeySet();
    private final LongAdder received = new LongAdder();
    private final Map<String, Long> objects = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> uploads = new ConcurrentHashMap<>();
    private final AtomicInteger uploadIds = new AtomicInteger();
    private final long bytesPerSecond;

    private Sink(long bytesPerSecond) throws IOException {
        this.bytesPerSecond = bytesPerSecond;
        this.listening = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread accepting = new Thread(this::accept, "sink");
        accepting.setDaemon(true);
        accepting.start();
    }

    static Sink start() throws IOException {
        return new Sink(Long.MAX_VALUE);
    }

    /** One that takes no more than so many bytes a second from each connection. */
    static Sink slow(long bytesPerSecond) throws IOException {
        return new Sink(bytesPerSecond);
    }

    /** Says where it is, and runs until its standard input ends. */
    public static void main(String[] arguments) throws IOException {
        try (Sink sink = start()) {
            System.out.println(sink.endpoint());
            while (System.in.read() >= 0) {
                // Nothing is said to it.
            }
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = listening.accept();
                SinkConnection connection = new SinkConnection(this, channel);
                connections.add(connection);
                Thread thread = new Thread(() -> run(connection), "sink's connection");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (ClosedChannelException e) {
            // The end.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(SinkConnection connection) {
        try {
            connection.serve();
        } catch (IOException e) {
            // The client is gone.
        } finally {
            connections.remove(connection);
        }
    }

    String endpoint() throws IOException {
        return "http://127.0.0.1:" + ((InetSocketAddress) listening.getLocalAddress()).getPort();
    }

    /** How many bytes of objects and parts have come. */
    long received() {
        return received.sum();
    }

    /** Whether a body is under way. */
    boolean isReceiving() {
        return connections.stream().anyMatch(SinkConnection::isReceiving);
    }

    void count(long bytes) {
        received.add(bytes);
    }

    long bytesPerSecond() {
        return bytesPerSecond;
    }

    void store(String path, long length) {
        objects.put(path, length);
    }

    /** How long an object is, or -1 if there is none. */
    long length(String path) {
        return objects.getOrDefault(path, -1L);
    }

    void delete(String path) {
        objects.remove(path);
    }

    String beginUpload() {
        String id = "upload" + uploadIds.incrementAndGet();
        uploads.put(id, new LongAdder());
        return id;
    }

    /** Takes a part. No part is ever sent twice. */
    void part(String uploadId, long length) {
        uploads.computeIfAbsent(uploadId, id -> new LongAdder()).add(length);
    }

    /** Ends an upload, and says how long its parts were. */
    long endUpload(String uploadId) {
        LongAdder length = uploads.remove(uploadId);
        return length == null ? 0 : length.sum();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (SinkConnection connection : connections) {
            connection.close();
        }
    }
}
