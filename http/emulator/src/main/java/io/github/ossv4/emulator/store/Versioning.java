// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.store;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The versioning state of all buckets, and the generator of version IDs. Thread-safe. */
public final class Versioning {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final boolean enabled;
    private final long first = new SecureRandom().nextLong();
    private final AtomicLong next = new AtomicLong();

    public Versioning(boolean enabled) {
        this.enabled = enabled;
    }

    boolean isEnabled() {
        return enabled;
    }

    /** Returns a new ID. It starts as OSS's do. */
    String nextId() {
        return "CAEQ" + HEX.toHexDigits(first) + HEX.toHexDigits(next.getAndIncrement());
    }

    /** Returns the ID of a new object; null without versioning. */
    @Nullable
    String newObjectId() {
        return enabled ? nextId() : null;
    }

    /** Returns the ID of a new appendable object, which has no versions; null without versioning. */
    @Nullable
    String newAppendableId() {
        return enabled ? Version.NULL_ID : null;
    }
}
