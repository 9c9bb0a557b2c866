// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.ByteSize;
import io.github.ossv4.cli.output.RefusedException;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.list.ListedObject;
import java.util.Iterator;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a folder that a filter selects by their keys after the folder. Nothing is sent before an iteration,
 * and each lists them anew.
 *
 * @param folder the bucket, or a URL that ends with a slash
 * @param condition another condition; null for none
 */
record SelectedObjects(
        BucketClient client,
        OssUrl folder,
        NameFilter.Selection selection,
        @Nullable Condition condition) implements Iterable<ListedObject> {
    /**
     * A condition for objects.
     *
     * @param adjective describes the objects that meet it, such as {@code archived}
     */
    record Condition(String adjective, Predicate<ListedObject> test) {}

    /** Returns the objects of a folder; a slash is added to a URL without one. */
    static SelectedObjects of(BucketClient client, OssUrl url, NameFilter.Selection selection) {
        OssUrl folder = url.folder();
        return new SelectedObjects(client, folder, selection, null);
    }

    /** Returns the same selection with another condition; null for none. */
    SelectedObjects withCondition(@Nullable Condition other) {
        return new SelectedObjects(client, folder, selection, other);
    }

    /**
     * Returns a message that no object meets the condition, or null if there is no object. Call it only if none meets
     * it.
     */
    @Nullable
    String unmetCondition() {
        return condition != null && withCondition(null).iterator().hasNext()
                ? "no object below " + folder + " is " + condition.adjective
                : null;
    }

    @Override
    public Iterator<ListedObject> iterator() {
        return stream().iterator();
    }

    /** Returns the objects as the items of a command. */
    Iterator<Item> items() {
        return stream()
                .map(object -> Item.of(folder.withKey(object.key()), object.size()))
                .iterator();
    }

    /**
     * Refuses a run, with the number and the size of the objects. Returns if there are none.
     *
     * @param why follows the objects in the message, such as {@code would be deleted: --yes deletes them}
     * @throws RefusedException if there are objects
     */
    void refuseUnlessEmpty(String why) {
        long count = 0;
        long bytes = 0;
        for (ListedObject object : this) {
            count++;
            bytes += object.size();
        }
        if (count > 0) {
            throw new RefusedException("nothing was changed: " + Deletion.objects(count) + ", " + ByteSize.format(bytes)
                    + ", of " + folder + " " + why);
        }
    }

    private Stream<ListedObject> stream() {
        return client.list(folder.key()).stream().filter(this::selects);
    }

    /** Returns whether an object of the folder is selected. */
    boolean selects(ListedObject object) {
        return selection.test(object.key().substring(folder.key().length()))
                && (condition == null || condition.test.test(object));
    }
}
