// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.directories.Comparison;
import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.directories.DirectoryResult;
import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Scope;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.file.PartSource;
import io.github.ossv4.http.internal.file.UploadFile;
import io.github.ossv4.http.internal.operation.HeadObject;
import io.github.ossv4.http.internal.transfer.FileUpload;
import io.github.ossv4.http.internal.transfer.UploadSteps;
import io.github.ossv4.list.ListedObject;
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
    private final Transport transport;
    private final Path directory;
    private final String prefix;
    private final DirectoryOptions options;
    private final UploadOptions upload;
    private final @Nullable SameRule rule;
    private final FileOutcomes outcomes;
    private final OpenDirectories directories;

    private UploadDirectory(
            Transport transport,
            Path directory,
            String prefix,
            DirectoryOptions options,
            @Nullable Comparison comparison)
            throws IOException {
        transport.checkOpen();
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(PrintableText.escape(directory.toString()));
        }
        this.transport = transport;
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

    public static DirectoryResult execute(Transport transport, Path directory, String prefix, DirectoryOptions options)
            throws IOException {
        return new UploadDirectory(transport, directory, prefix, options, options.comparison()).execute();
    }

    /** Uploads the files that differ from the listed objects, and deletes the objects that have no file. */
    public static DirectoryResult sync(Transport transport, Path directory, String prefix, DirectoryOptions options)
            throws IOException {
        UploadDirectory sync = new UploadDirectory(transport, directory, prefix, options, SameRule.ofSync(options));
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
        Transport lists = transport;
        Map<String, ListedObject> objects = options.reportsExtra()
                ? ObjectsOfFolder.listChecked(lists, prefix, options.filter())
                : ObjectsOfFolder.list(lists, prefix, options.filter());
        List<ListedObject> extra = options.reportsExtra() ? extra(objects.values(), files) : Collections.emptyList();
        Deletion.check(
                options,
                directory.toString(),
                files.entries().size(),
                ObjectsOfFolder.url(transport, prefix),
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
        new Deletion(files, lists, prefix, files, options, outcomes).deleteObjects(extra);
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
            new DirectoryRun(
                            transport,
                            inProgress,
                            options.progress(),
                            (entry, progress, scope) -> {
                                SameRule same = compared.get(entry);
                                return same == null
                                        ? upload(entry, progress, scope)
                                        : new ComparedTransfer(same, true, outcomes, this::upload)
                                                .run(head(entry), file(entry), entry, progress, scope);
                            },
                            outcomes)
                    .run(entries);
        } finally {
            directories.close();
        }
    }

    private Exchange<ObjectMetadata> head(DirectoryEntry entry) {
        return HeadObject.exchange(transport, entry.key, HeadObject.operation(ResourceNames.checkKey(entry.key)));
    }

    private FileOutcome upload(DirectoryEntry entry, TransferListener progress, Scope scope) throws IOException {
        String key = ResourceNames.checkKey(entry.key);
        if (options.isDryRun()) {
            return FileOutcome.wouldTransfer(entry.file, key).withDifference(null, entry.size, null);
        }
        FileUpload file = new FileUpload(transport, key, unchanged(entry), optionsOf(entry), progress);
        file.limit(scope.call());
        return FileOutcome.uploaded(entry.file, file.run(scope));
    }

    /** A file that is sent in one request needs no checkpoint. */
    private UploadOptions optionsOf(DirectoryEntry entry) {
        Path checkpoint = entry.size > UploadSteps.threshold(upload, UploadSteps.plan(upload, entry.size))
                ? entry.checkpoint(options)
                : null;
        return checkpoint == null
                ? upload
                : upload.newBuilder().checkpoint(checkpoint).build();
    }

    private UploadFile file(DirectoryEntry entry) {
        return options.followsLinks() ? UploadFile.of(entry.file) : directories.file(entry.file);
    }

    private PartSource unchanged(DirectoryEntry entry) throws IOException {
        PartSource source = PartSource.of(file(entry));
        if (source.length() != entry.size) {
            throw new IOException("the file changed: it had " + entry.size + " bytes and has " + source.length());
        }
        return source;
    }
}
