// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Stores a copy of an object. */
final class CopyObject {
    static final OssOperation OPERATION = OssOperation.onObject("CopyObject", "PUT")
            .headerMarker(CopySourceHeader.NAME)
            .parameters(TrafficLimit.NAME)
            .headers(PermittedHeaders.ENCRYPTION)
            .headers(PermittedHeaders.SOURCE_CONDITIONS)
            // ali-oss sends each header twice: under its own name, and with this prefix before it.
            .ignoredPrefix(CopySourceHeader.NAME + "-")
            .headers(PermittedHeaders.CONDITIONS)
            .faults(FaultKind.UPLOAD_RESET, FaultKind.WRONG_CRC64, FaultKind.NO_CRC64)
            .starting(CopyObject::start);

    private CopyObject() {}

    private static Execution start(Call call) {
        ObjectReference from = CopySourceHeader.parse(call);
        ObjectAttributes attributes = call.attributes();
        return Execution.responding(() -> {
            while (true) {
                StoredObject source = CopySourceHeader.find(call, from);
                if (CopySourceHeader.conditions(call).isNotModified(source)) {
                    return source.notModified();
                }
                StoredObject copy = copy(call, from, source, attributes);
                if (copy != null) {
                    return respond(source, copy);
                }
            }
        });
    }

    /**
     * Returns null if the source was changed since it was looked up.
     *
     * @throws IOException if another program changed its bytes
     */
    private static @Nullable StoredObject copy(
            Call call, ObjectReference from, StoredObject source, ObjectAttributes attributes) throws IOException {
        long maxSize = call.services().limits().copy();
        if (source.body().size() > maxSize) {
            throw OssError.COPY_SOURCE_TOO_LARGE.with("MaxSizeAllowed", maxSize);
        }
        ObjectName to = call.name();
        // Without versioning a copy onto itself leaves no source for the metadata, so OSS takes it from the request.
        boolean ontoItself = from.name().equals(to);
        boolean replacesSource = ontoItself && !call.store().keepsHistory(to.bucket());
        if (source.body().appendable() && !replacesSource) {
            throw OssException.notImplemented(
                    "the copy of an appendable object, because the error of OSS is not documented");
        }
        source.body().checkedContent();
        return call.store()
                .copy(
                        from,
                        source,
                        to,
                        ObjectAttributes.ofCopy(
                                call.request(), attributes, source.attributes(), ontoItself, replacesSource),
                        call.request().allowsOverwrite());
    }

    private static ServerResponse respond(StoredObject source, StoredObject copy) {
        XmlDocument document = new XmlDocument("CopyObjectResult")
                .element("ETag", '"' + copy.body().etag() + '"')
                .element("LastModified", copy.lastModified());
        return CopySourceHeader.describe(
                source,
                copy.body().size(),
                copy.identify(ServerResponse.of(200)).document(document));
    }
}
