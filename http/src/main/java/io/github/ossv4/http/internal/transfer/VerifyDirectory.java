// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.DirectoryComparison;
import io.github.ossv4.http.FileComparison;
import io.github.ossv4.http.FileOutcome;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.VerifyDirectoryOptions;
import io.github.ossv4.http.internal.call.CancellableFuture;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.file.UploadFile;
import io.github.ossv4.http.internal.operation.HeadObject;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.sign.ResourceNames;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares the files of a directory with the objects of a folder: by a list of the objects, and a HeadObject for each object
 * of the same length.
 */
public final class VerifyDirectory implements DirectoryRun.Outcomes<FileComparison> {
    private final Transport transport;
    private final VerifyDirectoryOptions options;

    /** The keys in order; the value is null while the comparison is not complete. */
    private final TreeMap<String, @Nullable FileComparison> comparisons = new TreeMap<>();

    /** The first key whose comparison was not reported; null at the end. */
    private @Nullable String next;

    private final List<FileComparison> differences = new ArrayList<>();
    private final List<FileComparison> skipped = new ArrayList<>();
    private long sameCount;
    private long sameBytes;

    private VerifyDirectory(Transport transport, VerifyDirectoryOptions options) {
        this.transport = transport;
        this.options = options;
    }

    public static DirectoryComparison execute(
            Transport transport, Path directory, String folder, VerifyDirectoryOptions options) throws IOException {
        transport.checkOpen();
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(PrintableText.escape(directory.toString()));
        }
        String prefix = ObjectsOfFolder.prefix(folder);
        LocalFiles files = LocalFiles.below(
                directory.toRealPath(),
                prefix,
                options.filter(),
                options.followsLinks() ? LocalFiles.Links.FOLLOW : LocalFiles.Links.SKIP);
        Map<String, ListedObject> objects =
                ObjectsOfFolder.list(transport.paidAs(options.requesterPays()), prefix, options.filter());
        return new VerifyDirectory(transport, options).compare(files, objects);
    }

    private DirectoryComparison compare(LocalFiles files, Map<String, ListedObject> objects) throws IOException {
        Map<String, ListedObject> withoutFile = new HashMap<>(objects);
        List<DirectoryEntry> sameLength = new ArrayList<>();
        for (FileOutcome other : files.others()) {
            withoutFile.keySet().removeIf(key -> other.key().equals(key) || key.startsWith(other.key() + "/"));
            comparisons.put(other.key(), FileComparison.notCompared(other));
        }
        for (DirectoryEntry file : files.entries()) {
            ListedObject object = withoutFile.remove(file.key);
            if (object == null) {
                comparisons.put(file.key, FileComparison.noObject(file.file, file.key, file.size));
            } else if (object.size() != file.size) {
                comparisons.put(file.key, FileComparison.otherLength(file.file, file.key, file.size, object.size()));
            } else {
                comparisons.put(file.key, null);
                sameLength.add(file);
            }
        }
        for (ListedObject object : withoutFile.values()) {
            if (!ObjectsOfFolder.isMarker(object)) {
                comparisons.put(object.key(), FileComparison.noFile(object.key(), object.size()));
            }
        }
        next = comparisons.isEmpty() ? null : comparisons.firstKey();
        report();
        new DirectoryRun<>(options.files(), options.progress(), this::start, this).run(sameLength);
        return result();
    }

    private CancellableFuture<FileComparison> start(DirectoryEntry entry, TransferListener progress)
            throws IOException {
        CancellableFuture<FileComparison> future = new CancellableFuture<>();
        future.after(
                VerifyFile.enqueue(
                        HeadObject.exchange(
                                transport,
                                entry.key,
                                HeadObject.operation(ResourceNames.checkKey(entry.key), options.requesterPays())),
                        UploadFile.of(entry.file)),
                result -> future.succeed(FileComparison.of(entry.file, result)),
                failure -> {
                    if (HeadObject.isMissing(failure)) {
                        future.succeed(FileComparison.noObject(entry.file, entry.key, entry.size));
                    } else {
                        future.fail(failure);
                    }
                });
        return future;
    }

    @Override
    public FileComparison failed(DirectoryEntry entry, Throwable failure) {
        return FileComparison.notCompared(FileOutcome.failed(entry.file, entry.key, failure));
    }

    @Override
    public void add(FileComparison outcome, DirectoryEntry entry, int number, TransferMeter meter) {
        synchronized (this) {
            comparisons.put(entry.key, outcome);
        }
        report();
        meter.done(number, entry.size);
    }

    /** Reports the comparisons that are complete, in the order of the keys. */
    private synchronized void report() {
        while (next != null) {
            FileComparison comparison = comparisons.get(next);
            if (comparison == null) {
                return;
            }
            collect(comparison);
            next = comparisons.higherKey(next);
        }
    }

    private void collect(FileComparison comparison) {
        if (comparison.outcome() == FileComparison.Outcome.SAME) {
            sameCount++;
            sameBytes += comparison.fileSize() == null ? 0 : comparison.fileSize();
        } else if (comparison.outcome() == FileComparison.Outcome.SKIPPED) {
            skipped.add(comparison);
        } else {
            differences.add(comparison);
        }
        if (options.comparisons() != null) {
            try {
                options.comparisons().accept(comparison);
            } catch (Exception e) {
                // The contract of the consumer: its exceptions are ignored.
            }
        }
    }

    @Override
    public boolean mustStop() {
        return false;
    }

    private synchronized DirectoryComparison result() {
        return DirectoryComparison.of(sameCount, sameBytes, new ArrayList<>(differences), new ArrayList<>(skipped));
    }

    @Override
    public String toString() {
        return result().toString();
    }
}
