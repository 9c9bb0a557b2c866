// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.list.ListedObject;
import java.util.Iterator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The objects of a folder that a filter selects by their keys after the folder. Nothing is sent before an iteration, and each
 * lists them anew.
 *
 * @param folder the bucket, or a URL that ends with a slash
 * @param others another condition
 */
record SelectedObjects(
        BucketClient client, OssUrl folder, NameFilter.Selection selection, Predicate<ListedObject> others)
        implements Iterable<ListedObject> {
    /** Returns the objects of a folder; a slash is added to a URL without one. */
    static SelectedObjects of(BucketClient client, OssUrl url, NameFilter.Selection selection) {
        OssUrl folder = url.folder();
        return new SelectedObjects(client, folder, selection, object -> true);
    }

    /** Returns those of these objects that meet a condition. */
    SelectedObjects only(Predicate<ListedObject> condition) {
        return new SelectedObjects(client, folder, selection, others.and(condition));
    }

    @Override
    public Iterator<ListedObject> iterator() {
        return stream().iterator();
    }

    /** Returns the keys of the objects. */
    Iterable<String> keys() {
        return () -> stream().map(ListedObject::key).iterator();
    }

    private Stream<ListedObject> stream() {
        int start = folder.key().length();
        return client.list(folder.key()).stream()
                .filter(object -> selection.test(object.key().substring(start)))
                .filter(others);
    }
}
