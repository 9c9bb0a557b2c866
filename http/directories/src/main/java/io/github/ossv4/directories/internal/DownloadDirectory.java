// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.directories.Comparison;
import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.internal.file.DownloadTarget;
import io.github.ossv4.http.internal.file.OpenDirectory;
import io.github.ossv4.http.internal.file.TargetFile;
import io.github.ossv4.http.internal.file.UploadFile;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.multipart.PartPlan;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Downloads the objects of a folder to a directory: all of them, or those that differ from their files. Keys are
 * untrusted: none may lead out of the directory.
 *
 * <p>Rule: No key leads out of the directory of a download ({@code DirectoryTest}).
 */
public final class DownloadDirectory extends DirectoryRun {
    private final ObjectsOfFolder folder;
    private final Path directory;
    private final Mode mode;
    private final DownloadOptions download;
    private final @Nullable SameRule rule;
    private final Map<String, ListedObject> objects;
    private final LocalFiles local;
    private final OpenDirectories directories;
    private final SavedFiles saved = new SavedFiles();

    /** The files that have no object. */
    private final List<DirectoryEntry> extra;

    /** The files that are saved beside obstacles, which are deleted after all transfers. */
    private final Map<DirectoryEntry, StagedFile> staged = new LinkedHashMap<>();

