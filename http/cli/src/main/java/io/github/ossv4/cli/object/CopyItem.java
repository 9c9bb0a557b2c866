// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.ByteSize;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.cli.output.UsageException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An object to copy, and the object that it becomes. As a result it is a line of {@code --dry-run}.
 *
 * @param versionId the version of the source; null for the latest
 */
record CopyItem(OssUrl source, @Nullable String versionId, OssUrl target, long size) implements Result {
    /**
     * Returns the item of one object.
     *
     * @param target the object, or a folder for it
     * @throws UsageException if the source is not an object, or is the target itself
     */
    static CopyItem of(OssUrl source, @Nullable String versionId, OssUrl target) {
        if (source.isDirectory()) {
            throw new UsageException("--recursive is required to copy a folder, was " + source);
        }
        OssUrl object = target.isDirectory()
                ? target.withKey(
                        target.key() + source.key().substring(source.key().lastIndexOf('/') + 1))
                : target;
        if (source.equals(object) && versionId == null) {
            throw new UsageException(
                    "source and target are the same object, " + source + "; 'ossv4 set' changes its metadata");
        }
        return new CopyItem(source, versionId, object, 0);
    }

    /**
     * Checks that the target is not the source folder or inside it: each copy would be an object of the source.
     *
     * @throws UsageException if it is
     */
    static void checkFolders(OssUrl source, OssUrl target) {
        if (isIn(source, target)) {
            throw new UsageException("cannot copy a folder into itself: " + target
                    + (source.equals(target) ? " is the source" : " is inside " + source));
        }
    }

    /**
     * Returns the item of an object of a folder. A target inside the source folder would replace another object of the
     * source, perhaps before that one is copied.
     *
     * @throws UsageException if the object cannot be copied
     */
    static CopyItem of(OssUrl folder, OssUrl targetFolder, Item object) {
        String name = object.url().key().substring(folder.key().length());
        OssUrl target = targetFolder.withKey(targetFolder.key() + name);
        if (target.key().isEmpty()) {
            throw new UsageException("the marker of the folder has no name at " + target);
        }
        if (isIn(folder, target)) {
            throw new UsageException(
                    "its target " + target + " is inside the source folder: use another folder as the target");
        }
        return new CopyItem(object.url(), null, target, object.size());
    }

    private static boolean isIn(OssUrl folder, OssUrl url) {
        return folder.bucket().equals(url.bucket()) && url.key().startsWith(folder.key());
    }

    CopyItem withSize(long bytes) {
        return new CopyItem(source, versionId, target, bytes);
    }

    @Override
    public String text() {
        return "would copy " + source + " -> " + target + "  " + ByteSize.exact(size);
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeBooleanField("dryRun", true);
        json.writeStringField("action", "copy");
        writeNames(json);
        json.writeNumberField("size", size);
    }

    /** Writes the fields of source and target. */
    void writeNames(JsonGenerator json) throws IOException {
        json.writeStringField("sourceBucket", source.bucket());
        json.writeStringField("sourceKey", source.key());
        Result.writeUnlessNull(json, "sourceVersionId", versionId);
        target.writeTo(json);
    }
}
