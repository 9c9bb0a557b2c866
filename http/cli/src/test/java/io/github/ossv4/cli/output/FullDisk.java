// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;

/** A file on a disk with few free bytes: a write that needs more stores what fits, and the next one fails. */
final class FullDisk implements SeekableByteChannel {
    private final FileChannel file;
    private final long most;

    FullDisk(FileChannel file, long free) throws IOException {
        this.file = file;
        this.most = file.size() + free;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        long free = most - file.size();
        if (free == 0) {
            throw new IOException("No space left on device");
        }
        int count = (int) Math.min(free, bytes.remaining());
        ByteBuffer fitting = bytes.slice().limit(count);
        while (fitting.hasRemaining()) {
            file.write(fitting);
        }
        bytes.position(bytes.position() + count);
        return count;
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
        return file.read(bytes);
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        return file.position(position);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
        return file.truncate(size);
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
