// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
        if (Files.isDirectory(file)) {
            throw new IOException("cannot write to " + file + ": it is a directory");
        }
        Path beside = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        // Opened before anything is sent: a folder that cannot be written to costs no request.
        Sink target = open(file, beside);
        try {
            SavedObject saved = save(transport, key, file, target, options);
            move(beside, file);
            return saved;
        } catch (Throwable t) {
            deleteAfter(t, beside);
            throw t;
        }
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

    private static Sink open(Path file, Path beside) throws IOException {
        try {
            Sink sink =
                    Okio.sink(Files.newOutputStream(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
            return new ForwardingSink(sink) {
                @Override
                public void write(Buffer source, long byteCount) throws IOException {
                    try {
                        super.write(source, byteCount);
                    } catch (IOException e) {
                        throw cannotWrite(file, e);
                    }
                }
            };
        } catch (IOException | ReadOnlyFileSystemException e) {
            throw cannotWrite(file, e);
        }
    }

    private static IOException cannotWrite(Path file, Exception reason) {
        // Not every reason has a text: that of a read-only file system is its name alone.
        return new IOException("cannot write to " + file + ", or beside it: " + reason, reason);
    }

    private static void move(Path beside, Path file) throws IOException {
        try {
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
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
