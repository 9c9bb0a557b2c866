// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.directories.Comparison;
import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.VerifyResult;
import io.github.ossv4.http.internal.file.FileChecksum;
import io.github.ossv4.http.internal.file.UploadFile;
import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/** Compares a file of a directory with its object, and transfers it only if they differ or one does not exist. */
final class ComparedTransfer {
    private final BucketClient client;
    private final CallsInProgress calls;
    private final SameRule rule;
    private final boolean isUpload;
    private final FileOutcomes outcomes;
    private final DirectoryRun.Work transfer;

    /** @param isUpload whether the file is the source and the object the target */
    ComparedTransfer(
            BucketClient client,
            CallsInProgress calls,
            SameRule rule,
            boolean isUpload,
            FileOutcomes outcomes,
            DirectoryRun.Work transfer) {
        this.client = client;
        this.calls = calls;
        this.rule = rule;
        this.isUpload = isUpload;
        this.outcomes = outcomes;
        this.transfer = transfer;
    }

    /** Compares, and transfers the file if they differ. */
    FileOutcome run(UploadFile file, DirectoryEntry entry, TransferListener progress) throws IOException {
        BasicFileAttributes attributes = file.attributes();
        ObjectMetadata metadata;
        try {
            metadata = calls.head(client, entry.key);
        } catch (ServiceException e) {
            if (!e.isNotFound()) {
                throw e;
            }
            outcomes.differ(
                    entry,
                    isUpload ? FileOutcome.Difference.MISSING_ON_TARGET : FileOutcome.Difference.MISSING_ON_SOURCE,
                    attributes.size(),
                    null);
            return transfer.run(entry, progress);
        }
        if (isSame(entry, metadata, file, attributes)) {
            return FileOutcome.same(entry.file, entry.key, attributes.size());
        }
        calls.check();
        return transfer.run(entry, progress);
    }

    /** Compares, and sets the difference. */
    private boolean isSame(
            DirectoryEntry entry, ObjectMetadata metadata, UploadFile file, BasicFileAttributes attributes)
            throws IOException {
        long size = attributes.size();
        if (rule.comparison() == Comparison.CRC64
                || (isUpload && isOlderWithoutKeptTime(metadata, attributes) && metadata.size() == size)) {
            VerifyResult result = FileChecksum.compare(metadata, file, size);
            outcomes.verified(entry, result);
            return result.isSame();
        }
        boolean isSame =
                metadata.size() == size && (rule.comparison() == Comparison.SIZE || isCurrent(metadata, attributes));
        if (!isSame) {
            outcomes.differ(entry, FileOutcome.Difference.DIFFERENT, size, metadata.size());
        }
        return isSame;
    }

    /**
     * Returns whether size and time cannot show that the file is the same: it is older than the object, but was moved,
     * copied or unpacked after the object was stored, and the object has no kept time.
     */
    private boolean isOlderWithoutKeptTime(ObjectMetadata metadata, BasicFileAttributes attributes) {
        return rule.comparison() == Comparison.SIZE_AND_CHANGE
                && rule.keptTime(metadata) == null
                && isCurrent(metadata, attributes);
    }

    private boolean isCurrent(ObjectMetadata metadata, BasicFileAttributes attributes) {
        Instant fileTime = attributes.lastModifiedTime().toInstant();
        return rule.isSame(
                fileTime,
                metadata,
                isUpload ? fileTime : metadata.lastModified(),
                isUpload ? metadata.lastModified() : fileTime);
    }
}
