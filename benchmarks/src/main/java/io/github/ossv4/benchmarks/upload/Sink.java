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
 * An OSS on loopback that accepts all uploads as fast as possible and stores only their lengths. It assumes that all
 * bytes are {@link ConstantBytes} and returns their CRC64; downloads consist of them, too. Signatures are ignored.
 */
final class Sink implements AutoCloseable {
    private final ServerSocketChannel listening;
    private final Set<SinkConnection> connections = ConcurrentHashMap.newKeySet();
    private final LongAdder received = new LongAdder();
    private final Map<String, Long> objects = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> uploads = new ConcurrentHashMap<>();
    private final AtomicInteger uploadIds = new AtomicInteger();

    private Sink() throws IOException {
        this.listening = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread accepting = new Thread(this::accept, "sink");
        accepting.setDaemon(true);
        accepting.start();
    }

    static Sink start() throws IOException {
        return new Sink();
    }

    /** Prints its endpoint and runs until the end of its standard input. */
    public static void main(String[] arguments) throws IOException {
        try (Sink sink = start()) {
            System.out.println(sink.endpoint());
            while (System.in.read() >= 0) {
                // Input is ignored.
            }
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = listening.accept();
                SinkConnection connection = new SinkConnection(this, channel);
                connections.add(connection);
                Thread thread = new Thread(() -> run(connection), "sink connection");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (ClosedChannelException e) {
            // Closed.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(SinkConnection connection) {
        try {
            connection.serve();
        } catch (IOException e) {
            // The client closed the connection.
        } finally {
            connections.remove(connection);
        }
    }

    String endpoint() throws IOException {
        return "http://127.0.0.1:" + ((InetSocketAddress) listening.getLocalAddress()).getPort();
    }

    /** Returns the number of received bytes of objects and parts. */
    long received() {
        return received.sum();
    }

    void count(long bytes) {
        received.add(bytes);
    }

    void store(String path, long length) {
        objects.put(path, length);
    }

    /** Returns the length of an object; -1 if it does not exist. */
    long length(String path) {
        return objects.getOrDefault(path, -1L);
    }

    void delete(String path) {
        objects.remove(path);
    }

    String initiateUpload() {
        String id = "upload" + uploadIds.incrementAndGet();
        uploads.put(id, new LongAdder());
        return id;
    }

    /** Stores a part. Clients send each part once. */
    void part(String uploadId, long length) {
        uploads.computeIfAbsent(uploadId, id -> new LongAdder()).add(length);
    }

    /** Removes an upload and returns the total length of its parts. */
    long removeUpload(String uploadId) {
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
