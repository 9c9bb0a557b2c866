// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.directories.DirectoryResult;
import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.ListOptions;
import io.github.ossv4.internal.text.ResourceNames;
import io.github.ossv4.list.DeleteMultipleObjects;
import io.github.ossv4.list.ListCheck;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The deletion of objects that were listed before. Directly before each request that deletes, the keys of its objects
 * are listed again, and an object is deleted only if it is unchanged. So an object that another client replaces is lost
 * only if that happens between these two requests. Used by one thread; single use.
 *
 * <p>Rule: An object is deleted only if it was listed again, unchanged, in the request before ({@code
 * ListedDeletionTest}).
 */
public final class ListedDeletion {
    static final String CHANGED = "it is kept, because it changed meanwhile";
    static final String UNPROVEN = "it is kept, because an earlier check failed";

    private static final String GONE = "it no longer exists";

    private static final int MAX_KEY_BYTES = 1023;

    private static final String LAST_CHARACTER = new String(Character.toChars(0x10FFFD));

    /** Decides about an object that is unchanged, before the request that deletes it. */
    interface Proof {
        /** Does what may take long, before objects are listed again: the longer later, the more changes are missed. */
        default void prepare() throws IOException {}

        /** Returns why an object must be kept; null if it may be deleted. */
        @Nullable
        String reasonToKeep(ListedObject object) throws IOException;
    }

    private final BucketClient client;
    private final String prefix;
    private final String cause;
    private final FileOutcomes outcomes;
    private final int most;
    private final ListCheck check;

    /** The objects that are neither deleted nor kept yet, in the order of lists. */
    private final NavigableMap<String, ListedObject> left = new TreeMap<>(ResourceNames::compareKeys);

    /**
     * @param prefix the prefix of all keys
     * @param cause the start of the reasons of this class to keep an object; empty for none
     */
    ListedDeletion(BucketClient client, String prefix, String cause, FileOutcomes outcomes) {
        this(client, prefix, cause, outcomes, DeleteMultipleObjects.MAX_OBJECTS);
    }

    /** @param most the largest number of objects in a request */
    ListedDeletion(BucketClient client, String prefix, String cause, FileOutcomes outcomes, int most) {
        this.client = client;
        this.prefix = prefix;
        this.cause = cause;
        this.outcomes = outcomes;
        this.most = most;
        this.check = new ListCheck(client.bucketName(), prefix);
    }

    /** Returns the deletion of objects that a user has listed. */
    public static DirectoryResult of(BucketClient client, Collection<ListedObject> objects) {
        FileOutcomes outcomes = new FileOutcomes(DirectoryOptions.NONE);
        new ListedDeletion(client, folderOf(objects), "", outcomes).delete(objects, object -> null);
        return outcomes.result();
    }

    /** Returns the longest folder that has all objects: a policy may allow to list no other one. */
    private static String folderOf(Collection<ListedObject> objects) {
        String folder = null;
        for (ListedObject object : objects) {
            String key = object.key();
            String common = folder == null ? key : folder;
            while (!key.startsWith(common)) {
                common = common.substring(0, common.length() - 1);
            }
            folder = common.substring(0, common.lastIndexOf('/') + 1);
        }
        return folder == null ? "" : folder;
    }

    /** Deletes the objects that are unchanged, and for which there is no reason to keep them. */
    void delete(Collection<ListedObject> objects, Proof proof) {
        objects.forEach(object -> left.put(object.key(), object));
        String position = "";
        while (!left.isEmpty()) {
            String start = before(left.firstKey());
            if (ResourceNames.compareKeys(position, start) > 0) {
                start = position;
            }
            List<ListedObject> deletable = new ArrayList<>();
            try {
                proof.prepare();
                Page<ListedObject> page = list(start);
                if (page.isTruncated()) {
                    position = page.entries().get(page.entries().size() - 1).key();
                }
                for (ListedObject object : take(page)) {
                    String reason = proof.reasonToKeep(object);
                    if (reason == null) {
                        deletable.add(object);
                    } else {
                        outcomes.addKept(null, object.key(), object.size(), reason);
                    }
                    left.remove(object.key());
                }
            } catch (IOException e) {
                keepAll(deletable, e);
                return;
            }
            if (!deletable.isEmpty()) {
                delete(deletable);
            }
        }
    }

