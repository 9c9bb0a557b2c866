// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.DeleteAllResult;
import io.github.ossv4.http.internal.call.AsyncCall;
import io.github.ossv4.http.internal.call.Deadline;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.Scope;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.call.UploadBody;
import io.github.ossv4.http.internal.operation.DeleteObject;
import io.github.ossv4.http.internal.operation.ListResponse;
import io.github.ossv4.internal.xml.XmlText;
import io.github.ossv4.list.DeleteMultipleObjects;
import io.github.ossv4.list.DeletedObject;
import io.github.ossv4.list.DeletedObjects;
import io.github.ossv4.list.ObjectVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.StreamSupport;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Deletes any number of objects, by DeleteMultipleObjects. Single use.
 *
 * <p>Rule: Up to 1,000 keys and 2 MB in a deletion; keys that XML cannot represent are deleted one by one ({@code
 * DeleteAllTest}).
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/deletemultipleobjects">DeleteMultipleObjects</a>
 */
public final class DeleteAll {
    private final Transport transport;
    private final Iterator<ObjectVersion> objects;
    private final List<ObjectVersion> waiting = new ArrayList<>();
    private final List<ObjectVersion> failed = new ArrayList<>();
    private long deletedCount;

    public DeleteAll(Transport transport, Iterator<ObjectVersion> objects) {
        this.transport = transport;
        this.objects = objects;
    }

    public static DeleteAll ofKeys(Transport transport, Iterable<String> keys) {
        return new DeleteAll(
                transport,
                StreamSupport.stream(Objects.requireNonNull(keys, "keys").spliterator(), false)
                        .map(ObjectVersion::of)
                        .iterator());
    }

    /** Deletes all, and blocks until there is a result. */
    public DeleteAllResult execute() throws IOException {
        return execute(Scope.ofCaller());
    }

    /** Deletes all on a thread of the client: the iterator may block. */
    public AsyncCall<DeleteAllResult> enqueue() {
        return AsyncCall.start(transport, Deadline.NONE, "the deletion of objects", scope -> execute(scope));
    }

    private DeleteAllResult execute(Scope scope) throws IOException {
        try {
            while (objects.hasNext() || !waiting.isEmpty()) {
                scope.check();
                if (waiting.size() == DeleteMultipleObjects.MAX_OBJECTS || !objects.hasNext()) {
                    deleteFirst(scope);
                    continue;
                }
                ObjectVersion object = objects.next();
                if (XmlText.isRepresentable(object.key())) {
                    waiting.add(object);
                } else {
                    // No XML document can name it.
                    deleteOne(object, scope);
                }
            }
            return DeleteAllResult.of(deletedCount, failed);
        } catch (UncheckedIOException e) {
            // The iterator is from a list.
            throw e.getCause();
        }
    }

    private void deleteOne(ObjectVersion object, Scope scope) throws IOException {
        DeleteObject.exchange(transport, object).execute(scope);
        deletedCount++;
    }

    /** Deletes, and removes from the list, as many objects as fit into one request. */
    private void deleteFirst(Scope scope) throws IOException {
        List<ObjectVersion> batch = waiting.subList(0, DeleteMultipleObjects.fitting(waiting));
        addAll(batch, exchange(batch).execute(scope));
        batch.clear();
    }

    private Exchange<DeletedObjects> exchange(List<ObjectVersion> batch) throws IOException {
        byte[] xml = DeleteMultipleObjects.xml(batch, false);
        Operation operation = new Operation("DeleteMultipleObjects", "POST", null)
                .query("delete", "")
                .query("encoding-type", "url")
                .header("Content-Type", "application/xml")
                .header("Content-MD5", ByteString.of(xml).md5().base64())
                .body(new UploadBody(Body.of(xml), null));
        return ListResponse.list(transport, operation, DeletedObjects::read, response -> null);
    }

    private void addAll(List<ObjectVersion> batch, DeletedObjects response) {
        Set<String> confirmed = new HashSet<>();
        for (DeletedObject object : response.deleted()) {
            confirmed.add(name(object.key(), object.versionId()));
        }
        for (ObjectVersion object : batch) {
            if (confirmed.contains(name(object.key(), object.versionId()))) {
                deletedCount++;
            } else {
                failed.add(object);
            }
        }
    }

    /** Returns a key for a version; no version id has a line feed. */
    private static String name(String key, @Nullable String versionId) {
        return versionId + "\n" + key;
    }
}
