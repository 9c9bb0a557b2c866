// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.directories.Comparison;
import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.directories.DirectoryResult;
import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.Conditions;
import io.github.ossv4.http.CopyOptions;
import io.github.ossv4.http.CopyResult;
import io.github.ossv4.http.CopySource;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.internal.file.FileTransfers;
import io.github.ossv4.list.ListedObject;
import java.io.IOException;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The sync of two folders: OSS copies the objects. */
public final class SyncFolders {
    private static final String NORMAL = "Normal";
    private static final String MULTIPART = "Multipart";

    private static final String SYMLINK = "Symlink";

    /** CopyObject does not accept such a source. */
    private static final String APPENDABLE = "Appendable";

    private static final int PRECONDITION_FAILED = 412;

    private final BucketClient source;
    private final String sourcePrefix;
    private final BucketClient target;
    private final RunThreads threads;
    private final CallsInProgress calls;
    private final String prefix;
    private final DirectoryOptions options;
    private final FileOutcomes outcomes;

    /** The objects of the target when they were listed. */
    private Map<String, ListedObject> objects = new HashMap<>();

    private SyncFolders(
            BucketClient source,
            String sourcePrefix,
            BucketClient target,
            RunThreads threads,
            String prefix,
            DirectoryOptions options) {
        this.source = source;
        this.sourcePrefix = sourcePrefix;
        this.target = target;
        this.threads = threads;
        this.calls = new CallsInProgress(threads);
        this.prefix = prefix;
        this.options = options;
        this.outcomes = new FileOutcomes(options);
    }

    public static DirectoryResult execute(
            BucketClient source,
            String sourceFolder,
            BucketClient target,
            RunThreads threads,
            String folder,
            DirectoryOptions options)
            throws IOException {
        if (!FileTransfers.of(source).isOfClientOf(FileTransfers.of(target))) {
            throw new IllegalArgumentException(
                    "the source must be a client that bucket() of the target's client returned: OSS copies objects within"
                            + " one endpoint only");
        }
        String sourcePrefix = ObjectsOfFolder.prefix(sourceFolder);
        String prefix = ObjectsOfFolder.prefix(folder);
        if (source.bucketName().equals(target.bucketName())) {
            checkApart("source and target", sourcePrefix, prefix);
        }
        return new SyncFolders(source, sourcePrefix, target, threads, prefix, options).execute();
    }

    private static void checkApart(String what, String a, String b) {
        if (a.startsWith(b) || b.startsWith(a)) {
            throw new IllegalArgumentException(
                    what + " must not contain each other, were \"" + a + "\" and \"" + b + "\" of one bucket");
        }
    }

    private static Map<String, ListedObject> list(BucketClient client, String prefix, DirectoryOptions options)
            throws IOException {
        return options.reportsExtra()
                ? ObjectsOfFolder.listChecked(client, prefix, options.filter())
                : ObjectsOfFolder.list(client, prefix, options.filter());
    }

    private DirectoryResult execute() throws IOException {
        Map<String, ListedObject> sources = list(source, sourcePrefix, options);
        objects = list(target, prefix, options);
        List<ListedObject> extra = extra(sources);
        Deletion.check(
                options,
                ObjectsOfFolder.url(source, sourcePrefix),
                ObjectsOfFolder.count(sources.values()),
                ObjectsOfFolder.url(target, prefix),
                extra.size(),
                objects.size());
        List<DirectoryEntry> entries = new ArrayList<>();
        for (ListedObject object : sources.values()) {
            String key = prefix + object.key().substring(sourcePrefix.length());
            DirectoryEntry entry = DirectoryEntry.ofCopy(object, key);
            ListedObject copy = objects.get(key);
            if (key.isEmpty()) {
                outcomes.add(FileOutcome.skipped(null, key, "the marker of the folder has no name at the target"));
            } else if (SYMLINK.equals(object.type())) {
                outcomes.add(FileOutcome.skipped(null, key, "a symbolic link of OSS"));
            } else if (copy != null && isSame(object, copy, options.comparison())) {
                outcomes.add(FileOutcome.same(null, key, object.size()));
            } else {
                entries.add(entry);
            }
        }
        new DirectoryRun(threads, calls, entries, options, this::copyIfDifferent, outcomes).run(options.files());
        new Deletion(new Origin(), target, prefix, LocalFiles.none(Paths.get(""), prefix), options, outcomes)
                .deleteObjects(extra);
        return outcomes.result();
    }

