// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.directories.Comparison;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.internal.file.ModificationTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the source and the target of a transfer are the same. Pure and immutable.
 *
 * <p>Rule: When a file and its object are the same ({@code SyncTest}, {@code SameRuleTest}).
 */
final class SameRule {
    /** The result of a comparison. */
    enum Decision {
        SAME,
        DIFFERENT,
        /** The metadata of the object is required. */
        NEEDS_METADATA
    }

    private final Comparison comparison;
    private final boolean keepsTimes;
    private final boolean isUpload;

    /** Returns the rule of an upload. */
    static SameRule ofUpload(Comparison comparison, UploadOptions options) {
        return new SameRule(comparison, options.keepTime(), true);
    }

    /** Returns the rule of a download. */
    static SameRule ofDownload(Comparison comparison, DownloadOptions options) {
        return new SameRule(comparison, options.keepTime(), false);
    }

    /** @param keepsTimes whether objects have the times of their files in their metadata */
    private SameRule(Comparison comparison, boolean keepsTimes, boolean isUpload) {
        this.comparison = comparison;
        this.keepsTimes = keepsTimes;
        this.isUpload = isUpload;
    }

    Comparison comparison() {
        return comparison;
    }

    /** Returns whether the file is the source and the object the target. */
    boolean isUpload() {
        return isUpload;
    }

    /** Returns whether files of equal size may count as the same because of a time. */
    boolean comparesTimes() {
        return comparison == Comparison.SIZE_AND_TIME || comparison == Comparison.SIZE_AND_CHANGE;
    }

    /**
     * Decides by what a list of objects and the attributes of a file contain.
     *
     * @param sourceTime null if it is unknown
     * @param targetTime null if it is unknown
     */
    Decision decide(long sourceSize, @Nullable Instant sourceTime, long targetSize, @Nullable Instant targetTime) {
        if (sourceSize != targetSize) {
            return Decision.DIFFERENT;
        }
        switch (comparison) {
            case SIZE:
                return Decision.SAME;
            case SIZE_AND_CHANGE:
                return isUpload || !isCurrent(sourceTime, targetTime) ? Decision.NEEDS_METADATA : Decision.SAME;
            case SIZE_AND_TIME:
                return keepsTimes
                        ? Decision.NEEDS_METADATA
                        : isCurrent(sourceTime, targetTime) ? Decision.SAME : Decision.DIFFERENT;
            default:
                return Decision.NEEDS_METADATA;
        }
    }

    /**
     * Returns whether a file of the same size belongs to its object, without the metadata: it has the time of the
     * object, as a downloaded file has, or neither its bytes nor its names changed since the object was stored.
     *
     * @param changeTime when the attributes of the file changed: writing, moving, copying and unpacking it does that,
     *     and no program can set it; null if it is unknown
     */
    boolean isUntouched(Instant fileTime, @Nullable Instant changeTime, @Nullable Instant objectTime) {
        return comparison == Comparison.SIZE_AND_CHANGE
                && objectTime != null
                && (fileTime.equals(objectTime) || (changeTime != null && !changeTime.isAfter(objectTime)));
    }

    /** Returns the kept time of an object; null if it has none, or if times are not kept. */
    private @Nullable Instant keptTime(ObjectMetadata metadata) {
        return keepsTimes || comparison == Comparison.SIZE_AND_CHANGE
                ? ModificationTime.parse(metadata.metadata().get(ModificationTime.METADATA))
                : null;
    }

    /**
     * Returns whether only the bytes of a file show whether it equals its object. Size and time do not, if the file is
     * older than the object, but was moved, copied or unpacked after the object was stored, and the object has no kept
     * time.
     */
    boolean needsChecksum(Instant fileTime, ObjectMetadata metadata, long fileSize) {
        return comparison == Comparison.CRC64
                || (isUpload
                        && comparison == Comparison.SIZE_AND_CHANGE
                        && metadata.size() == fileSize
                        && keptTime(metadata) == null
                        && isSame(fileTime, metadata));
    }

    /** Decides by times, if the sizes are equal and the metadata of the object is known. */
    boolean isSame(Instant fileTime, ObjectMetadata metadata) {
        Instant kept = keptTime(metadata);
        if (kept != null) {
            return ModificationTime.isSame(fileTime, kept);
        }
        return isUpload ? isCurrent(fileTime, metadata.lastModified()) : isCurrent(metadata.lastModified(), fileTime);
    }

    private static boolean isCurrent(@Nullable Instant sourceTime, @Nullable Instant targetTime) {
        return sourceTime != null && targetTime != null && !sourceTime.isAfter(targetTime);
    }
}
