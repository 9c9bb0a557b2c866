// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.DeleteAllOptions;
import io.github.ossv4.http.DeleteAllResult;
import io.github.ossv4.http.DeleteResult;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.call.UploadBody;
import io.github.ossv4.http.internal.operation.DeleteObject;
import io.github.ossv4.http.internal.operation.ListResponse;
import io.github.ossv4.http.internal.operation.RequestSequence;
import io.github.ossv4.internal.xml.XmlText;
import io.github.ossv4.list.DeleteMultipleObjects;
import io.github.ossv4.list.DeletedObject;
import io.github.ossv4.list.DeletedObjects;
import io.github.ossv4.list.ObjectVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.StreamSupport;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Deletes any number of objects, by DeleteMultipleObjects. Single use.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/deletemultipleobjects">DeleteMultipleObjects</a>
 */
public final class DeleteAll extends RequestSequence<DeleteAllResult> {
    private final Transport transport;
    private final Iterator<ObjectVersion> objects;
    private final DeleteAllOptions options;
    private final List<ObjectVersion> waiting = new ArrayList<>();
    private final List<DeletedObject> deleted = new ArrayList<>();
    private final List<ObjectVersion> failed = new ArrayList<>();
    private long deletedCount;

    public DeleteAll(Transport transport, Iterator<ObjectVersion> objects, DeleteAllOptions options) {
        this.transport = transport;
        this.objects = objects;
        this.options = Objects.requireNonNull(options, "options");
    }

    public static DeleteAll ofKeys(Transport transport, Iterable<String> keys, DeleteAllOptions options) {
        return new DeleteAll(
                transport,
                StreamSupport.stream(keys.spliterator(), false)
                        .map(ObjectVersion::of)
                        .iterator(),
                options);
    }

    @Override
    @Nullable
    public Step<?> next() throws IOException {
        while (objects.hasNext() && waiting.size() < DeleteMultipleObjects.MAX_OBJECTS) {
            ObjectVersion object = objects.next();
            if (!XmlText.isRepresentable(object.key())) {
                // No XML document can name it.
                return one(object);
            }
            waiting.add(object);
        }
        return waiting.isEmpty() ? null : first();
    }

    @Override
    public DeleteAllResult result() {
        return DeleteAllResult.of(deletedCount, deleted, failed);
    }

    private void add(DeletedObject object) {
        deletedCount++;
        if (!options.isQuiet()) {
            deleted.add(object);
        }
    }

    private Step<DeleteResult> one(ObjectVersion object) {
        Operation operation = new Operation("DeleteObject", "DELETE", object.key())
                .query("versionId", object.versionId())
                .requesterPays(options.requesterPays());
        return new Step<>(
                DeleteObject.exchange(transport, operation),
                response -> add(DeletedObject.of(object, response.deleteMarker(), response.versionId())));
    }

    /** Deletes, and removes from the list, as many objects as fit into one request. */
    private Step<DeletedObjects> first() throws IOException {
        List<ObjectVersion> batch = waiting.subList(0, DeleteMultipleObjects.fitting(waiting));
        return new Step<>(exchange(batch), response -> {
            // A server that ignores Quiet lists what it deleted.
            if (options.isQuiet() && response.deleted().isEmpty()) {
                addFailures(batch, response);
            } else {
                addAll(batch, response);
            }
            batch.clear();
        });
    }

    private Exchange<DeletedObjects> exchange(List<ObjectVersion> batch) throws IOException {
        byte[] xml = DeleteMultipleObjects.xml(batch, options.isQuiet());
        Operation operation = new Operation("DeleteMultipleObjects", "POST", null)
                .query("delete", "")
                .query("encoding-type", "url")
                .header("Content-Type", "application/xml")
                .header("Content-MD5", ByteString.of(xml).md5().base64())
                .body(new UploadBody(Body.of(xml), null))
                .requesterPays(options.requesterPays());
        return ListResponse.list(transport, operation, DeletedObjects::read, response -> null);
    }

    private void addFailures(List<ObjectVersion> batch, DeletedObjects response) {
        Set<String> failedKeys = new HashSet<>(response.failedKeys());
        for (ObjectVersion object : batch) {
            if (failedKeys.contains(object.key())) {
                failed.add(object);
            } else {
                deletedCount++;
            }
        }
    }

    private void addAll(List<ObjectVersion> batch, DeletedObjects response) {
        Map<String, DeletedObject> confirmed = new HashMap<>();
        for (DeletedObject object : response.deleted()) {
            confirmed.put(name(object.key(), object.versionId()), object);
        }
        for (ObjectVersion object : batch) {
            DeletedObject confirmation = confirmed.get(name(object.key(), object.versionId()));
            if (confirmation == null) {
                failed.add(object);
            } else {
                add(confirmation);
            }
        }
    }

    /** Returns a key for a version; no version id has a line feed. */
    private static String name(String key, @Nullable String versionId) {
        return versionId + "\n" + key;
    }
}
