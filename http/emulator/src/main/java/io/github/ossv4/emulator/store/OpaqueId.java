// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.store;

import java.util.Locale;
import java.util.UUID;

/** The random ID of an upload, or the ETag of an object made of parts. */
final class OpaqueId {
    private OpaqueId() {}

    /** Returns a new ID in OSS's form: 32 upper-case hex digits without a meaning. */
    static String next() {
        return UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
    }
}
