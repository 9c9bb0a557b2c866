// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.body.ObjectFile;
import io.github.ossv4.emulator.internal.body.SmallContent;
import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.object.StoredPart;
import io.github.ossv4.emulator.internal.object.Version;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Estimates of the memory that stored objects take: the sizes of their Java objects with compressed references, rounded
 * up to 8 bytes.
 */
final class MemoryUse {
    private static final long MAP_ENTRY = 40;
    private static final long HISTORY = 24;
    private static final long OBJECT = 32;
    private static final long BODY = 48;
    private static final long DIGEST = 32;
    private static final long INSTANT = 24;

    /** Includes a path of about 60 characters. */
    private static final long FILE = 280;

    private static final long LIST = 40;
    private static final long ATTRIBUTES = 200;
    private static final long UPLOAD = 400;
    private static final long PART = 40;

    private MemoryUse() {}

    /** Returns the memory of the documents in the settings of a bucket. */
    static long of(BucketSettings settings) {
        return of(settings.documents());
    }

    /** Returns the memory of an object with all versions and small bodies. */
    static long of(String key, History history) {
        if (history.isEmpty()) {
            return 0;
        }
        long bytes = MAP_ENTRY + HISTORY + of(key);
        int versions = 0;
        for (Version version : history.versions()) {
            bytes += of(version);
            versions++;
        }
        return versions == 1 ? bytes : bytes + LIST + 4L * versions;
    }

    private static long of(Version version) {
        long bytes = version.versionId() == null || version.versionId().equals(Version.NULL_ID)
                ? 0
                : of(version.versionId());
        return version instanceof StoredObject object
                ? bytes + OBJECT + of(object.body()) + of(object.attributes())
                : bytes + OBJECT + INSTANT;
    }

    private static long of(ObjectBody body) {
        long content = body.content() instanceof SmallContent small
                ? 2 * 16 + rounded(small.bytes().length)
                : body.content() instanceof ObjectFile ? FILE : 2 * LIST;
        return BODY + DIGEST + content;
    }

    /** Returns the memory of attributes; 0 for the default ones, which are shared. */
    private static long of(@Nullable ObjectAttributes attributes) {
        return attributes == null || attributes.equals(ObjectAttributes.DEFAULT)
                ? 0
                : ATTRIBUTES
                        + of(attributes.metadata().contentType())
                        + of(attributes.metadata().headers())
                        + of(attributes.tags().asMap());
    }

    private static long of(Map<String, String> map) {
        long bytes = 0;
        for (Map.Entry<String, String> entry : map.entrySet()) {
            bytes += 2 * MAP_ENTRY + of(entry.getKey()) + of(entry.getValue());
        }
        return bytes;
    }

    /** Returns the memory of a multipart upload without parts. */
    static long ofUpload(String id, String key, ObjectAttributes attributes) {
        return UPLOAD + of(id) + of(key) + of(attributes);
    }

    /** Returns the memory of a part and its small body. */
    static long of(StoredPart part) {
        return MAP_ENTRY + PART + INSTANT + of(part.body());
    }

    private static long of(String text) {
        return 24 + 16 + rounded((long) bytesPerChar(text) * text.length());
    }

    private static int bytesPerChar(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return 2;
            }
        }
        return 1;
    }

    private static long rounded(long bytes) {
        return (bytes + 7) / 8 * 8;
    }
}
