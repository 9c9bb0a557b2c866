// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.DeleteMarker;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.Version;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Deletes up to 1,000 objects. Those that do not exist count as deleted.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/deletemultipleobjects">DeleteMultipleObjects</a>
 */
final class DeleteMultipleObjects {
    static final OssOperation OPERATION = OssOperation.onBucket(
                    "DeleteMultipleObjects", "POST", DeleteMultipleObjects::start)
            .marker("delete")
            .parameters(EncodingType.NAME)
            .build();

    private static final int MAX_BYTES = 2 << 20;

    private DeleteMultipleObjects() {}

    private static Execution start(Call call) {
        EncodingType encoding = EncodingType.ofQueryOrHeader(call.request());
        DocumentBody body = new DocumentBody(call.request(), MAX_BYTES, OssError.MALFORMED_XML.exception());
        if (!body.hasMd5()) {
            throw OssError.MISSING_CONTENT_MD5.with("ArgumentName", "Content-MD5");
        }
        return new DocumentExecution(
                body,
                received -> CompletableFuture.completedFuture(
                        delete(call, DeleteDocument.of(received.finishXml(DeleteDocument.MAX_ELEMENTS)), encoding)));
    }

    private static ServerResponse delete(Call call, DeleteDocument document, EncodingType encoding) {
        // All are checked before the first is deleted.
        List<ObjectReference> references = document.objects().stream()
                .map(item -> call.store().reference(new ObjectName(call.bucket(), item.key()), item.versionId()))
                .toList();
        XmlDocument result = encoding.describe(new XmlDocument("DeleteResult"));
        for (ObjectReference reference : references) {
            Version deleted = call.store().delete(reference);
            result.open("Deleted")
                    .element("Key", encoding.encode(reference.name().key()));
            String versionId = reference.versionId();
            if (versionId != null) {
                result.element("VersionId", versionId);
            }
            if (deleted instanceof DeleteMarker marker) {
                result.element("DeleteMarker", "true").element("DeleteMarkerVersionId", marker.versionId());
            }
            result.close();
        }
        ServerResponse response = ServerResponse.of(200);
        return document.isQuiet() ? response : response.document(result);
    }
}
