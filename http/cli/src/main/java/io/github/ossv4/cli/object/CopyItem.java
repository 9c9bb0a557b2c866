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
record CopyItem(CopyKind kind, OssUrl source, @Nullable String versionId, OssUrl target, long size) implements Result {
    /**
     * Returns the item of one object.
     *
     * @param target the object, or a folder for it
     * @throws UsageException if the source is not an object, or is the target itself
     */
    static CopyItem of(CopyKind kind, OssUrl source, @Nullable String versionId, OssUrl target, long size) {
        if (source.isDirectory()) {
            throw new UsageException("--recursive is required to " + kind.verb() + " a folder, was " + source);
        }
        OssUrl object = target.isDirectory()
                ? target.withKey(
                        target.key() + source.key().substring(source.key().lastIndexOf('/') + 1))
                : target;
        if (source.equals(object) && versionId == null) {
            throw new UsageException("source and target are the same object, " + source
                    + (kind == CopyKind.MOVE ? "" : "; 'ossv4 set' changes its metadata"));
        }
        return new CopyItem(kind, source, versionId, object, size);
    }

    CopyItem withSize(long bytes) {
        return new CopyItem(kind, source, versionId, target, bytes);
    }

    @Override
    public String text() {
        return "would " + kind.verb() + " " + source + " -> " + target + "  " + ByteSize.exact(size);
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeBooleanField("dryRun", true);
        json.writeStringField("action", kind.verb());
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
