// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Whether buckets keep the history of their objects, and what versions are called then. Thread-safe. */
final class Versioning {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final boolean enabled;
    private final long first = new SecureRandom().nextLong();
    private final AtomicLong next = new AtomicLong();

    Versioning(boolean enabled) {
        this.enabled = enabled;
    }

    boolean isEnabled() {
        return enabled;
    }

    /** The id of the next version. It begins as OSS's do; what follows means as little to clients. */
    String nextId() {
        return "CAEQ" + HEX.toHexDigits(first) + HEX.toHexDigits(next.getAndIncrement());
    }

    /** The id of the next object; null without versioning. */
    @Nullable
    String idOfObject() {
        return enabled ? nextId() : null;
    }

    /** The id of an object that can be appended to, which has no history of its own; null without versioning. */
    @Nullable
    String idOfAppendable() {
        return enabled ? Version.NULL_ID : null;
    }
}
