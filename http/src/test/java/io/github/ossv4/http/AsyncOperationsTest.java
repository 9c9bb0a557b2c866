// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.CallStyle;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.object.ObjectTags;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Operations that both clients have, by the same names. */
class AsyncOperationsTest extends EmulatorFixture {
    /** Streams, what an application server does, what sends nothing, and the life of the client. */
    private static final Set<String> BLOCKING_ONLY = Set.of(
            "get",
            "call",
            "openUpload",
            "confirm",
            "initiatePresignedUpload",
            "presignedUpload",
            "bucketName",
            "formUrl",
            "discardUpload",
            "multipartUpload",
            "presignGet",
            "presignPut",
            "presign",
            "presignUpload",
            "signForm",
            "bucket",
            "metrics",
            "async",
            "close",
            "toString");

    /** Their result is lazy; the asynchronous ones pass pages to a function. */
    private static final Set<String> LISTS = Set.of("list", "listVersions", "listMultipartUploads");

    private static Set<String> operations(Class<?> client) {
        Set<String> operations = new TreeSet<>();
        for (Method method : client.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers())
                    && !Modifier.isStatic(method.getModifiers())
                    && !LISTS.contains(method.getName())
                    && !BLOCKING_ONLY.contains(method.getName())) {
                operations.add(method.getName() + Arrays.toString(method.getParameterTypes()));
            }
        }
        return operations;
    }

    @Test
    void bothClientsHaveTheSameOperations() {
        Set<String> different = operations(BucketClient.class);
        for (String operation : operations(AsyncBucketClient.class)) {
            if (!different.remove(operation)) {
                different.add(operation);
            }
        }
        assertEquals(Set.of(), different);
        for (Method method : AsyncBucketClient.class.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && !method.getName().equals("toString")) {
                assertTrue(CompletionStage.class.isAssignableFrom(method.getReturnType()), method.toString());
            }
        }
    }

    private static <T> T await(CompletableFuture<T> future) throws IOException {
        return CallStyle.await(future);
    }

    @Test
    void readsObjectsAndTheirTags() throws Exception {
        AsyncBucketClient async = bucket.async();
        bucket.put("k", HELLO);
        assertEquals("hello", await(async.getText("k")));
        assertEquals("hello", new String(await(async.getBytes("k", 5)), UTF_8));
        assertThrows(IOException.class, () -> await(async.getText("k", 4)));
        assertThrows(IllegalArgumentException.class, () -> async.getBytes("k", -1));
        assertTrue(await(async.exists("k")));
        assertEquals(false, await(async.exists("other")));
        await(async.putTags("k", ObjectTags.NONE.with("a", "1")));
        assertEquals("1", await(async.getTags("k")).asMap().get("a"));
        await(async.deleteTags("k"));
        assertEquals(ObjectTags.NONE, await(async.getTags("k")));
    }

    @Test
    void listsAndDeletesPages() throws Exception {
        AsyncBucketClient async = bucket.async();
        for (int i = 0; i < 7; i++) {
            bucket.put("p/" + i, HELLO);
        }
        bucket.put("p/\u0001", HELLO);
        List<Integer> pages = new ArrayList<>();
        await(async.list(
                ListOptions.builder().prefix("p/").maxKeys(3).build(),
                page -> pages.add(page.entries().size())));
        assertEquals(List.of(3, 3, 2), pages);
        assertEquals(8, await(async.listPage(ListOptions.NONE)).entries().size());
        IllegalStateException e = assertThrows(
                IllegalStateException.class,
                () -> await(async.list(ListOptions.NONE, page -> {
                    throw new IllegalStateException("of the caller");
                })));
        assertEquals("of the caller", e.getMessage());

        CompletableFuture<CompletableFuture<Void>> listing = new CompletableFuture<>();
        pages.clear();
        listing.complete(async.list(ListOptions.builder().maxKeys(1).build(), page -> {
            pages.add(page.entries().size());
            listing.join().cancel(true);
        }));
        assertThrows(CancellationException.class, () -> listing.join().join());
        assertEquals(List.of(1), pages);

        DeleteAllResult deleted = await(async.deleteAll(bucket.list("p/").map(ListedObject::key)));
        assertEquals(8, deleted.deletedCount());
        assertEquals(0, await(async.listPage(ListOptions.NONE)).entries().size());
        assertEquals(0, await(async.deleteAll(List.of())).deletedCount());
        assertThrows(IllegalArgumentException.class, () -> await(async.deleteAll(List.of(""))));
        assertThrows(
                ServiceException.class,
                () -> await(async.deleteAll(
                        bucket.list(ListOptions.builder().after("?", "").build())
                                .map(ListedObject::key))));
    }
}
