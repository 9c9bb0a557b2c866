// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.directories.Comparison;
import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.internal.file.UploadFile;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.ResourceNames;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.multipart.PartPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Uploads the files of a directory: all of them, or those that differ from their objects. */
public final class UploadDirectory extends DirectoryRun {
    private final Path directory;
    private final ObjectsOfFolder folder;
    private final Mode mode;
    private final UploadOptions upload;
    private final @Nullable SameRule rule;
    private final OpenDirectories directories;
    private final LocalFiles files;

    /** The entries that are compared with their objects first, each by its rule. */
    private final Map<DirectoryEntry, SameRule> compared = new HashMap<>();

    /** The objects that have no file. */
    private List<ListedObject> extra = Collections.emptyList();

    public UploadDirectory(
            BucketClient client, RunThreads threads, Path directory, String prefix, DirectoryOptions options, Mode mode)
            throws IOException {
        super(client, threads, options);
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(PrintableText.escape(directory.toString()));
        }
        // A link to the directory itself is followed.
        this.directory = directory.toRealPath();
        this.folder = new ObjectsOfFolder(client, prefix);
        this.mode = mode;
        Comparison comparison = mode.comparison(options);
        this.upload = comparison == Comparison.SIZE_AND_CHANGE
                ? options.upload().newBuilder().keepTime(true).build()
                : options.upload();
        this.rule = comparison == null ? null : SameRule.ofUpload(comparison, upload);
        this.directories = new OpenDirectories(this.directory);
        this.files = LocalFiles.below(this.directory, folder.prefix, options.filter(), LocalFiles.Links.of(options));
    }

    @Override
    List<DirectoryEntry> list() throws IOException {
        if (rule != null && mode == Mode.SYNC) {
            return compareWithList(rule);
        }
        files.others().forEach(outcomes::add);
        if (rule != null) {
            files.entries().forEach(entry -> compared.put(entry, rule));
        }
        return files.entries();
    }

    private List<DirectoryEntry> compareWithList(SameRule rule) throws IOException {
        Map<String, ListedObject> objects = folder.list(options);
        if (options.reportExtra()) {
            extra = extra(objects.values());
        }
        options.checkDeletions(
                directory.toString(),
                files.entries().size(),
                folder.toString(),
                extra.size(),
                ObjectsOfFolder.count(objects.values()));
        files.others().forEach(outcomes::add);
        if (options.reportExtra() && !options.deleteExtra()) {
            reportNotCompared(objects.values());
        }
        List<DirectoryEntry> entries = new ArrayList<>();
        List<DirectoryEntry> same = new ArrayList<>();
        for (DirectoryEntry file : files.entries()) {
            ListedObject object = objects.get(file.key);
            SameRule.Decision decision = object == null
                    ? SameRule.Decision.DIFFERENT
                    : rule.decide(file.size, file.lastModified, object.size(), object.lastModified());
            if (decision == SameRule.Decision.SAME
                    || (decision == SameRule.Decision.NEEDS_METADATA && isUntouched(rule, file, object))) {
                same.add(file);
                continue;
            }
            entries.add(file);
            if (decision == SameRule.Decision.NEEDS_METADATA) {
                compared.put(file, rule);
            } else {
                outcomes.differ(
                        file,
                        object == null ? FileOutcome.Difference.MISSING_ON_TARGET : FileOutcome.Difference.DIFFERENT,
                        file.size,
                        object == null ? null : object.size());
            }
        }
        RenamedFiles renamed = renamed(rule, entries, objects);
        SameRule byChecksum = SameRule.ofUpload(Comparison.CRC64, upload);
        for (Map.Entry<DirectoryEntry, SameRule> file : compared.entrySet()) {
            if (renamed.mayContain(file.getKey(), objects.get(file.getKey().key))) {
                file.setValue(byChecksum);
            }
        }
        for (DirectoryEntry file : same) {
            if (renamed.mayContain(file, objects.get(file.key))) {
                entries.add(file);
                compared.put(file, byChecksum);
            } else {
                outcomes.add(FileOutcome.same(file.file, file.key, file.size));
            }
        }
        return entries;
    }

    /** Returns the files that may have been renamed: their former objects are deleted or replaced. */
    private RenamedFiles renamed(SameRule rule, List<DirectoryEntry> entries, Map<String, ListedObject> objects) {
        RenamedFiles renamed = new RenamedFiles();
        if (rule.comparesTimes()) {
            if (options.deleteExtra()) {
                extra.forEach(renamed::add);
            }
            entries.stream()
                    .filter(entry -> !compared.containsKey(entry))
                    .map(entry -> objects.get(entry.key))
                    .filter(Objects::nonNull)
                    .forEach(renamed::add);
        }
        return renamed;
    }

    private static boolean isUntouched(SameRule rule, DirectoryEntry file, @Nullable ListedObject object)
            throws IOException {
        return object != null
                && file.lastModified != null
                && rule.isUntouched(file.lastModified, LocalFiles.changeTime(file.file), object.lastModified());
    }

    /** Adds the objects whose file may exist, but was skipped, or is below one that was skipped or cannot be read. */
    private void reportNotCompared(Collection<ListedObject> objects) {
        for (ListedObject object : objects) {
            if (!ObjectsOfFolder.isMarker(object) && !files.hasFile(object.key()) && !files.lacks(object.key())) {
                outcomes.addKept(
                        null, object.key(), object.size(), "not compared: its file or a directory of it was skipped");
            }
        }
    }

    /** Returns the objects without a file, also without one that is skipped or cannot be read. */
    private List<ListedObject> extra(Collection<ListedObject> objects) {
        return objects.stream()
                .filter(object -> !ObjectsOfFolder.isMarker(object) && files.lacks(object.key()))
                .collect(Collectors.toList());
    }

    @Override
    boolean comparesFiles() {
        return !compared.isEmpty();
    }

    @Override
    FileOutcome transferIfDifferent(DirectoryEntry entry, TransferListener progress) throws IOException {
        SameRule same = compared.get(entry);
        return same == null ? transfer(entry, progress) : transferIfDifferent(same, file(entry), entry, progress);
    }

    @Override
    void deleteExtra() {
        new Deletion(files, folder, files, options, outcomes).deleteObjects(extra);
    }

    @Override
    void close() throws IOException {
        directories.close();
    }

    @Override
    FileOutcome transfer(DirectoryEntry entry, TransferListener progress) throws IOException {
        String key = ResourceNames.checkKey(entry.key);
        if (options.dryRun()) {
            return FileOutcome.wouldTransfer(entry.file, key).withDifference(null, entry.size, null);
        }
        UploadOptions.Builder ofFile = upload.newBuilder().progress(progress);
        // A file that is sent in one request needs no checkpoint.
        Path checkpoint = entry.size > threshold(entry.size) ? entry.checkpoint(options) : null;
        if (checkpoint != null) {
            ofFile.checkpoint(checkpoint);
        }
        return FileOutcome.uploaded(
                entry.file, calls.await(transfers.upload(key, file(entry), entry.size, ofFile.build())));
    }

    /** Returns the largest size that is sent in one request: by default the size of a part. */
    private long threshold(long size) {
        Long threshold = upload.threshold();
        Long partSize = upload.partSize();
        return threshold != null
                ? threshold
                : partSize != null ? partSize : PartPlan.of(size).partSize();
    }

    private UploadFile file(DirectoryEntry entry) {
        return options.followLinks() ? UploadFile.of(entry.file) : directories.file(entry.file);
    }
}
