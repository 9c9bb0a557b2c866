// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.body;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** A directory with the files of bodies, whose names are numbers. Thread-safe. */
public final class BodyFiles {
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    private final Path directory;
    private final AtomicLong next = new AtomicLong();
    private final Map<Long, ObjectFile> restored = new ConcurrentHashMap<>();

    public BodyFiles(Path directory) {
        this.directory = directory;
    }

    private Path path(long number) {
        return directory.resolve(Long.toString(number));
    }

    private Path newFile() {
        return path(next.getAndIncrement());
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** A file that receives a body. */
    record Sink(Path file, FileChannel channel) {
        void write(ByteBuffer piece) throws IOException {
            while (piece.hasRemaining()) {
                channel.write(piece);
            }
        }

        BodyContent finish() throws IOException {
            channel.close();
            return new ObjectFile(file);
        }

        /** Deletes the body, whether it is complete or not. */
        void abort() throws IOException {
            channel.close();
            Files.deleteIfExists(file);
        }
    }

    /** Starts a body. */
    Sink newSink() throws IOException {
        Path file = newFile();
        return new Sink(file, create(file));
    }

    /** Joins bodies to a new one. */
    public BodyContent join(List<ObjectBody> bodies) throws IOException {
        Path file = newFile();
        try (FileChannel to = create(file)) {
            for (ObjectBody body : bodies) {
                body.checkedContent().transferTo(to, body.size());
            }
        } catch (Throwable t) {
            Files.deleteIfExists(file);
            throw t;
        }
        return new ObjectFile(file);
    }

    /**
     * Appends a piece to a body. A file is extended: this overwrites bytes that a failed attempt may have left at its
     * end. Other content is joined to a new one. The caller must hold the monitor of the content.
     *
     * @return the bytes of both
     */
    public BodyContent append(ObjectBody body, ObjectBody piece) throws IOException {
        if (!(body.content() instanceof ObjectFile grown)) {
            return join(List.of(body, piece));
        }
        body.checkedContent();
        try (FileChannel to = FileChannel.open(grown.path(), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            piece.content().transferTo(to.position(body.size()), piece.size());
        }
        return grown;
    }

    /** Returns a file that an earlier process wrote. It has no holder yet. */
    public ObjectFile restored(long number) {
        return restored.computeIfAbsent(number, each -> ObjectFile.withoutHolder(path(each)));
    }

    /**
     * Adds a holder to a file that an earlier process wrote.
     *
     * @param size the size of the body; the file may be longer, since an append may have been interrupted
     * @throws IllegalArgumentException if it is missing, a link or too short
     */
    public void restoreHolder(ObjectFile file, long size) {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file.path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!found.isRegularFile() || found.size() < size) {
                throw new IOException("it has " + found.size() + " bytes");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    file.path() + " must be a regular file, not a link, with at least " + size + " bytes of an object: "
                            + e.getMessage(),
                    e);
        }
        file.restoreHolder();
    }

    /** Deletes the files that were not restored, and numbers new files after the others. Other files are ignored. */
    public void deleteOthers() throws IOException {
        long last = -1;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!NUMBER.matcher(name).matches()) {
                    continue;
                }
                long number = Long.parseLong(name);
                if (restored.containsKey(number)) {
                    last = Math.max(last, number);
                } else {
                    Files.delete(file);
                }
            }
        }
        next.set(last + 1);
        restored.clear();
    }
}
