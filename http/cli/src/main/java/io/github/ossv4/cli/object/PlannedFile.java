// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.ByteSize;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code --dry-run}: what would be transferred or deleted.
 *
 * @param file null for an object that would be deleted
 * @param size in bytes; -1 if it is not known, or if the file would be deleted
 */
record PlannedFile(Action action, @Nullable String file, OssUrl url, long size) implements Result {
    /** The actions of a transfer. */
    enum Action {
        UPLOAD,
        DOWNLOAD,
        DELETE
    }

    static PlannedFile transfer(Direction direction, String file, OssUrl url, long size) {
        return new PlannedFile(direction == Direction.UPLOAD ? Action.UPLOAD : Action.DOWNLOAD, file, url, size);
    }

    /** @param file null for an object */
    static PlannedFile deletion(@Nullable String file, OssUrl url) {
        return new PlannedFile(Action.DELETE, file, url, -1);
    }

    @Override
    public String text() {
        String name = file == null ? url.toString() : PrintableText.escape(file);
        String bytes = size < 0 ? "" : "  " + ByteSize.exact(size);
        return switch (action) {
            case UPLOAD -> "would upload " + name + " -> " + url + bytes;
            case DOWNLOAD -> "would download " + url + " -> " + name + bytes;
            case DELETE -> "would delete " + name;
        };
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeBooleanField("dryRun", true);
        json.writeStringField("action", action.name().toLowerCase(Locale.ROOT));
        Result.writeUnlessNull(json, "file", file);
        url.writeTo(json);
        if (size >= 0) {
            json.writeNumberField("size", size);
        }
    }
}
