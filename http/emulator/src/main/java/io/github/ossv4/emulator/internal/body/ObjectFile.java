// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.body;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file with the bytes of objects. Copies of an object share it; the last holder deletes it. Thread-safe. A thread that
 * appends holds its monitor.
 */
public final class ObjectFile extends HeldContent {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path path;

    /** Creates a file with one holder. */
    public ObjectFile(Path path) {
        this(path, 1);
    }

    private ObjectFile(Path path, int holders) {
        super(holders);
        this.path = path;
    }

    /** Creates a file whose holders are not known yet. */
    static ObjectFile withoutHolder(Path path) {
        return new ObjectFile(path, 0);
    }

    /** Returns the number that is the name of the file. */
    public long number() {
        return Long.parseLong(path.getFileName().toString());
    }

    public Path path() {
        return path;
    }

    @Override
    void free() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // No object refers to it any more, and it is deleted with the directory.
        }
    }

    @Override
    public void copyTo(Receiver receiver, long first, long length) throws IOException {
        try (FileChannel from = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(length, BUFFER_BYTES));
            for (long done = 0; done < length; ) {
                buffer.clear().limit((int) Math.min(length - done, buffer.capacity()));
                done += from.read(buffer, first + done);
                receiver.write(buffer.flip());
            }
        }
    }

    @Override
    public void transferTo(WritableByteChannel to, long length) throws IOException {
        try (FileChannel from = FileChannel.open(path, StandardOpenOption.READ)) {
            for (long done = 0; done < length; ) {
                done += from.transferTo(done, length - done, to);
            }
        }
    }
}
