// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import okio.Buffer;
import okio.BufferedSink;
import okio.ForwardingSink;
import okio.Okio;
import okio.Sink;

/**
 * Saves a download: beside the file first, and in its place only when all of it is there and checked. Whatever fails,
 * the file is as it was, and nothing is left beside it.
 */
final class SaveToFile {
    private SaveToFile() {}

    static SavedObject send(Transport transport, String key, Path file, GetOptions options) throws IOException {
        Path target = target(file);
        // A short name of its own: one made of the file's could be too long where the file's is not.
        Path beside = target.resolveSibling(".ossv4-" + UUID.randomUUID() + ".part");
        // Opened before anything is sent: a folder that cannot be written to costs no request.
        Sink sink = open(file, target, beside);
        try {
            SavedObject saved = save(transport, key, file, sink, options);
            move(file, beside, target);
            return saved;
        } catch (Throwable t) {
            deleteAfter(t, beside);
            throw t;
        }
    }

    /** The file itself, behind symbolic links, which stay. */
    private static Path target(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("cannot write to " + file + ": it is a directory");
        }
        if (!Files.exists(file)) {
            if (Files.isSymbolicLink(file)) {
                throw new IOException("cannot write to " + file + ": it is a symbolic link to nothing, or to itself");
            }
            return file;
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException("cannot write to " + file + ": it is no regular file");
        }
        return Files.isSymbolicLink(file) ? file.toRealPath() : file;
    }

    private static SavedObject save(Transport transport, String key, Path file, Sink target, GetOptions options)
            throws IOException {
        try (BufferedSink sink = Okio.buffer(target);
                GetResult result = GetObject.send(transport, key, options)) {
            result.writeTo(sink);
            sink.flush();
            return new SavedObject(file, result.metadata(), result.crcChecked());
        }
    }

    private static Sink open(Path file, Path target, Path beside) throws IOException {
        try {
            Sink sink = Okio.sink(Channels.newOutputStream(create(target, beside)));
            return new ForwardingSink(sink) {
                @Override
                public void write(Buffer source, long byteCount) throws IOException {
                    try {
                        super.write(source, byteCount);
                    } catch (InterruptedIOException e) {
                        throw e;
                    } catch (IOException e) {
                        throw cannotWrite(file, e);
                    }
                }
            };
        } catch (IOException | ReadOnlyFileSystemException e) {
            throw cannotWrite(file, e);
        }
    }

    /** With the rights of the file that it replaces, and never with more, not even for a moment. */
    private static WritableByteChannel create(Path target, Path beside) throws IOException {
        Set<OpenOption> options = new HashSet<>(Arrays.asList(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        PosixFileAttributeView view =
                Files.exists(target) ? Files.getFileAttributeView(target, PosixFileAttributeView.class) : null;
        if (view == null) {
            return Files.newByteChannel(beside, options);
        }
        Set<PosixFilePermission> rights = view.readAttributes().permissions();
        WritableByteChannel channel =
                Files.newByteChannel(beside, options, PosixFilePermissions.asFileAttribute(rights));
        try {
            // The umask may have taken some away.
            Files.setPosixFilePermissions(beside, rights);
            return channel;
        } catch (Throwable t) {
            channel.close();
            deleteAfter(t, beside);
            throw t;
        }
    }

    private static IOException cannotWrite(Path file, Exception reason) {
        // Not every reason has a text: that of a read-only file system is its name alone.
        return new IOException("cannot write to " + file + ", or beside it: " + reason, reason);
    }

    private static void move(Path file, Path beside, Path target) throws IOException {
        try {
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException | FileAlreadyExistsException e) {
            // The second is a file system's way to say that its atomic moves do not replace.
            try {
                Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException second) {
                throw cannotWrite(file, second);
            }
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    private static void deleteAfter(Throwable failure, Path beside) {
        try {
            Files.deleteIfExists(beside);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
