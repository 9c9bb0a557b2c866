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
 */
record SelectedObjects(BucketClient client, OssUrl folder, Predicate<String> selection)
        implements Iterable<ListedObject> {
    @Override
    public Iterator<ListedObject> iterator() {
        return stream().iterator();
    }

    /** Returns the keys of the objects. */
    Iterable<String> keys() {
        return () -> stream().map(ListedObject::key).iterator();
    }

    private Stream<ListedObject> stream() {
        return client.list(folder.key()).stream().filter(object -> selection.test(name(object)));
    }

    /** Returns the key after the folder. */
    String name(ListedObject object) {
        return object.key().substring(folder.key().length());
    }
}
