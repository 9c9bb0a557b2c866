// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.directories.Directories;
import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.directories.DirectoryResult;
import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallAttempt;
import io.github.ossv4.http.CallListener;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.internal.text.ResourceNames;
import io.github.ossv4.list.ListedObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListedDeletionTest extends EmulatorFixture {
    /** The most objects in a request. */
    private static final int MOST = 3;

    /** Of these, each second object is deleted. */
    private static final List<String> NAMES = List.of(
            " ",
            "!",
            "a",
            "a b",
            "a/",
            "a/0",
            "a/1",
            "b",
            "b\u0001",
            "ba",
            "e\u0301",
            "z",
            "\u00e9",
            "\ud7ff",
            "\ue000",
            "\uffee",
            "\ud83d\ude00",
            "\ud83d\ude01",
            "\udbff\udffd",
            "\udbff\udffd0");

    private final List<String> operations = new ArrayList<>();
    private final List<Set<String>> batches = new ArrayList<>();
    private Runnable afterDeletion = () -> {};

    private List<ListedObject> putAll() throws IOException {
        for (String key : List.of("o", "p", "q/a")) {
            bucket.put(key, "1");
        }
        for (String name : NAMES) {
            bucket.put("p/" + name, "1");
        }
        List<ListedObject> all = bucket.list("p/").stream().toList();
        assertEquals(NAMES.size(), all.size());
        return IntStream.range(0, all.size())
                .filter(i -> i % 2 == 1)
                .mapToObj(all::get)
                .toList();
    }

    /** A client before whose request of a number another one replaces an object. */
    private BucketClient racing(int position, String replaced) {
        return client().listener(new CallListener() {
                    @Override
                    public void started(CallAttempt attempt) {
                        if (operations.size() == position) {
                            try {
                                bucket.put(replaced, "replaced");
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        }
                        operations.add(attempt.operation());
                    }
                })
                .build();
    }

    private DirectoryResult delete(BucketClient client, List<ListedObject> listed) {
        FileOutcomes outcomes = new FileOutcomes(
                DirectoryOptions.builder().outcomes(this::addToBatch).build());
        new ListedDeletion(client, "p/", "", outcomes, MOST).delete(listed, object -> null);
        return outcomes.result();
    }

    private void addToBatch(FileOutcome outcome) {
        if (outcome.status() == FileOutcome.Status.DELETED) {
            afterDeletion.run();
            afterDeletion = () -> {};
            int request = Math.max(0, operations.size() - 1);
            while (batches.size() <= request) {
                batches.add(new TreeSet<>());
            }
            batches.get(request).add(outcome.key());
        }
    }

    private Set<String> keys() {
        return bucket.list("").stream().map(ListedObject::key).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Replaces each of the objects before each of the requests. */
    @Test
    void losesAnObjectOnlyIfItIsReplacedBetweenAListAndItsDeletion() throws Exception {
        int requests = 1;
        int lost = 0;
        for (int position = 0; position < requests; position++) {
            for (String name : NAMES) {
                List<ListedObject> listed = putAll();
                Set<String> kept = keys();
                listed.forEach(object -> kept.remove(object.key()));
                String replaced = "p/" + name;
                kept.add(replaced);
                operations.clear();
                batches.clear();
                try (BucketClient client = racing(position, replaced)) {
                    delete(client, listed);
                }
                // One less if nothing is left of a batch.
                requests = Math.max(requests, operations.size());
                if (position < operations.size()
                        && operations.get(position).equals("DeleteMultipleObjects")
                        && batches.get(position).contains(replaced)) {
                    kept.remove(replaced);
                    lost++;
                }
                assertEquals(kept, keys(), () -> "replaced " + replaced + " before a request of " + operations);
            }
        }
        assertEquals(NAMES.size() / 2, lost);
    }

    /** A page of the list, and a deletion, for each 1,000 objects. */
    @Test
    void sendsTwoRequestsForEachThousandObjects() throws Exception {
        int count = 2_500;
        for (int i = 0; i < count; i++) {
            bucket.put("p/" + i, "1");
        }
        List<ListedObject> listed = bucket.list("p/").stream().toList();
        try (BucketClient client = racing(-1, "")) {
            DirectoryResult result = Directories.of(client).deleteListed(listed);
            assertEquals(count, result.deleted().size());
        }
        assertEquals(
                IntStream.range(0, 6)
                        .mapToObj(i -> i % 2 == 0 ? "ListObjectsV2" : "DeleteMultipleObjects")
                        .toList(),
                operations);
    }

    @Test
    void keepsWhatChanged() throws Exception {
        List<ListedObject> listed = putAll();
        bucket.put(listed.get(0).key(), "2");
        bucket.delete(listed.get(1).key());
        DirectoryResult result = Directories.of(bucket).deleteListed(listed);
        assertEquals(listed.size() - 2, result.deleted().size());
        assertEquals(
                List.of(
                        listed.get(0).key() + ": it is kept, because it changed meanwhile",
                        listed.get(1).key() + ": it no longer exists"),
                result.skipped().stream()
                        .map(outcome -> outcome.key() + ": " + outcome.reason())
                        .toList());
    }

    @Test
    void deletesNothingElseAfterAListThatFails() throws Exception {
        List<ListedObject> listed = putAll();
        afterDeletion = () -> emulator.inject(Fault.error(403, "AccessDenied").on("ListObjectsV2"));
        DirectoryResult result = delete(bucket, listed);
        int deleted = result.deleted().size();
        assertTrue(deleted > 0 && deleted < MOST, result::toString);
        assertEquals(1, result.failed().size());
        assertEquals(listed.size() - 1 - deleted, result.skipped().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "!", " ", "\u00e9", "\ue000", "\ud83d\ude00", "p/b", "p/\u0001"})
    void startsBeforeAKey(String key) {
        String start = ListedDeletion.before(key);
        assertTrue(ResourceNames.compareKeys(start, key) < 0, start);
        String longest = "x".repeat(1022) + "b";
        assertEquals("x".repeat(1022), ListedDeletion.before(longest));
    }
}
