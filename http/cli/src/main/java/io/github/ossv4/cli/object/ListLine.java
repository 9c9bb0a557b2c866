// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.output.ByteSize;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.ListedVersion;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line of a list: a folder, an object, or a version of one.
 *
 * @param name the key; of a folder the prefix, which ends with a slash
 * @param object null for a folder or a delete marker
 * @param version null unless versions are listed
 */
record ListLine(
        Style style,
        String name,
        @Nullable ListedObject object,
        @Nullable ListedVersion version) implements Result {
    /** The part of an object's metadata that is printed. */
    enum Style {
        NAMES,
        /** With sizes in bytes. */
        DETAILS,
        HUMAN_SIZES
    }

    static ListLine of(String prefix, Style style) {
        return new ListLine(style, prefix, null, null);
    }

    static ListLine of(ListedObject object, Style style) {
        return new ListLine(style, object.key(), object, null);
    }

    static ListLine of(ListedVersion version, Style style) {
        return new ListLine(style, version.key(), version.object(), version);
    }

    ListLine withName(String other) {
        return new ListLine(style, other, object, version);
    }

    @Override
    public String text() {
        String printable = PrintableText.escape(name);
        if (style == Style.NAMES) {
            return version == null ? printable : printable + "  " + marks(version);
        }
        Instant time = version != null ? version.lastModified() : object == null ? null : object.lastModified();
        String details =
                String.format(Locale.ROOT, "%-24s %15s  %-12s ", time == null ? "" : time, size(), storageClass());
        return details + (version == null ? "" : marks(version) + "  ") + printable;
    }

    private static String marks(ListedVersion version) {
        return PrintableText.escape(version.versionId())
                + (version.isLatest() ? " latest" : "")
                + (version.isDeleteMarker() ? " deleted" : "");
    }

    private String size() {
        if (object == null) {
            return version == null ? "folder" : "";
        }
        return style == Style.HUMAN_SIZES ? ByteSize.format(object.size()) : Long.toString(object.size());
    }

    private String storageClass() {
        return object == null || object.storageClass() == null ? "" : PrintableText.escape(object.storageClass());
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        if (object == null && version == null) {
            json.writeStringField("prefix", name);
            return;
        }
        json.writeStringField("key", name);
        if (object != null) {
            json.writeNumberField("size", object.size());
            Result.writeUnlessNull(json, "etag", object.etag());
            Result.writeUnlessNull(json, "lastModified", object.lastModified());
            Result.writeUnlessNull(json, "storageClass", object.storageClass());
            Result.writeUnlessNull(json, "type", object.type());
        }
        if (version != null) {
            json.writeStringField("versionId", version.versionId());
            json.writeBooleanField("isLatest", version.isLatest());
            json.writeBooleanField("deleteMarker", version.isDeleteMarker());
        }
    }
}
