// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.internal.call.ResponseHeaders;
import io.github.ossv4.object.ObjectHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The object that a call would have stored, to be compared with the one that HeadObject finds. Immutable. */
public final class ExpectedObject {
    /** The result of a comparison with an object that was found. */
    public enum Match {
        /** The object was stored before the call started, whatever its content. */
        OLDER,
        /** Another size, CRC64 or user metadata: another call stored it. It may have replaced the expected object. */
        OTHER_CONTENT,
        /** The object was stored after the call ended. */
        LATER,
        /** The time when it was stored, or the earliest possible one, is unknown. */
        UNDATED,
        /** The expected content, stored since the call began. Another client may have stored it at the same time. */
        SAME
    }

    /** OSS reports whole seconds, and its servers' clocks may differ a little. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final long size;
    private final @Nullable Long crc64;
    private final @Nullable Map<String, String> metadata;
    private final @Nullable Instant notBefore;
    private final @Nullable Instant notAfter;

    private ExpectedObject(
            long size,
            @Nullable Long crc64,
            @Nullable Map<String, String> metadata,
            @Nullable Instant notBefore,
            @Nullable Instant notAfter) {
        this.size = size;
        this.crc64 = crc64;
        this.metadata = metadata;
        this.notBefore = notBefore;
        this.notAfter = notAfter;
    }

    /**
     * Returns an object with these bytes.
     *
     * @param crc64 null if unknown; then no object matches
     */
    public static ExpectedObject of(long size, @Nullable Long crc64) {
        return new ExpectedObject(size, crc64, null, null, null);
    }

    /** Returns an object of unknown bytes, such as a copy: only the time is compared. */
    static ExpectedObject ofAnyContent() {
        return new ExpectedObject(-1, null, null, null, null);
    }

    /** Compares the user metadata as well; null to ignore it. */
    public ExpectedObject metadata(@Nullable Map<String, String> userMetadata) {
        return new ExpectedObject(size, crc64, userMetadata, notBefore, notAfter);
    }

    /** Returns the user metadata among the headers of an object, by name without {@code x-oss-meta-}. */
    static Map<String, String> userMetadata(ObjectHeaders headers) {
        Map<String, String> user = new TreeMap<>();
        for (Map.Entry<String, String> header : headers.asMap().entrySet()) {
            if (header.getKey().startsWith(ObjectHeaders.METADATA_PREFIX)) {
                user.put(header.getKey().substring(ObjectHeaders.METADATA_PREFIX.length()), header.getValue());
            }
        }
        return user;
    }

    /** Limits the time at which it was stored, by OSS's clock; null for no limit. */
    public ExpectedObject stored(@Nullable Instant from, @Nullable Instant to) {
        return new ExpectedObject(size, crc64, metadata, from, to);
    }

    /** Sets the earliest time: {@code elapsed} before the response {@code found}, by OSS's clock. */
    ExpectedObject storedSince(Duration elapsed, ObjectMetadata found) {
        Instant now = ResponseHeaders.instant(found.header("Date"));
        return stored(now == null ? null : now.minus(elapsed), null);
    }

    /** Returns whether an earliest time is set. */
    boolean isDated() {
        return notBefore != null;
    }

    public Match compare(ObjectMetadata found) {
        Instant stored = found.lastModified();
        if (stored != null && notBefore != null && stored.isBefore(notBefore.minus(TOLERANCE))) {
            return Match.OLDER;
        }
        if (!hasContentOf(found)) {
            return Match.OTHER_CONTENT;
        }
        if (stored == null || notBefore == null) {
            return Match.UNDATED;
        }
        return notAfter != null && stored.minus(TOLERANCE).isAfter(notAfter) ? Match.LATER : Match.SAME;
    }

    private boolean hasContentOf(ObjectMetadata found) {
        if (size < 0) {
            return true;
        }
        return found.size() == size
                && crc64 != null
                && crc64.equals(found.crc64())
                && (metadata == null || hasMetadataOf(found.metadata()));
    }

    /** Compares only the names of values that are not ASCII: these may be returned in another encoding. */
    private boolean hasMetadataOf(Map<String, String> found) {
        return metadata == null
                || (found.keySet().equals(metadata.keySet())
                        && metadata.entrySet().stream().allMatch(entry -> {
                            String value = entry.getValue();
                            return !isAscii(value)
                                    || value.trim()
                                            .equals(String.valueOf(found.get(entry.getKey()))
                                                    .trim());
                        }));
    }

    private static boolean isAscii(String value) {
        return value.chars().allMatch(c -> c < 0x80);
    }
}
