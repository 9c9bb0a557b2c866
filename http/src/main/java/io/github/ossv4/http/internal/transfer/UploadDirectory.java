// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.DirectoryResult;
import io.github.ossv4.http.FileOutcome;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.UploadDirectoryOptions;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.internal.call.CancellableFuture;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.file.PartSource;
import io.github.ossv4.http.internal.file.UploadFile;
import io.github.ossv4.http.internal.operation.HeadObject;
import io.github.ossv4.sign.ResourceNames;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Uploads the files of a directory. */
public final class UploadDirectory {
    private final Transport transport;
    private final Path directory;
    private final String prefix;
    private final UploadDirectoryOptions options;
    private final DirectoryRun run;
    private final List<DirectoryRun.Entry> entries = new ArrayList<>();

    private UploadDirectory(Transport transport, Path directory, String prefix, UploadDirectoryOptions options) {
        this.transport = transport;
        this.directory = directory;
        this.prefix = prefix;
        this.options = options;
        this.run = new DirectoryRun(options, options.skipsSame() ? this::startUnlessSame : this::start);
    }

    private CancellableFuture<?> startUnlessSame(DirectoryRun.Entry entry, TransferListener progress)
            throws IOException {
        Operation head = HeadObject.operation(
                ResourceNames.checkKey(entry.key), options.upload().requesterPays());
        return UnlessSame.start(
                HeadObject.exchange(transport, entry.key, head), file(entry), entry, progress, () -> {}, this::start);
    }

    private CancellableFuture<?> start(DirectoryRun.Entry entry, TransferListener progress) throws IOException {
        return FileUpload.start(
                transport, ResourceNames.checkKey(entry.key), unchanged(entry), options(entry), progress);
    }

    /** A file that is sent in one request needs no checkpoint. */
    private UploadOptions options(DirectoryRun.Entry entry) {
        UploadOptions upload = options.upload();
        Path checkpoint = entry.size > UploadSteps.threshold(upload, UploadSteps.plan(upload, entry.size))
                ? run.checkpoint(entry)
                : null;
        return checkpoint == null
                ? upload
                : upload.newBuilder().checkpoint(checkpoint).build();
    }

    private UploadFile file(DirectoryRun.Entry entry) {
        return options.followsLinks() ? UploadFile.of(entry.file) : UploadFile.below(directory, entry.file);
    }

    private PartSource unchanged(DirectoryRun.Entry entry) throws IOException {
        PartSource source = PartSource.of(file(entry));
        if (source.length() != entry.size) {
            throw new IOException("the file changed: it had " + entry.size + " bytes and has " + source.length());
        }
        return source;
    }

    public static DirectoryResult execute(
            Transport transport, Path directory, String prefix, UploadDirectoryOptions options) throws IOException {
        transport.checkOpen();
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(PrintableText.escape(directory.toString()));
        }
        // A link to the directory itself is followed.
        UploadDirectory upload = new UploadDirectory(transport, directory.toRealPath(), folder(prefix), options);
        upload.find();
        return upload.run.transfer(upload.entries);
    }

    /** Returns a prefix that ends with a slash, or is empty. */
    static String folder(String prefix) {
        return prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    }

    private void find() throws IOException {
        EnumSet<FileVisitOption> follow = EnumSet.noneOf(FileVisitOption.class);
        if (options.followsLinks()) {
            follow.add(FileVisitOption.FOLLOW_LINKS);
        }
        Files.walkFileTree(directory, follow, Integer.MAX_VALUE, new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                found(file, attributes);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                addFailure(file, e);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) {
                if (e != null) {
                    addFailure(visited, e);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        entries.sort(Comparator.comparing(entry -> entry.key));
    }

    private void addFailure(Path file, IOException e) {
        if (options.filter().test(name(file))) {
            run.add(FileOutcome.failed(file, prefix + name(file), e));
        }
    }

    private void found(Path file, BasicFileAttributes attributes) {
        String name = name(file);
        String key = prefix + name;
        if (!options.filter().test(name)) {
            return;
        }
        if (attributes.isSymbolicLink() && options.followsLinks()) {
            run.add(FileOutcome.failed(file, key, new IOException("the symbolic link leads to no file")));
        } else if (attributes.isSymbolicLink()) {
            run.add(FileOutcome.skipped(file, key, "a symbolic link"));
        } else if (!attributes.isRegularFile()) {
            run.add(FileOutcome.skipped(file, key, "not a regular file"));
        } else if (!file.getFileSystem().getPath(file.toString()).equals(file)) {
            // Otherwise two such files could get the same key.
            run.add(FileOutcome.failed(
                    file, key, new IOException("the name is not valid in the encoding of the platform")));
        } else {
            entries.add(new DirectoryRun.Entry(file, key, attributes.size()));
        }
    }

    /** Returns the path below the directory, with slashes. */
    private String name(Path file) {
        StringJoiner name = new StringJoiner("/");
        directory.relativize(file).forEach(part -> name.add(part.toString()));
        return name.toString();
    }
}
