// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import io.github.ossv4.emulator.internal.object.Version;
import io.github.ossv4.emulator.internal.object.VersioningStatus;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The generator of version IDs. A newer ID is greater than an older one. Thread-safe. */
final class VersionIds {
    /** Fills an ID to the length of OSS's. */
    private static final String FILL = "IiA0000000000000000000000000";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final long first;
    private final AtomicLong next = new AtomicLong();

    /** @param first the first half of all IDs */
    VersionIds(long first) {
        this.first = first;
    }

    /** Returns the first half of the IDs of a new emulator, less than half of the maximum. */
    static long randomFirst() {
        return new SecureRandom().nextLong() >>> 2;
    }

    /** Returns a new ID. Like the IDs of OSS, it starts with CAEQ and has 64 characters. */
    private String next() {
        return "CAEQ" + HEX.toHexDigits(first) + HEX.toHexDigits(next.getAndIncrement()) + FILL;
    }

    /** Returns the ID of a new object; null without versioning. */
    @Nullable
    String ofObject(VersioningStatus status) {
        return status.keepsHistory() ? ofMarker(status) : null;
    }

    /** Returns the ID of a new delete marker in a bucket with versioning. */
    String ofMarker(VersioningStatus status) {
        return status == VersioningStatus.ENABLED ? next() : Version.NULL_ID;
    }
}
