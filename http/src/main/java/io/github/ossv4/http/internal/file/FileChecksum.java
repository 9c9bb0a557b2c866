// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.VerifyResult;
import io.github.ossv4.internal.text.PrintableText;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Computes the CRC64 of a file with several threads. */
public final class FileChecksum {
    /** A further thread for fewer bytes costs more than it saves. */
    private static final long SMALLEST_PART = 4 * 1024 * 1024;

    /** More threads would wait for the disk. */
    private static final int MAX_THREADS = 4;

    private static final int BUFFER = 64 * 1024;

    private final SeekableByteChannel channel;
    private final UploadFile file;

    private FileChecksum(SeekableByteChannel channel, UploadFile file) {
        this.channel = channel;
        this.file = file;
    }

    /**
     * Compares a file with an object.
     *
     * @param size the size of the file
     */
    public static VerifyResult compare(ObjectMetadata metadata, UploadFile file, long size) throws IOException {
        if (metadata.size() != size) {
            return VerifyResult.of(VerifyResult.Outcome.OTHER_LENGTH, metadata, size, null);
        }
        Long remote = metadata.crc64();
        if (remote == null) {
            return VerifyResult.of(VerifyResult.Outcome.UNKNOWN, metadata, size, null);
        }
        long local = compute(file, Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()));
        return VerifyResult.of(
                local == remote ? VerifyResult.Outcome.SAME : VerifyResult.Outcome.OTHER_CRC64, metadata, size, local);
    }

    public static long compute(UploadFile file, int threads) throws IOException {
        try (SeekableByteChannel channel = file.open()) {
            long size = channel.size();
            // Only a file channel can be read at several positions in parallel.
            long parts = channel instanceof FileChannel ? Math.max(1, Math.min(threads, size / SMALLEST_PART)) : 1;
            FileChecksum whole = new FileChecksum(channel, file);
            long crc = parts == 1 ? whole.part(0, size) : whole.parts(size, (int) parts);
            if (channel.size() != size) {
                throw new IOException(file + " had " + size + " bytes and has " + channel.size()
                        + " now: it changed while it was read");
            }
            return crc;
        } catch (ClosedByInterruptException e) {
            throw interrupted(e);
        }
    }

    private long parts(long size, int parts) throws IOException {
        ExecutorService others = Executors.newFixedThreadPool(parts - 1, runnable -> {
            Thread thread = new Thread(runnable, "ossv4-crc64");
            thread.setDaemon(true);
            return thread;
        });
        try {
            // All parts but the last are multiples of the buffer.
            long length = size / parts / BUFFER * BUFFER;
            List<Future<Long>> crcs = new ArrayList<>();
            for (int i = 1; i < parts; i++) {
                long from = i * length;
                long to = i == parts - 1 ? size : from + length;
                crcs.add(others.submit(() -> part(from, to)));
            }
            long crc = part(0, length);
            for (int i = 1; i < parts; i++) {
                long partLength = i == parts - 1 ? size - i * length : length;
                crc = Crc64.combine(crc, await(crcs.get(i - 1)), partLength);
            }
            return crc;
        } finally {
            others.shutdownNow();
        }
    }

    private static long await(Future<Long> crc) throws IOException {
        try {
            return crc.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw new IOException(
                    "a part of the file could not be read: " + PrintableText.escape(String.valueOf(e.getCause())),
                    e.getCause());
        }
    }

    private static InterruptedIOException interrupted(Exception cause) {
        InterruptedIOException interrupted =
                new InterruptedIOException("interrupted while the CRC64 of a file was computed");
        interrupted.initCause(cause);
        return interrupted;
    }

    private long part(long from, long to) throws IOException {
        Long crc = compute(channel, from, to, () -> false);
        if (crc == null) {
            throw new EOFException(file + " ended before " + to + " while it was read");
        }
        return crc;
    }

    /**
     * Computes the CRC64 of bytes of a file. Several threads can read a {@link FileChannel} in parallel.
     *
     * @param stopped checked between reads
     * @return null if the file ends earlier, or if it was stopped
     */
    static @Nullable Long compute(SeekableByteChannel channel, long from, long to, BooleanSupplier stopped)
            throws IOException {
        Crc64 crc = new Crc64();
        return read(channel, from, to, stopped, crc::update) ? crc.getValue() : null;
    }

    /** Reads bytes of a file. Returns false if the file ends earlier, or if it was stopped between reads. */
    static boolean read(
            SeekableByteChannel channel, long from, long to, BooleanSupplier stopped, Consumer<ByteBuffer> bytes)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect((int) Math.min(BUFFER, Math.max(1, to - from)));
        long at = from;
        while (at < to) {
            buffer.clear();
            buffer.limit((int) Math.min(buffer.capacity(), to - at));
            int read = stopped.getAsBoolean()
                    ? -1
                    : channel instanceof FileChannel
                            ? ((FileChannel) channel).read(buffer, at)
                            : channel.position(at).read(buffer);
            if (read < 0) {
                return false;
            }
            buffer.flip();
            bytes.accept(buffer);
            at += read;
        }
        return true;
    }
}