    /**
     * Returns a text that precedes a key, mostly so closely that no other key lies between them. A list starts there.
     */
    static String before(String key) {
        int last = key.codePointBefore(key.length());
        String start = key.substring(0, key.length() - Character.charCount(last));
        if (last <= '!' || last - 1 == Character.MAX_SURROGATE) {
            // A control character might be refused in a list.
            return start;
        }
        String before = start + new String(Character.toChars(last - 1)) + LAST_CHARACTER;
        return before.getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES ? start : before;
    }

    /** Returns the first page of the objects after a key. */
    private Page<ListedObject> list(String start) throws IOException {
        ListOptions.Builder options = ListOptions.builder().prefix(prefix).maxKeys(most);
        if (!start.isEmpty()) {
            options.startAfter(start);
        }
        Page<ListedObject> page;
        try {
            page = client.list(options.build()).pages().iterator().next();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        String problem = check.problem(page);
        if (problem == null && page.isTruncated() && page.entries().isEmpty()) {
            problem = "the list is truncated, but has no object";
        }
        if (problem != null) {
            throw new IOException(problem + "; nothing else was deleted");
        }
        return page;
    }

    /** Returns the objects of a page that are unchanged. Keeps those that the page should have, but has not. */
    private List<ListedObject> take(Page<ListedObject> page) {
        Map<String, ListedObject> again = new HashMap<>();
        page.entries().forEach(object -> again.put(object.key(), object));
        NavigableMap<String, ListedObject> ofPage = page.isTruncated()
                ? left.headMap(page.entries().get(page.entries().size() - 1).key(), true)
                : left;
        List<ListedObject> unchanged = new ArrayList<>();
        for (ListedObject object : new ArrayList<>(ofPage.values())) {
            ListedObject now = again.get(object.key());
            if (now != null && isUnchanged(object, now)) {
                unchanged.add(object);
            } else {
                keep(object, now == null ? GONE : CHANGED);
                left.remove(object.key());
            }
        }
        return unchanged;
    }

    private static boolean isUnchanged(ListedObject object, ListedObject now) {
        return object.size() == now.size()
                && Objects.equals(object.etag(), now.etag())
                && Objects.equals(object.lastModified(), now.lastModified());
    }

    /** @param reason one of the constants */
    private void keep(ListedObject object, String reason) {
        outcomes.addKept(null, object.key(), object.size(), cause + reason);
    }

    /** Reports a failure for the first object that is left, and keeps all others: nothing else is deleted. */
    private void keepAll(List<ListedObject> deletable, IOException failure) {
        List<ListedObject> all = new ArrayList<>(deletable);
        all.addAll(left.values());
        left.clear();
        ListedObject failed = all.get(deletable.size());
        for (ListedObject object : all) {
            if (object == failed) {
                outcomes.addNotDeleted(null, object.key(), object.size(), failure);
            } else {
                keep(object, UNPROVEN);
            }
        }
    }

    private void delete(List<ListedObject> objects) {
        List<String> keys = new ArrayList<>();
        objects.forEach(object -> keys.add(object.key()));
        IOException failure = new IOException("OSS did not confirm the deletion");
        Set<String> confirmed = new HashSet<>();
        try {
            confirmed.addAll(keys);
            client.deleteAll(keys).failed().forEach(object -> confirmed.remove(object.key()));
        } catch (IOException e) {
            confirmed.clear();
            failure = e;
        }
        for (ListedObject object : objects) {
            if (confirmed.contains(object.key())) {
                outcomes.add(FileOutcome.deleted(null, object.key()));
            } else {
                outcomes.addNotDeleted(null, object.key(), object.size(), failure);
            }
        }
    }
}
