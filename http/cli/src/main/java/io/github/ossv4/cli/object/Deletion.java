// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A deletion of an object or of a folder, or one that {@code --dry-run} prints.
 *
 * @param count the number of deleted objects
 */
record Deletion(OssUrl url, Scope scope, @Nullable String versionId, long count) implements Result {
    /** The target of a deletion. */
    enum Scope {
        OBJECT,
        FOLDER,
        /** An object that would be deleted. */
        PLANNED
    }

    static Deletion ofObject(OssUrl url, @Nullable String versionId) {
        return new Deletion(url, Scope.OBJECT, versionId, 1);
    }

    static Deletion ofFolder(OssUrl url, long count) {
        return new Deletion(url, Scope.FOLDER, null, count);
    }

    static Deletion planned(OssUrl url, @Nullable String versionId) {
        return new Deletion(url, Scope.PLANNED, versionId, 0);
    }

    /** Returns a number with its noun. */
    static String objects(long count) {
        return count == 1 ? "1 object" : count + " objects";
    }

    @Override
    public String text() {
        String verb = scope == Scope.PLANNED ? "would delete " : "deleted ";
        return verb
                + (scope == Scope.FOLDER ? objects(count) + " of " : "")
                + url
                + (versionId == null ? "" : " version " + PrintableText.escape(versionId));
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        if (scope == Scope.PLANNED) {
            json.writeBooleanField("dryRun", true);
            json.writeStringField("action", "delete");
        }
        url.writeTo(json);
        Result.writeUnlessNull(json, "versionId", versionId);
        if (scope != Scope.PLANNED) {
            json.writeBooleanField("recursive", scope == Scope.FOLDER);
            json.writeNumberField("deleted", count);
        }
    }
}
