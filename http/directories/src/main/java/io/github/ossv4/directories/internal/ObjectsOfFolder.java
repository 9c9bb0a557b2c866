// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.internal.text.ResourceNames;
import io.github.ossv4.list.ListCheck;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The objects of a folder: as they are listed first, and before the first deletion. Used by one thread. */
final class ObjectsOfFolder implements Deletion.Source {
    final BucketClient client;

    /** Ends with a slash, or is empty. */
    final String prefix;

    /** The objects by the second list; null before it. */
    private @Nullable Map<String, ListedObject> again;

    /** @throws IllegalArgumentException if no key can begin with the folder */
    ObjectsOfFolder(BucketClient client, String folder) {
        this.client = client;
        this.prefix =
                folder.isEmpty() ? folder : ResourceNames.checkPrefix(folder.endsWith("/") ? folder : folder + "/");
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

    /** Returns the key without the prefix. */
    String name(String key) {
        return key.substring(prefix.length());
    }

    /**
     * Lists the objects that the filter accepts, by their keys in the order of the list. If it shows what may be
     * deleted, a list that contradicts itself is a failure.
     */
    Map<String, ListedObject> list(DirectoryOptions options) throws IOException {
        return list(options.filter(), options.reportExtra() ? check()::problem : page -> null);
    }

    /** Returns all objects, which are listed once more at the first call. */
    Map<String, ListedObject> again() throws IOException {
        Map<String, ListedObject> listed = again;
        if (listed == null) {
            listed = list(name -> true, check()::problem);
            again = listed;
        }
        return listed;
    }

    private ListCheck check() {
        return new ListCheck(client.bucketName(), prefix);
    }

    private Map<String, ListedObject> list(
            Predicate<String> filter, Function<Page<ListedObject>, @Nullable String> check) throws IOException {
        Map<String, ListedObject> objects = new LinkedHashMap<>();
        try {
            for (Page<ListedObject> page : client.list(prefix).pages()) {
                String problem = check.apply(page);
                if (problem != null) {
                    throw new IOException(problem + "; nothing was deleted");
                }
                for (ListedObject object : page.entries()) {
                    if (filter.test(name(object.key()))) {
                        objects.put(object.key(), object);
                    }
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return objects;
    }

    @Override
    public void look() throws IOException {
        again();
    }

    @Override
    public boolean isEmptied() throws IOException {
        return count(again().values()) == 0;
    }

    @Override
    public boolean lacksNow(String name) throws IOException {
        return !again().containsKey(prefix + name);
    }

    /** Returns the bucket and the prefix, for messages. */
    @Override
    public String toString() {
        return "oss://" + client.bucketName() + "/" + prefix;
    }
}
