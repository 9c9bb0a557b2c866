// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.DirectoryOptions;
import io.github.ossv4.http.DirectoryResult;
import io.github.ossv4.http.DownloadDirectoryOptions;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.EmptySourceException;
import io.github.ossv4.http.FileOutcome;
import io.github.ossv4.http.SavedObject;
import io.github.ossv4.http.SyncOptions;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.internal.call.CancellableFuture;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.file.DownloadTarget;
import io.github.ossv4.http.internal.file.OpenDirectories;
import io.github.ossv4.http.internal.file.OpenDirectory;
import io.github.ossv4.http.internal.file.SavedFiles;
import io.github.ossv4.http.internal.file.UploadFile;
import io.github.ossv4.http.internal.operation.HeadObject;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.text.PrintableText;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Downloads the objects of a folder to a directory: all of them, or those that differ from their files. Keys are untrusted:
 * none may lead out of the directory.
 */
public final class DownloadDirectory {
    private final Transport transport;
    private final String prefix;
    private final Path directory;
    private final DirectoryOptions options;
    private final DownloadOptions download;
    private final @Nullable SameRule rule;
    private final FileOutcomes outcomes;

    /** Whether files get the times of their objects, with which the next sync compares them in both directions. */
    private final boolean setsObjectTimes;

    private final SavedFiles saved = new SavedFiles();
    private final OpenDirectories directories;

    private DownloadDirectory(
            Transport transport,
            String prefix,
            Path directory,
            DirectoryOptions options,
            DownloadOptions download,
            boolean setsObjectTimes)
            throws IOException {
        transport.checkOpen();
        this.transport = transport.paidAs(download.requesterPays());
        this.prefix = ObjectsOfFolder.prefix(prefix);
        this.directory = options.isDryRun() && !Files.exists(directory) ? directory : create(directory);
        this.options = options;
        this.download = download;
        this.rule = options.comparison() == null ? null : new SameRule(options.comparison(), download.keepsTime());
        this.outcomes = new FileOutcomes(options);
        this.setsObjectTimes = setsObjectTimes;
        this.directories = new OpenDirectories(this.directory);
    }

