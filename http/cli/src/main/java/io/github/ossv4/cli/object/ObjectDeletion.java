// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.DeleteAllResult;
import io.github.ossv4.list.ListCheck;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.ObjectVersion;
import io.github.ossv4.list.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.LongConsumer;

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
     * Deletes the selected objects of a folder. Lists the folder completely, then again page by page. After each page,
     * deletes its objects that the first list had unchanged.
     *
     * @param deleted receives the number of deleted objects of each page, also before a failure
     * @return the number of objects that the first list had
     */
    static long deleteListed(SelectedObjects objects, LongConsumer deleted) throws IOException {
        ListedIdentities listed = new ListedIdentities();
        forEachPage(
                objects,
                "; nothing was deleted",
                page -> page.entries().stream().filter(objects::selects).forEach(listed::add));
        listed.sort();
        forEachPage(objects, "; nothing else was deleted", page -> {
            List<String> keys = page.entries().stream()
                    .filter(object -> objects.selects(object) && listed.contains(object))
                    .map(ListedObject::key)
                    .toList();
            if (!keys.isEmpty()) {
                DeleteAllResult result = objects.client().deleteAll(keys);
                deleted.accept(result.deletedCount());
                result.throwIfFailed();
            }
        });
        return listed.count();
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
