// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.list.ListCheck;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.ObjectVersion;
import io.github.ossv4.list.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * The deletions of objects by commands other than sync. Each requires proof: the user named the object, or the list of
 * the folder is complete, or the object is still the one whose copy was compared.
 */
final class ObjectDeletion {
    private ObjectDeletion() {}

    /** Deletes an object that the user named. */
    static void deleteNamed(BucketClient client, ObjectVersion object) throws IOException {
        client.delete(object);
    }

    /**
     * Deletes the selected objects of a folder, which is listed completely before the first deletion.
     *
     * @return the number of deleted objects
     */
    static long deleteListed(SelectedObjects objects) throws IOException {
        ListCheck check = new ListCheck();
        try {
            for (Page<ListedObject> page :
                    objects.client().list(objects.folder().key()).pages()) {
                String problem = check.problem(page);
                if (problem != null) {
                    throw new IOException(problem + "; nothing was deleted");
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return objects.client().deleteAll(objects.keys()).throwIfFailed().deletedCount();
    }

    /** Deletes the source of a move. DeleteObject has no conditions, so the source is compared directly before it. */
    static void deleteMoved(BucketClient sources, CopyItem item, ObjectMetadata copied, CopyCheck check)
            throws IOException {
        if (check == CopyCheck.UNKNOWN) {
            throw new IOException("copied to " + item.target() + ", but " + item.source()
                    + " is kept: OSS reports no CRC64 by which the copy can be checked");
        }
        String key = item.source().key();
        ObjectMetadata now = sources.head(key);
        if (!Objects.equals(now.etag(), copied.etag())
                || !Objects.equals(now.lastModified(), copied.lastModified())
                || !Objects.equals(now.versionId(), copied.versionId())) {
            throw new IOException("copied to " + item.target() + ", but " + item.source()
                    + " is kept: it was replaced after it was copied");
        }
        sources.delete(key);
    }
}
