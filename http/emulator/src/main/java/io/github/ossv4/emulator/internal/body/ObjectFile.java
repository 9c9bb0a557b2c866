// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.body;

import io.github.ossv4.checksum.Crc64;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file with the bytes of objects. Copies of an object share it; the last holder deletes it. A file of an earlier
 * process is compared with the CRC64 of its object before it is read: another program may have changed it. Links are
 * not followed. Thread-safe: the monitor guards the number of holders, and a thread that appends holds it.
 */
public final class ObjectFile implements BodyContent {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path path;
    private int holders;

    /** The number of first bytes that match the CRC64 of an object. */
    private volatile long checked;

    /** Creates a file with one holder. */
    public ObjectFile(Path path) {
        this(path, 1, Long.MAX_VALUE);
    }

    private ObjectFile(Path path, int holders, long checked) {
        this.path = path;
        this.holders = holders;
        this.checked = checked;
    }

    /** Creates a file of an earlier process, whose holders are not known yet. */
    static ObjectFile withoutHolder(Path path) {
        return new ObjectFile(path, 0, 0);
    }

    /** Opens the file to read it. The opening of a pipe would wait for its other end. */
    public FileChannel open() throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new IOException(path + " must be a regular file");
        }
        return FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    /** Adds a holder from an earlier run of the emulator. */
    synchronized void restoreHolder() {
        holders++;
    }

    @Override
    public synchronized boolean retain() {
        if (holders == 0) {
            return false;
        }
        holders++;
        return true;
    }

    @Override
    public synchronized void release() {
        holders--;
        if (holders == 0) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // No object refers to it any more, and it is deleted with the directory.
            }
        }
    }

    /** Throws if the first bytes are not those that were stored. */
    void check(long size, long crc64) throws IOException {
        if (size <= checked) {
            return;
        }
        Crc64 found = new Crc64();
        copyTo(found::update, 0, size);
        if (found.getValue() != crc64) {
            throw new IOException(path + " does not have the bytes of its object: their CRC64 must be "
                    + Crc64.toString(crc64) + ", was " + found);
        }
        checked = size;
    }

    /** Returns the number that is the name of the file. */
    public long number() {
        return Long.parseLong(path.getFileName().toString());
    }

    public Path path() {
        return path;
    }

    @Override
    public void copyTo(Receiver receiver, long first, long length) throws IOException {
        try (FileChannel from = open()) {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(length, BUFFER_BYTES));
            for (long done = 0; done < length; ) {
                buffer.clear().limit((int) Math.min(length - done, buffer.capacity()));
                int read = from.read(buffer, first + done);
                if (read < 0) {
                    throw new EOFException(path + " has fewer than " + (first + length) + " bytes");
                }
                done += read;
                receiver.write(buffer.flip());
            }
        }
    }

    @Override
    public void transferTo(WritableByteChannel to, long length) throws IOException {
        try (FileChannel from = open()) {
            for (long done = 0; done < length; ) {
                long written = from.transferTo(done, length - done, to);
                if (written == 0 && from.size() <= done) {
                    throw new EOFException(path + " has fewer than " + length + " bytes");
                }
                done += written;
            }
        }
    }
}