    public DownloadDirectory(
            BucketClient client, RunThreads threads, String prefix, Path directory, DirectoryOptions options, Mode mode)
            throws IOException {
        super(client, threads, options);
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new FileAlreadyExistsException(directory.toString());
        }
        this.folder = new ObjectsOfFolder(client, prefix);
        this.mode = mode;
        this.download = options.download();
        Comparison comparison = mode.comparison(options);
        this.rule = comparison == null ? null : SameRule.ofDownload(comparison, download);
        this.objects = folder.list(options);
        this.directory = create(directory, options, objects);
        this.directories = new OpenDirectories(this.directory);
        this.local = options.reportExtra() && Files.exists(directory)
                ? LocalFiles.below(this.directory, folder.prefix, options.filter(), LocalFiles.Links.SKIP)
                : LocalFiles.none(this.directory, folder.prefix);
        this.extra = new ArrayList<>(local.entries());
        extra.removeIf(file -> objects.containsKey(file.key));
    }

    /** Creates the directory if there is something to download; returns its real path. */
    private static Path create(Path directory, DirectoryOptions options, Map<String, ListedObject> objects)
            throws IOException {
        if (!Files.exists(directory)) {
            if (options.dryRun() || objects.isEmpty()) {
                return directory;
            }
            Files.createDirectories(directory);
        }
        return directory.toRealPath();
    }

    @Override
    List<DirectoryEntry> list() throws IOException {
        options.checkDeletions(
                folder.toString(),
                ObjectsOfFolder.count(objects.values()),
                directory.toString(),
                extra.size(),
                local.entries().size());
        List<DirectoryEntry> entries = new ArrayList<>();
        for (ListedObject object : objects.values()) {
            found(object, entries);
        }
        for (FileOutcome other : local.others()) {
            if (other.status() == FileOutcome.Status.FAILED || !objects.containsKey(other.key())) {
                outcomes.add(other);
            }
        }
        if (options.deleteExtra() && !options.dryRun()) {
            findObstacles(entries);
        }
        return entries;
    }

    @Override
    boolean comparesFiles() {
        return rule != null;
    }

    @Override
    GetOptions compared() {
        return GetOptions.builder().conditions(download.conditions()).build();
    }

    @Override
    void deleteExtra() {
        Deletion deletion = new Deletion(folder, folder, local, options, outcomes);
        replaceObstacles(deletion);
        deletion.deleteFiles(extra);
    }

    @Override
    void close() throws IOException {
        staged.values().forEach(this::discard);
        directories.close();
    }

    /** Records the objects that are saved beside an obstacle. */
    private void findObstacles(List<DirectoryEntry> entries) throws IOException {
        Map<Path, DirectoryEntry> files = new HashMap<>();
        extra.forEach(file -> files.put(file.file, file));
        Set<Path> parents = new HashSet<>();
        for (DirectoryEntry entry : entries) {
            parents.addAll(LocalFiles.parents(entry.file, directory));
        }
        for (DirectoryEntry entry : entries) {
            // An object whose name is a folder of other objects cannot be saved.
            Obstacle obstacle = parents.contains(entry.file) ? null : Obstacle.of(entry.file, directory, files);
            if (obstacle != null) {
                staged.put(entry, new StagedFile(obstacle));
                outcomes.hold(entry);
            }
        }
    }

    /** Deletes the obstacles if all of them may be deleted, and moves the downloaded files to their places. */
    private void replaceObstacles(Deletion deletion) {
        staged.forEach((entry, file) -> {
            if (outcomes.isHeld(entry)) {
                try {
                    deletion.check(file.obstacle);
                } catch (IOException e) {
                    outcomes.release(entry, e);
                }
            }
        });
        staged.forEach((entry, file) -> {
            if (outcomes.isHeld(entry)) {
                try {
                    deletion.delete(file.obstacle);
                    moveToPlace(file.path, entry);
                    outcomes.release(entry, null);
                } catch (IOException e) {
                    outcomes.release(entry, e);
                }
            }
        });
    }

    private void moveToPlace(Path file, DirectoryEntry entry) throws IOException {
        directories.createParents(entry.file);
        try (OpenDirectory from = directories.open(file.resolveSibling(""));
                OpenDirectory to = directories.open(entry.file.resolveSibling(""))) {
            String name = entry.file.getFileName().toString();
            saved.replace(from, file.getFileName().toString(), to, name, entry.key);
        }
    }

    private void discard(StagedFile file) {
        try (OpenDirectory parent = directories.open(file.path.resolveSibling(""))) {
            parent.deleteIfExists(file.path.getFileName().toString());
        } catch (IOException e) {
            // It has the name of a temporary file, which later syncs ignore.
        }
    }

    /** A file that is saved beside an obstacle. */
    private static final class StagedFile {
        final Obstacle obstacle;
        final Path path;

        StagedFile(Obstacle obstacle) {
            this.obstacle = obstacle;
            this.path = obstacle.path.resolveSibling(TargetFile.newTemporary());
        }
    }

    private void found(ListedObject object, List<DirectoryEntry> entries) {
        String name = folder.name(object.key());
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
            entries.add(DirectoryEntry.ofObject(file, object));
        }
    }

    /**
     * Returns the file of a name below a directory; null if the name has an empty segment, {@code .} or {@code ..}, or
     * a character that separates directories or drives or cannot be in a name of this file system.
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

    @Override
    FileOutcome transferIfDifferent(DirectoryEntry entry, TransferListener progress) throws IOException {
        if (rule == null) {
            return transfer(entry, progress);
        }
        if (!Files.isRegularFile(entry.file)) {
            outcomes.differ(entry, FileOutcome.Difference.MISSING_ON_TARGET, null, entry.size);
            return transfer(entry, progress);
        }
        BasicFileAttributes file = Files.readAttributes(entry.file, BasicFileAttributes.class);
        Instant time = file.lastModifiedTime().toInstant();
        FileOutcome outcome;
        switch (rule.decide(entry.size, entry.lastModified, file.size(), time)) {
            case SAME:
                outcome = FileOutcome.same(entry.file, entry.key, entry.size);
                break;
            case DIFFERENT:
                outcomes.differ(entry, FileOutcome.Difference.DIFFERENT, file.size(), entry.size);
                return transfer(entry, progress);
            default:
                outcome = transferIfDifferent(rule, UploadFile.of(entry.file), entry, progress);
        }
        if (outcome.status() == FileOutcome.Status.SKIPPED) {
            saved.add(entry.file, entry.key);
        }
        return outcome;
    }

    @Override
    FileOutcome transfer(DirectoryEntry entry, TransferListener progress) throws IOException {
        if (options.dryRun()) {
            return FileOutcome.wouldTransfer(entry.file, entry.key).withDifference(null, null, entry.size);
        }
        StagedFile beside = staged.get(entry);
        DownloadTarget target;
        if (beside == null) {
            saved.check(entry.file, entry.key);
            directories.createParents(entry.file);
            target = DownloadTarget.below(
                    directories, entry.file, (parent, from, to) -> saved.replace(parent, from, parent, to, entry.key));
        } else {
            target = DownloadTarget.staged(directories, entry.file, beside.path);
        }
        if (mode == Mode.SYNC && !download.keepTime()) {
            // So the next sync, in either direction, finds them equal.
            target = target.withLastModified(entry.lastModified);
        }
        DownloadOptions.Builder ofFile = download.newBuilder().progress(progress);
        Long partSize = download.partSize();
        boolean isOnePart = entry.size <= (partSize == null ? PartPlan.DEFAULT_PART_SIZE : partSize);
        // One part is not resumed. The name of a staged file is new in each run, so no checkpoint can refer to it.
        Path checkpoint = isOnePart || beside != null ? null : entry.checkpoint(options);
        if (checkpoint != null) {
            ofFile.checkpoint(checkpoint);
        }
        return FileOutcome.downloaded(calls.await(transfers.download(entry.key, target, entry.size, ofFile.build())));
    }
}