    private List<ListedObject> extra(Map<String, ListedObject> sources) {
        List<ListedObject> extra = new ArrayList<>();
        if (options.reportsExtra()) {
            for (ListedObject object : objects.values()) {
                if (!sources.containsKey(sourceKey(object.key()))) {
                    extra.add(object);
                }
            }
        }
        return extra;
    }

    private String sourceKey(String key) {
        return sourcePrefix + key.substring(prefix.length());
    }

    /**
     * Returns whether the lists show that two objects are the same. Only the ETags of the types Normal and Multipart
     * depend on the bytes alone. {@link Comparison#SIZE} ignores ETags.
     */
    static boolean isSame(ListedObject object, ListedObject copy, @Nullable Comparison comparison) {
        if (object.size() != copy.size()) {
            return false;
        }
        boolean isHash = Objects.equals(object.type(), copy.type())
                && (NORMAL.equals(object.type()) || MULTIPART.equals(object.type()));
        return comparison == Comparison.SIZE
                || (isHash && object.etag() != null && object.etag().equals(copy.etag()));
    }

    private FileOutcome copyIfDifferent(DirectoryEntry entry, TransferListener progress) throws IOException {
        ListedObject copy = objects.get(entry.key);
        boolean mayBeSame = copy != null && copy.size() == entry.size && options.comparison() != Comparison.SIZE;
        if (!mayBeSame) {
            differ(entry, copy);
            if (options.isDryRun()) {
                return FileOutcome.wouldTransfer(null, entry.key);
            }
        }
        ObjectMetadata metadata = calls.head(source, sourceKey(entry.key));
        if (mayBeSame) {
            ObjectMetadata found = calls.head(target, entry.key);
            if (metadata.size() == found.size()
                    && metadata.crc64() != null
                    && metadata.crc64().equals(found.crc64())) {
                return FileOutcome.same(null, entry.key, found.size());
            }
            differ(entry, copy);
            if (options.isDryRun()) {
                return FileOutcome.wouldTransfer(null, entry.key);
            }
        }
        return copy(entry, metadata);
    }

    private void differ(DirectoryEntry entry, @Nullable ListedObject copy) {
        outcomes.differ(
                entry,
                copy == null ? FileOutcome.Difference.MISSING_ON_TARGET : FileOutcome.Difference.DIFFERENT,
                entry.size,
                copy == null ? null : copy.size());
    }

    private FileOutcome copy(DirectoryEntry entry, ObjectMetadata metadata) throws IOException {
        if (APPENDABLE.equals(metadata.type())) {
            throw new IOException("OSS does not copy appendable objects: download and upload it");
        }
        CopyResult copy = copyByOss(entry, metadata);
        Long crc64 = copy.crc64() == null ? calls.head(target, entry.key).crc64() : copy.crc64();
        Long expected = metadata.crc64();
        if (expected != null && crc64 != null && !expected.equals(crc64)) {
            throw new IOException("the copy differs from its source, run the sync again: the CRC64 of the target is "
                    + Crc64.toString(crc64) + ", that of the source is " + Crc64.toString(expected));
        }
        return FileOutcome.uploaded(
                null,
                PutResult.builder(entry.key)
                        .etag(copy.etag())
                        .versionId(copy.versionId())
                        .requestId(copy.requestId())
                        .crc64(crc64)
                        .crcChecked(expected != null && crc64 != null)
                        .build());
    }

    private CopyResult copyByOss(DirectoryEntry entry, ObjectMetadata metadata) throws IOException {
        CopyOptions copy = options.copy();
        String etag = metadata.etag();
        try {
            return calls.copy(
                    target,
                    CopySource.of(source.bucketName(), metadata.key()),
                    entry.key,
                    etag == null
                            ? copy
                            : copy.newBuilder()
                                    .conditions(Conditions.match(etag))
                                    .build());
        } catch (ServiceException e) {
            throw e.status() == PRECONDITION_FAILED
                    ? new IOException("the source changed during the copy, run the sync again", e)
                    : e;
        }
    }

    /** The source, which is listed again before the first deletion. */
    private final class Origin implements Deletion.Source {
        private @Nullable Map<String, ListedObject> again;

        private Map<String, ListedObject> again() throws IOException {
            Map<String, ListedObject> listed = again;
            if (listed == null) {
                listed = ObjectsOfFolder.listChecked(source, sourcePrefix, name -> true);
                again = listed;
            }
            return listed;
        }

        @Override
        public boolean isEmptied() throws IOException {
            return ObjectsOfFolder.count(again().values()) == 0;
        }

        @Override
        public boolean lacksNow(String key) throws IOException {
            return !again().containsKey(sourceKey(key));
        }
    }
}