    private static Path create(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            // Also throws if it is a file.
            Files.createDirectories(directory);
        }
        return directory.toRealPath();
    }

    public static DirectoryResult execute(
            Transport transport, String prefix, Path directory, DownloadDirectoryOptions options) throws IOException {
        return new DownloadDirectory(transport, prefix, directory, options, options.download(), false)
                .execute(SyncOptions.NONE);
    }

    /** Downloads the objects that differ from their files, and deletes the files that have no object. */
    public static DirectoryResult sync(Transport transport, String prefix, Path directory, SyncOptions options)
            throws IOException {
        return new DownloadDirectory(transport, prefix, directory, options, options.download(), true).execute(options);
    }

    private DirectoryResult execute(SyncOptions sync) throws IOException {
        Map<String, ListedObject> objects = ObjectsOfFolder.list(transport, prefix, options.filter());
        ExtraFiles extra = !sync.reportsExtra() || !Files.isDirectory(directory)
                ? ExtraFiles.none(directory)
                : ExtraFiles.of(directory, prefix, options.filter(), objects.keySet());
        if (!extra.files().isEmpty()
                && objects.values().stream().allMatch(ObjectsOfFolder::isMarker)
                && sync.refusesEmptySource()) {
            throw new EmptySourceException(
                    "oss://" + PrintableText.escape(transport.bucket() + "/" + prefix),
                    extra.files().size());
        }
        List<DirectoryEntry> entries = new ArrayList<>();
        for (ListedObject object : objects.values()) {
            found(object, entries);
        }
        extra.others().forEach(outcomes::add);
        try {
            if (sync.deletesExtra() && outcomes.firstFailure() == null && !options.isDryRun()) {
                extra.moveAside(entries);
            }
            new DirectoryRun<>(
                            options.files(),
                            options.progress(),
                            rule == null
                                    ? this::start
                                    : ifDifferent(rule, new ComparedTransfer(rule, false, outcomes, this::start)),
                            outcomes)
                    .run(entries);
        } finally {
            directories.close();
            extra.finishReplacements(outcomes);
        }
        if (!sync.deletesExtra()) {
            extra.files().forEach(file -> outcomes.addKept(file.file, file.key, FileOutcomes.EXTRA));
        } else if (outcomes.firstFailure() != null) {
            extra.files().forEach(file -> outcomes.addKept(file.file, file.key, FileOutcomes.KEPT));
        } else if (options.isDryRun()) {
            extra.files().forEach(file -> outcomes.add(FileOutcome.wouldDelete(file.file, file.key)));
        } else {
            extra.delete(outcomes);
        }
        return outcomes.result();
    }

    private void found(ListedObject object, List<DirectoryEntry> entries) {
        String name = object.key().substring(prefix.length());
        if (ObjectsOfFolder.isMarker(object)) {
            outcomes.add(FileOutcome.skipped(null, object.key(), "the marker object of a folder"));
            return;
        }
        Path file = resolve(directory, name);
        if (file == null) {
            outcomes.add(FileOutcome.failed(
                    null,
                    object.key(),
                    new IOException(
                            "the key is not the path of a file below the directory: " + PrintableText.escape(name))));
        } else {
            entries.add(new DirectoryEntry(file, object.key(), object.size(), object.lastModified()));
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

    private DirectoryRun.Work<FileOutcome> ifDifferent(SameRule same, ComparedTransfer comparison) {
        return (entry, progress) -> {
            if (!Files.isRegularFile(entry.file)) {
                outcomes.differ(entry, FileOutcome.Difference.MISSING_ON_TARGET);
                return start(entry, progress);
            }
            BasicFileAttributes file = Files.readAttributes(entry.file, BasicFileAttributes.class);
            Instant time = file.lastModifiedTime().toInstant();
            switch (same.decide(entry.size, entry.lastModified, file.size(), time)) {
                case SAME:
                    saved.add(entry.file, entry.key);
                    return CancellableFuture.completed(FileOutcome.same(entry.file, entry.key));
                case DIFFERENT:
                    outcomes.differ(entry, FileOutcome.Difference.DIFFERENT);
                    return start(entry, progress);
                default:
                    Operation head = HeadObject.operation(entry.key, download.requesterPays(), download.conditions());
                    return comparison.start(
                            HeadObject.exchange(transport, entry.key, head),
                            UploadFile.of(entry.file),
                            entry,
                            progress,
                            () -> saved.add(entry.file, entry.key));
            }
        };
    }

    private CancellableFuture<FileOutcome> start(DirectoryEntry entry, TransferListener progress) throws IOException {
        if (options.isDryRun()) {
            return CancellableFuture.completed(FileOutcome.wouldTransfer(entry.file, entry.key, entry.size));
        }
        saved.check(entry.file, entry.key);
        createParents(entry.file);
        DownloadTarget target = DownloadTarget.below(
                directories, entry.file, (parent, from, to) -> saved.replace(parent, from, to, entry.key));
        boolean setsObjectTime = setsObjectTimes && !download.keepsTime();
        return download(entry, setsObjectTime ? target.withLastModified(entry.lastModified) : target, progress)
                .convert(FileOutcome::downloaded);
    }

    private CancellableFuture<SavedObject> download(
            DirectoryEntry entry, DownloadTarget target, TransferListener progress) throws IOException {
        Long partSize = download.partSize();
        if (download.timeout() == null && entry.size <= (partSize == null ? PartPlan.DEFAULT_PART_SIZE : partSize)) {
            // The list has its size: it has one part, and there is nothing to resume.
            return new SaveToFile(transport, entry.key, target, download).enqueue();
        }
        Path checkpoint = entry.checkpoint(options);
        DownloadOptions resumed = checkpoint == null
                ? download
                : download.newBuilder().checkpoint(checkpoint).build();
        return new FileDownload(transport, entry.key, target, resumed, progress).start();
    }

    private void createParents(Path file) throws IOException {
        Path at = directory;
        for (int i = directory.getNameCount(); i < file.getNameCount() - 1; i++) {
            Path next = at.resolve(file.getName(i));
            if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
                try (OpenDirectory parent = directories.open(at.toRealPath())) {
                    parent.createDirectory(next.getFileName().toString());
                }
            }
            at = next;
        }
    }
}
