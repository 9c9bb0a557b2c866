// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Makes an object of the bytes of another one. */
final class CopyObjectExecution implements Execution {
    private final ReceivedRequest request;
    private final ObjectReference from;
    private final ObjectName to;
    private final ObjectStore store;
    private final long maxSize;
    private final RequestConditions conditions;
    private final ObjectAttributes attributes;
    private final boolean overwrite;

    /** @throws OssException if its headers alone are reason enough */
    CopyObjectExecution(ReceivedRequest request, ObjectReference from, ObjectName to, ObjectStore store, long maxSize) {
        this.request = request;
        this.from = from;
        this.to = to;
        this.store = store;
        this.maxSize = maxSize;
        this.conditions = new RequestConditions(request, CopySourceHeader.HEADER + "-");
        this.attributes = ObjectAttributes.of(request);
        this.overwrite = request.mayOverwrite();
    }

    @Override
    public CompletionStage<OssResponse> complete() throws IOException {
        StoredObject copy;
        StoredObject source;
        do {
            source = CopySourceHeader.find(from, store);
            if (conditions.isNotModified(source)) {
                return CompletableFuture.completedFuture(source.notModified());
            }
            copy = copy(source);
        } while (copy == null);
        return CompletableFuture.completedFuture(answer(source, copy));
    }

    /** Null if the source has changed meanwhile. */
    private @Nullable StoredObject copy(StoredObject source) {
        if (source.body().size() > maxSize) {
            throw OssException.copySourceTooLarge(maxSize);
        }
        // No version is left then that the metadata could be copied from, so OSS takes it from the request.
        boolean ontoItself = from.name().equals(to) && !store.keepsHistory();
        if (source.body().appendable() && !ontoItself) {
            throw OssException.notImplemented("what OSS answers to a copy of an appendable object, which it refuses");
        }
        return store.copy(
                from,
                source,
                to,
                ObjectAttributes.ofCopy(request, attributes, source.attributes(), ontoItself),
                overwrite);
    }

    private static OssResponse answer(StoredObject source, StoredObject copy) {
        XmlDocument document = new XmlDocument("CopyObjectResult")
                .element("ETag", '"' + copy.body().etag() + '"')
                .element("LastModified", copy.lastModified());
        OssResponse answer = copy.identify(OssResponse.of(200)).body("application/xml", document.toBytes());
        String sourceVersionId = source.versionId();
        return sourceVersionId == null ? answer : answer.header("x-oss-copy-source-version-id", sourceVersionId);
    }
}
