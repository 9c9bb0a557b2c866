// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.directories.Comparison;
import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.Conditions;
import io.github.ossv4.http.CopyOptions;
import io.github.ossv4.http.CopyResult;
import io.github.ossv4.http.CopySource;
import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.internal.file.FileTransfers;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.object.ObjectHeaders;
import io.github.ossv4.object.StorageClass;
import java.io.IOException;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The sync of two folders: OSS copies the objects.
 *
 * <p>Rule: When the objects of two folders are the same: by the ETags of lists, else by CRC64 ({@code SyncFoldersTest},
 * {@code SyncFoldersPropertyTest}).
 */
public final class SyncFolders extends DirectoryRun {
    private static final String NORMAL = "Normal";
    private static final String MULTIPART = "Multipart";

    private static final String SYMLINK = "Symlink";

    private static final String STORAGE_CLASS = "x-oss-storage-class";
    private static final String ACL = "x-oss-object-acl";

    /** CopyObject does not accept such a source. */
    private static final String APPENDABLE = "Appendable";

    private static final int PRECONDITION_FAILED = 412;

    private final ObjectsOfFolder source;
    private final ObjectsOfFolder target;

    /** The objects of the target when they were listed. */
    private Map<String, ListedObject> objects = new HashMap<>();

    /** The objects that only the target has. */
    private final List<ListedObject> extra = new ArrayList<>();

    public SyncFolders(
            BucketClient source,
            String sourceFolder,
            BucketClient target,
            RunThreads threads,
            String folder,
            DirectoryOptions options) {
        super(target, threads, options);
        if (!FileTransfers.of(source).isOfClientOf(transfers)) {
            throw new IllegalArgumentException(
                    "the source must be a client that bucket() of the target's client returned: OSS copies objects within"
                            + " one endpoint only");
        }
        this.source = new ObjectsOfFolder(source, sourceFolder);
        this.target = new ObjectsOfFolder(target, folder);
        String a = this.source.prefix;
        String b = this.target.prefix;
        if (source.bucketName().equals(target.bucketName()) && (a.startsWith(b) || b.startsWith(a))) {
            throw new IllegalArgumentException("source and target must not contain each other, were \"" + a
                    + "\" and \"" + b + "\" of one bucket");
        }
    }

    @Override
    List<DirectoryEntry> list() throws IOException {
        Map<String, ListedObject> sources = source.list(options);
        objects = target.list(options);
        if (options.reportExtra()) {
            objects.values().stream()
                    .filter(object -> !sources.containsKey(sourceKey(object.key())))
                    .forEach(extra::add);
        }
        options.checkDeletions(
                source.toString(),
                ObjectsOfFolder.count(sources.values()),
                target.toString(),
                extra.size(),
                objects.size());
        List<DirectoryEntry> entries = new ArrayList<>();
        for (ListedObject object : sources.values()) {
            String key = target.prefix + source.name(object.key());
            ListedObject copy = objects.get(key);
            if (key.isEmpty()) {
                outcomes.add(FileOutcome.skipped(null, key, "the marker of the folder has no name at the target"));
            } else if (SYMLINK.equals(object.type())) {
                outcomes.add(FileOutcome.skipped(null, key, "a symbolic link of OSS"));
            } else if (copy != null && isSame(object, copy, options.comparison())) {
                outcomes.add(FileOutcome.same(null, key, object.size()));
            } else {
                entries.add(DirectoryEntry.ofCopy(object, key));
            }
        }
        return entries;
    }

    @Override
    boolean comparesFiles() {
        return true;
    }

    @Override
    void deleteExtra() {
        LocalFiles none = LocalFiles.none(Paths.get(""), target.prefix);
        new Deletion(source, target, none, options, outcomes).deleteObjects(extra);
    }

    private String sourceKey(String key) {
        return source.prefix + target.name(key);
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

    @Override
    FileOutcome transferIfDifferent(DirectoryEntry entry, TransferListener progress) throws IOException {
        ListedObject copy = objects.get(entry.key);
        if (copy != null && copy.size() == entry.size && options.comparison() != Comparison.SIZE) {
            ObjectMetadata metadata = calls.head(source.client, sourceKey(entry.key), GetOptions.NONE);
            ObjectMetadata found = calls.head(client, entry.key, GetOptions.NONE);
            if (metadata.size() == found.size()
                    && metadata.crc64() != null
                    && metadata.crc64().equals(found.crc64())) {
                return FileOutcome.same(null, entry.key, found.size());
            }
            differ(entry, copy);
            return options.dryRun() ? FileOutcome.wouldTransfer(null, entry.key) : copy(entry, metadata);
        }
        differ(entry, copy);
        return transfer(entry, progress);
    }

    @Override
    FileOutcome transfer(DirectoryEntry entry, TransferListener progress) throws IOException {
        return options.dryRun()
                ? FileOutcome.wouldTransfer(null, entry.key)
                : copy(entry, calls.head(source.client, sourceKey(entry.key), GetOptions.NONE));
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
        Long crc64 = copy.crc64() == null
                ? calls.head(client, entry.key, GetOptions.NONE).crc64()
                : copy.crc64();
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

    /** Returns the options of a copy that has the storage class and the ACL of its source, unless others are set. */
    private CopyOptions keeping(ObjectMetadata metadata) throws IOException {
        CopyOptions.Builder keeping = options.copy().newBuilder();
        Map<String, String> set = options.copy().headers().asMap();
        if (!set.containsKey(STORAGE_CLASS)) {
            String kept = metadata.storageClass();
            keeping.headers(ObjectHeaders.of(
                    Collections.singletonMap(STORAGE_CLASS, kept == null ? StorageClass.STANDARD.value() : kept)));
        }
        if (!set.containsKey(ACL)) {
            ObjectAcl acl = acl(metadata.key());
            if (acl != ObjectAcl.DEFAULT) {
                keeping.acl(acl);
            }
        }
        return keeping.build();
    }

    private ObjectAcl acl(String key) throws IOException {
        try {
            return calls.acl(source.client, key);
        } catch (ServiceException e) {
            throw e.newBuilder()
                    .description("cannot read the ACL of the source, which the copy would lose; set one for all copies,"
                            + " such as default: " + e.description())
                    .build();
        }
    }

    private CopyResult copyByOss(DirectoryEntry entry, ObjectMetadata metadata) throws IOException {
        CopyOptions copy = keeping(metadata);
        String etag = metadata.etag();
        try {
            return calls.copy(
                    client,
                    CopySource.of(source.client.bucketName(), metadata.key()),
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
}
