// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.http.BucketClient;
import io.github.ossv4.list.ListCheck;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.ObjectVersion;
import io.github.ossv4.list.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The deletions of objects by commands other than sync. Each requires proof: the user named the object, or the list of
 * the folder is complete.
 */
final class ObjectDeletion {
    private ObjectDeletion() {}

    /** Deletes an object that the user named. */
    static void deleteNamed(BucketClient client, ObjectVersion object) throws IOException {
        client.delete(object);
    }

    /**
     * Deletes the selected objects of a folder. It is listed completely first. Then it is listed again, and those of
     * each page that the first list had, unchanged, are deleted by the next request.
     *
     * @return the number of deleted objects
     */
    static long deleteListed(SelectedObjects objects) throws IOException {
        ListedIdentities listed = new ListedIdentities();
        forEachPage(
                objects,
                "; nothing was deleted",
                page -> page.entries().stream().filter(objects::selects).forEach(listed::add));
        listed.sort();
        long[] deleted = new long[1];
        forEachPage(objects, "; nothing else was deleted", page -> {
            List<String> keys = page.entries().stream()
                    .filter(object -> objects.selects(object) && listed.contains(object))
                    .map(ListedObject::key)
                    .toList();
            if (!keys.isEmpty()) {
                deleted[0] += objects.client().deleteAll(keys).throwIfFailed().deletedCount();
            }
        });
        return deleted[0];
    }

    private interface PageTask {
        void run(Page<ListedObject> page) throws IOException;
    }

    private static void forEachPage(SelectedObjects objects, String consequence, PageTask task) throws IOException {
        ListCheck check =
                new ListCheck(objects.folder().bucket(), objects.folder().key());
        try {
            for (Page<ListedObject> page :
                    objects.client().list(objects.folder().key()).pages()) {
                String problem = check.problem(page);
                if (problem != null) {
                    throw new IOException(problem + consequence);
                }
                task.run(page);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
