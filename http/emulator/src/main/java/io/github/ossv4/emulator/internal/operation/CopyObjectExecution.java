// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.store.ObjectStore;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Stores a copy of an object. */
final class CopyObjectExecution implements Execution {
    static final OssOperation OPERATION = OssOperation.onObject("CopyObject", "PUT", CopyObjectExecution::new)
            .headerMarker(CopySourceHeader.NAME)
            .parameters(TrafficLimit.NAME)
            .headers(PermittedHeaders.SETTINGS)
            .headers(PermittedHeaders.REPLACEMENT)
            .headers(PermittedHeaders.SOURCE_CONDITIONS)
            .headers(PermittedHeaders.ACL, TrafficLimit.NAME, "x-oss-metadata-directive", "x-oss-tagging-directive")
            // ali-oss sends each header twice: under its own name, and with this prefix before it.
            .ignoredPrefix(CopySourceHeader.NAME + "-")
            .ignoredHeaders(PermittedHeaders.CONDITIONS)
            .metadata()
            .faults(FaultKind.UPLOAD_RESET, FaultKind.WRONG_CRC64, FaultKind.NO_CRC64)
            .build();

    private final ReceivedRequest request;
    private final ObjectReference from;
    private final ObjectName to;
    private final ObjectStore store;
    private final long maxSize;
    private final RequestConditions conditions;
    private final ObjectAttributes attributes;
    private final boolean overwrite;

    private CopyObjectExecution(ReceivedRequest request, ObjectName name, Services services) {
        this.request = request;
        this.from = CopySourceHeader.parse(request, services);
        this.to = name;
        this.store = services.store();
        this.maxSize = services.limits().copy();
        this.conditions = new RequestConditions(request, CopySourceHeader.NAME + "-");
        this.attributes = ObjectAttributes.of(request, services.buckets().settings(name.bucket()));
        this.overwrite = request.allowsOverwrite();
    }

    @Override
    public CompletionStage<ServerResponse> complete() throws IOException {
        StoredObject copy;
        StoredObject source;
        do {
            source = CopySourceHeader.find(from, store);
            if (conditions.isNotModified(source)) {
                return CompletableFuture.completedFuture(source.notModified());
            }
            copy = copy(source);
        } while (copy == null);
        return CompletableFuture.completedFuture(respond(source, copy));
    }

    /** Returns null if the source was changed since it was looked up. */
    private @Nullable StoredObject copy(StoredObject source) {
        if (source.body().size() > maxSize) {
            throw OssException.copySourceTooLarge(maxSize);
        }
        // Without versioning a copy onto itself leaves no source for the metadata, so OSS takes it from the request.
        boolean ontoItself = from.name().equals(to) && !store.keepsHistory(to.bucket());
        if (source.body().appendable() && !ontoItself) {
            throw OssException.appendableSourceNotImplemented();
        }
        return store.copy(
                from,
                source,
                to,
                ObjectAttributes.ofCopy(request, attributes, source.attributes(), ontoItself),
                overwrite);
    }

    private static ServerResponse respond(StoredObject source, StoredObject copy) {
        XmlDocument document = new XmlDocument("CopyObjectResult")
                .element("ETag", '"' + copy.body().etag() + '"')
                .element("LastModified", copy.lastModified());
        ServerResponse response = copy.identify(ServerResponse.of(200)).body("application/xml", document.toBytes());
        return CopySourceHeader.describeVersion(source, response);
    }
}
