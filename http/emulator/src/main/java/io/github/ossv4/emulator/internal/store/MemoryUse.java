// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.body.SmallContent;
import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.object.StoredPart;
import io.github.ossv4.emulator.internal.object.Version;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Estimates of the memory that stored objects take: the sizes of their Java objects with compressed references. */
final class MemoryUse {
    /** A string or an array without its content, or an entry of a map. */
    private static final long SMALL = 40;

    private static final long VERSION = 64;
    private static final long BODY = 80;

    /** Includes a path of about 60 characters. */
    private static final long FILE = 280;

    private static final long ATTRIBUTES = 200;
    private static final long UPLOAD = 400;

    private MemoryUse() {}

    /** Returns the memory of the documents in the settings of a bucket. */
    static long of(BucketSettings settings) {
        return of(settings.documents());
    }

    /** Returns the memory of an object with all versions and small bodies. */
    static long of(String key, History history) {
        return history.isEmpty()
                ? 0
                : SMALL
                        + of(key)
                        + history.versions().stream().mapToLong(MemoryUse::of).sum();
    }

    private static long of(Version version) {
        long id = version.id().equals(Version.NULL_ID) ? 0 : of(version.id());
        return version instanceof StoredObject object
                ? VERSION + id + of(object.body()) + of(object.attributes())
                : VERSION + id;
    }

    private static long of(ObjectBody body) {
        return BODY + (body.content() instanceof SmallContent small ? SMALL + small.bytes().length : FILE);
    }

    /** Returns the memory of attributes; 0 for the default ones, which are shared. */
    private static long of(ObjectAttributes attributes) {
        return attributes.equals(ObjectAttributes.DEFAULT)
                ? 0
                : ATTRIBUTES
                        + of(attributes.metadata().contentType())
                        + of(attributes.metadata().headers())
                        + of(attributes.tags().asMap());
    }

    private static long of(Map<String, String> map) {
        return map.entrySet().stream()
                .mapToLong(entry -> 2 * SMALL + of(entry.getKey()) + of(entry.getValue()))
                .sum();
    }

    /** Returns the memory of a multipart upload without parts. */
    static long ofUpload(String id, String key, ObjectAttributes attributes) {
        return UPLOAD + of(id) + of(key) + of(attributes);
    }

    /** Returns the memory of a part and its small body. */
    static long of(StoredPart part) {
        return 2 * SMALL + VERSION + of(part.body());
    }

    private static long of(String text) {
        return SMALL + text.getBytes(StandardCharsets.UTF_8).length;
    }
}
