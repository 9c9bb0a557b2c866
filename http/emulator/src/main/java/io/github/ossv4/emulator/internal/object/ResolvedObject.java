// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.object;

import io.github.ossv4.emulator.internal.wire.ServerResponse;
import java.time.Instant;

/**
 * An object that a request reads.
 *
 * @param named the object that the request names
 * @param target the object that a symbolic link refers to; otherwise the same
 */
public record ResolvedObject(StoredObject named, StoredObject target) {
    /**
     * Adds the headers of GetObject and HeadObject. For a symbolic link, the headers describe the attributes of the
     * link and the content of its target.
     */
    public ServerResponse describe(ServerResponse response, Instant now) {
        target.describeContent(response, now);
        if (named.body().symlinkTarget() != null) {
            named.describeVersion(response);
            if (named.lastModified().isAfter(target.lastModified())) {
                named.describeTime(response);
            }
        }
        return named.describeAttributes(response);
    }
}
