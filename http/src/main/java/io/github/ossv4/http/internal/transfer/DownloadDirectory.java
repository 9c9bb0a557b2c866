// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.DirectoryResult;
import io.github.ossv4.http.DownloadDirectoryOptions;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.FileOutcome;
import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.ListOptions;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.internal.call.CancellableFuture;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.file.DownloadTarget;
import io.github.ossv4.http.internal.file.OpenDirectory;
import io.github.ossv4.http.internal.file.SavedFiles;
import io.github.ossv4.http.internal.file.UploadFile;
import io.github.ossv4.http.internal.operation.HeadObject;
import io.github.ossv4.http.internal.operation.ListObjects;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.text.PrintableText;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Downloads the objects with a prefix to a directory. Keys are untrusted: none may lead out of the directory. */
public final class DownloadDirectory {
    private final Transport transport;
    private final String prefix;
    private final Path directory;
    private final DownloadDirectoryOptions options;
    private final DirectoryRun run;
    private final SavedFiles saved = new SavedFiles();

    private DownloadDirectory(Transport transport, String prefix, Path directory, DownloadDirectoryOptions options) {
        this.transport = transport;
        this.prefix = prefix;
        this.directory = directory;
        this.options = options;
        this.run = new DirectoryRun(options, options.skipsSame() ? this::startUnlessSame : this::start);
    }

    public static DirectoryResult execute(
            Transport transport, String prefix, Path directory, DownloadDirectoryOptions options) throws IOException {
        transport.checkOpen();
        if (!Files.isDirectory(directory)) {
            // Also throws if it is a file.
            Files.createDirectories(directory);
        }
        DownloadDirectory download = new DownloadDirectory(
                transport.paidAs(options.download().requesterPays()),
                UploadDirectory.folder(prefix),
                directory.toRealPath(),
                options);
        return download.run.transfer(download.find());
    }

    private List<DirectoryRun.Entry> find() throws IOException {
        List<DirectoryRun.Entry> entries = new ArrayList<>();
        try {
            for (ListedObject object : ListObjects.list(
                    transport, ListOptions.builder().prefix(prefix).build())) {
                String name = object.key().substring(prefix.length());
                if (options.filter().test(name)) {
                    found(object, name, entries);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return entries;
    }

    private void found(ListedObject object, String name, List<DirectoryRun.Entry> entries) {
        if (name.isEmpty() || name.endsWith("/")) {
            run.add(FileOutcome.skipped(null, object.key(), "the marker object of a folder"));
            return;
        }
        Path file = resolve(directory, name);
        if (file == null) {
            run.add(FileOutcome.failed(
                    null,
                    object.key(),
                    new IOException(
                            "the key is not the path of a file below the directory: " + PrintableText.escape(name))));
        } else {
            entries.add(new DirectoryRun.Entry(file, object.key(), object.size()));
        }
    }

    /**
     * Returns the file of a name below a directory; null if the name has an empty segment, {@code .} or {@code ..}, or a
     * character that separates directories or drives or cannot be in a name of this file system.
     */
    static @Nullable Path resolve(Path directory, String name) {
        Path file = directory;
        for (String segment : name.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..") || !isName(segment)) {
                return null;
            }
            try {
                Path below = file.resolve(segment);
                // Lossy encodings, drives, and names that the platform shortens, such as "a." on Windows.
                if (below.getNameCount() != file.getNameCount() + 1
                        || !below.getFileName().toString().equals(segment)
                        || !below.startsWith(file)) {
                    return null;
                }
                file = below;
            } catch (InvalidPathException e) {
                return null;
            }
        }
        return file;
    }

    private static boolean isName(String segment) {
        return segment.indexOf('\0') < 0
                && (File.separatorChar != '\\' || (segment.indexOf('\\') < 0 && segment.indexOf(':') < 0));
    }

    private CancellableFuture<?> startUnlessSame(DirectoryRun.Entry entry, TransferListener progress)
            throws IOException {
        if (!Files.isRegularFile(entry.file) || Files.size(entry.file) != entry.size) {
            return start(entry, progress);
        }
        DownloadOptions download = options.download();
        Operation head = HeadObject.operation(entry.key, download.requesterPays(), download.conditions())
                .query("versionId", download.versionId());
        return UnlessSame.start(
                HeadObject.exchange(transport, entry.key, head),
                UploadFile.of(entry.file),
                entry,
                progress,
                () -> saved.add(entry.file, entry.key),
                this::start);
    }

    private CancellableFuture<?> start(DirectoryRun.Entry entry, TransferListener progress) throws IOException {
        saved.check(entry.file, entry.key);
        createParents(entry.file);
        DownloadTarget target = DownloadTarget.below(
                directory, entry.file, (parent, from, to) -> saved.replace(parent, from, to, entry.key));
        if (options.download() == DownloadOptions.NONE && entry.size <= PartPlan.DEFAULT_PART_SIZE) {
            // It has one part: without conditions no HeadObject is needed.
            return new SaveToFile(transport, entry.key, target, GetOptions.NONE).enqueue();
        }
        Path checkpoint = run.checkpoint(entry);
        DownloadOptions download = checkpoint == null
                ? options.download()
                : options.download().newBuilder().checkpoint(checkpoint).build();
        return new FileDownload(transport, entry.key, target, download, progress).start();
    }

    private void createParents(Path file) throws IOException {
        Path at = directory;
        for (int i = directory.getNameCount(); i < file.getNameCount() - 1; i++) {
            Path next = at.resolve(file.getName(i));
            if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
                try (OpenDirectory parent = OpenDirectory.below(directory, at.toRealPath())) {
                    parent.createDirectory(next.getFileName().toString());
                }
            }
            at = next;
        }
    }
}
