// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.http.CopyOptions;
import io.github.ossv4.http.CopyResult;
import io.github.ossv4.http.CopySource;
import io.github.ossv4.http.internal.call.CancellableFuture;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.transfer.LargeCopy;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.sign.ResourceNames;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The folder that receives copies of the objects that a sync replaces or deletes, below the same names. Immutable. */
final class ObjectBackup {
    private final Transport transport;
    private final String prefix;
    private final String backup;

    private ObjectBackup(Transport transport, String prefix, String backup) {
        this.transport = transport;
        this.prefix = prefix;
        this.backup = backup;
    }

    /**
     * Returns the backup that the options name; null for none.
     *
     * @param prefix of the target
     * @throws IllegalArgumentException if one of the two folders contains the other
     */
    static @Nullable ObjectBackup of(Transport transport, String prefix, DirectoryOptions options) {
        if (options.backupPrefix() == null) {
            return null;
        }
        String backup = ObjectsOfFolder.prefix(options.backupPrefix());
        if (backup.startsWith(prefix) || prefix.startsWith(backup)) {
            throw new IllegalArgumentException(
                    "the backup must be outside of the target and must not contain it, was \"" + backup + "\"");
        }
        return new ObjectBackup(transport, prefix, backup);
    }

    /** Starts the copy of an object, which fails if the object was replaced meanwhile. */
    CancellableFuture<CopyResult> start(ListedObject object) {
        CopyOptions.Builder options = CopyOptions.builder();
        if (object.etag() != null) {
            options.ifSourceMatches(object.etag());
        }
        try {
            String key = ResourceNames.checkKey(backup + object.key().substring(prefix.length()));
            return LargeCopy.enqueue(transport, CopySource.of(object.key()), key, options.build());
        } catch (IOException | RuntimeException e) {
            CancellableFuture<CopyResult> failed = new CancellableFuture<>();
            failed.fail(e);
            return failed;
        }
    }
}
