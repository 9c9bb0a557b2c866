// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.directories.Comparison;
import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.directories.DirectoryResult;
import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.internal.file.FileTransfers;
import io.github.ossv4.http.internal.file.UploadFile;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.sign.ResourceNames;
import io.github.ossv4.text.PrintableText;
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
public final class UploadDirectory {
    private final BucketClient client;
    private final FileTransfers transfers;
    private final RunThreads threads;
    private final CallsInProgress calls;
    private final Path directory;
    private final String prefix;
    private final DirectoryOptions options;
    private final UploadOptions upload;
    private final @Nullable SameRule rule;
    private final FileOutcomes outcomes;
    private final OpenDirectories directories;

    private UploadDirectory(
            BucketClient client,
            RunThreads threads,
            Path directory,
            String prefix,
            DirectoryOptions options,
            @Nullable Comparison comparison)
            throws IOException {
        this.client = client;
        this.transfers = FileTransfers.of(client);
        this.threads = threads;
        this.calls = new CallsInProgress(threads);
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(PrintableText.escape(directory.toString()));
        }
        // A link to the directory itself is followed.
        this.directory = directory.toRealPath();
        this.prefix = ObjectsOfFolder.prefix(prefix);
        this.options = options;
        this.upload = comparison == Comparison.SIZE_AND_CHANGE
                ? options.upload().newBuilder().keepTime(true).build()
                : options.upload();
        this.rule = comparison == null ? null : SameRule.ofUpload(comparison, upload);
        this.outcomes = new FileOutcomes(options);
        this.directories = new OpenDirectories(this.directory);
    }

    public static DirectoryResult execute(
            BucketClient client, RunThreads threads, Path directory, String prefix, DirectoryOptions options)
            throws IOException {
        return new UploadDirectory(client, threads, directory, prefix, options, options.comparison()).execute();
    }

    /** Uploads the files that differ from the listed objects, and deletes the objects that have no file. */
    public static DirectoryResult sync(
            BucketClient client, RunThreads threads, Path directory, String prefix, DirectoryOptions options)
            throws IOException {
        UploadDirectory sync =
                new UploadDirectory(client, threads, directory, prefix, options, SameRule.ofSync(options));
        return sync.sync(Objects.requireNonNull(sync.rule));
    }

    private LocalFiles find() throws IOException {
        return LocalFiles.below(directory, prefix, options.filter(), LocalFiles.Links.of(options));
    }

    private DirectoryResult execute() throws IOException {
        LocalFiles files = find();
        files.others().forEach(outcomes::add);
        Map<DirectoryEntry, SameRule> compared = new HashMap<>();
        if (rule != null) {
            files.entries().forEach(entry -> compared.put(entry, rule));
        }
        transfer(files.entries(), compared);
        return outcomes.result();
    }

    private DirectoryResult sync(SameRule rule) throws IOException {
        LocalFiles files = find();
        Map<String, ListedObject> objects = options.reportsExtra()
                ? ObjectsOfFolder.listChecked(client, prefix, options.filter())
                : ObjectsOfFolder.list(client, prefix, options.filter());
        List<ListedObject> extra = options.reportsExtra() ? extra(objects.values(), files) : Collections.emptyList();
        Deletion.check(
                options,
                directory.toString(),
                files.entries().size(),
                ObjectsOfFolder.url(client, prefix),
                extra.size(),
                ObjectsOfFolder.count(objects.values()));
        files.others().forEach(outcomes::add);
        if (options.reportsExtra() && !options.deletesExtra()) {
            reportNotCompared(objects.values(), files);
        }
        List<DirectoryEntry> entries = new ArrayList<>();
        List<DirectoryEntry> same = new ArrayList<>();
        Map<DirectoryEntry, SameRule> compared = new HashMap<>();
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
        RenamedFiles renamed = new RenamedFiles();
        if (rule.comparesTimes()) {
            if (options.deletesExtra()) {
                extra.forEach(renamed::add);
            }
            entries.stream()
                    .filter(entry -> !compared.containsKey(entry))
                    .map(entry -> objects.get(entry.key))
                    .filter(Objects::nonNull)
                    .forEach(renamed::add);
        }
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
        transfer(entries, compared);
        new Deletion(files, client, prefix, files, options, outcomes).deleteObjects(extra);
        return outcomes.result();
    }

    private static boolean isUntouched(SameRule rule, DirectoryEntry file, @Nullable ListedObject object)
            throws IOException {
        return object != null
                && file.lastModified != null
                && rule.isUntouched(file.lastModified, LocalFiles.changeTime(file.file), object.lastModified());
    }

    /** Adds the objects whose file may exist, but was skipped, or is below one that was skipped or cannot be read. */
    private void reportNotCompared(Collection<ListedObject> objects, LocalFiles files) {
        for (ListedObject object : objects) {
            if (!ObjectsOfFolder.isMarker(object) && !files.hasFile(object.key()) && !files.lacks(object.key())) {
                outcomes.addKept(
                        null, object.key(), object.size(), "not compared: its file or a directory of it was skipped");
            }
        }
    }

    /** Returns the objects without a file, also without one that is skipped or cannot be read. */
    private static List<ListedObject> extra(Collection<ListedObject> objects, LocalFiles files) {
        return objects.stream()
                .filter(object -> !ObjectsOfFolder.isMarker(object) && files.lacks(object.key()))
                .collect(Collectors.toList());
    }

    /** @param compared the entries that are compared with their objects first, each by its rule */
    private void transfer(List<DirectoryEntry> entries, Map<DirectoryEntry, SameRule> compared) throws IOException {
        try {
            // A dry run that compares nothing names the files in their order.
            int inProgress = options.isDryRun() && compared.isEmpty() ? 1 : options.files();
            DirectoryRun.Work work = (entry, progress) -> {
                SameRule same = compared.get(entry);
                return same == null
                        ? upload(entry, progress)
                        : new ComparedTransfer(client, calls, same, true, outcomes, this::upload)
                                .run(file(entry), entry, progress);
            };
            new DirectoryRun(threads, calls, entries, options, work, outcomes).run(inProgress);
        } finally {
            directories.close();
        }
    }

    private FileOutcome upload(DirectoryEntry entry, TransferListener progress) throws IOException {
        String key = ResourceNames.checkKey(entry.key);
        if (options.isDryRun()) {
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

    /** Returns the largest size that is sent in one request: by default that of a part. */
    private long threshold(long size) {
        Long threshold = upload.threshold();
        Long partSize = upload.partSize();
        return threshold != null
                ? threshold
                : partSize != null ? partSize : PartPlan.of(size).partSize();
    }

    private UploadFile file(DirectoryEntry entry) {
        return options.followsLinks() ? UploadFile.of(entry.file) : directories.file(entry.file);
    }
}
