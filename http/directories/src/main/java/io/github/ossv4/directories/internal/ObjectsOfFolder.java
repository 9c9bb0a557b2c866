// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.http.BucketClient;
import io.github.ossv4.list.ListCheck;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.Page;
import io.github.ossv4.sign.ResourceNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The objects of a folder. */
final class ObjectsOfFolder {
    private ObjectsOfFolder() {}

    /**
     * Returns a prefix that ends with a slash, or is empty.
     *
     * @throws IllegalArgumentException if no key can begin with it
     */
    static String prefix(String folder) {
        if (folder.isEmpty()) {
            return folder;
        }
        return ResourceNames.checkPrefix(folder.endsWith("/") ? folder : folder + "/");
    }

    /**
     * Returns whether an object is the marker of a folder, which has no file: an empty object whose key ends with a
     * slash.
     */
    static boolean isMarker(ListedObject object) {
        return object.size() == 0 && object.key().endsWith("/");
    }

    /** Returns the number of objects that are no markers. */
    static long count(Collection<ListedObject> objects) {
        return objects.stream().filter(object -> !isMarker(object)).count();
    }

    /** Returns the bucket and the prefix, for messages. */
    static String url(BucketClient client, String prefix) {
        return "oss://" + client.bucketName() + "/" + prefix;
    }

    /**
     * Lists the objects, by their keys in the order of the list.
     *
     * @param prefix ends with a slash, or is empty
     * @param filter accepts the keys without the prefix
     */
    static Map<String, ListedObject> list(BucketClient client, String prefix, Predicate<String> filter)
            throws IOException {
        return list(client, prefix, filter, page -> null);
    }

    /**
     * Like {@link #list(BucketClient, String, Predicate)}, but also throws if the list contradicts itself. What is not
     * in this list may be deleted.
     */
    static Map<String, ListedObject> listChecked(BucketClient client, String prefix, Predicate<String> filter)
            throws IOException {
        return list(client, prefix, filter, new ListCheck()::problem);
    }

    private static Map<String, ListedObject> list(
            BucketClient client,
            String prefix,
            Predicate<String> filter,
            Function<Page<ListedObject>, @Nullable String> check)
            throws IOException {
        Map<String, ListedObject> objects = new LinkedHashMap<>();
        try {
            for (Page<ListedObject> page : client.list(prefix).pages()) {
                String problem = check.apply(page);
                if (problem != null) {
                    throw new IOException(problem + "; nothing was deleted");
                }
                for (ListedObject object : page.entries()) {
                    if (filter.test(object.key().substring(prefix.length()))) {
                        objects.put(object.key(), object);
                    }
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return objects;
    }
}
