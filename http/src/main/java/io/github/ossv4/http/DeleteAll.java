// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.list.DeleteMultipleObjects;
import io.github.ossv4.list.DeletedObject;
import io.github.ossv4.list.DeletedObjects;
import io.github.ossv4.list.ObjectVersion;
import io.github.ossv4.xml.XmlText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Deletes any number of objects, by DeleteMultipleObjects. Single use.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/deletemultipleobjects">DeleteMultipleObjects</a>
 */
final class DeleteAll extends RequestSequence<DeleteAllResult> {
    private final Transport transport;
    private final Iterator<ObjectVersion> objects;
    private final DeleteAllOptions options;
    private final List<ObjectVersion> waiting = new ArrayList<>();
    private final DeleteAllResult.Collector outcomes;

    DeleteAll(Transport transport, Iterator<ObjectVersion> objects, DeleteAllOptions options) {
        this.transport = transport;
        this.objects = objects;
        this.options = options;
        this.outcomes = new DeleteAllResult.Collector(options.isQuiet());
    }

    static DeleteAll ofKeys(Transport transport, Iterable<String> keys, DeleteAllOptions options) {
        return new DeleteAll(
                transport,
                StreamSupport.stream(keys.spliterator(), false)
                        .map(ObjectVersion::of)
                        .iterator(),
                options);
    }

    @Override
    @Nullable
    Step<?> next() throws IOException {
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
    DeleteAllResult result() {
        return outcomes.result();
    }

    private Step<DeleteResult> one(ObjectVersion object) {
        Operation operation =
                new Operation("DeleteObject", "DELETE", object.key()).query("versionId", object.versionId());
        options.request().applyPayerTo(operation);
        return new Step<>(
                DeleteObject.exchange(transport, operation),
                deleted -> outcomes.deleted(DeletedObject.of(object, deleted.deleteMarker(), deleted.versionId())));
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
                .body(new UploadBody(Body.of(xml), null));
        options.request().applyPayerTo(operation);
        return ResponseDocument.list(transport, operation, DeletedObjects::read, response -> null);
    }

    private void addFailures(List<ObjectVersion> batch, DeletedObjects response) {
        Set<String> failed = new HashSet<>(response.failedKeys());
        for (ObjectVersion object : batch) {
            if (failed.contains(object.key())) {
                outcomes.failed(object);
            } else {
                outcomes.deleted();
            }
        }
    }

    private void addAll(List<ObjectVersion> batch, DeletedObjects response) {
        Map<String, DeletedObject> confirmed = new HashMap<>();
        for (DeletedObject deleted : response.deleted()) {
            confirmed.put(name(deleted.key(), deleted.versionId()), deleted);
        }
        for (ObjectVersion object : batch) {
            DeletedObject deleted = confirmed.get(name(object.key(), object.versionId()));
            if (deleted == null) {
                outcomes.failed(object);
            } else {
                outcomes.deleted(deleted);
            }
        }
    }

    /** Returns a key for a version; no version id has a line feed. */
    private static String name(String key, @Nullable String versionId) {
        return versionId + "\n" + key;
    }
}
