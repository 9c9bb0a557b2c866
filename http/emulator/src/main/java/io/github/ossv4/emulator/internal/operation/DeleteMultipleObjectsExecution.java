// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.DeleteMarker;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.Version;
import io.github.ossv4.emulator.internal.store.ObjectStore;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Deletes up to 1,000 objects. Those that do not exist count as deleted.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/deletemultipleobjects">DeleteMultipleObjects</a>
 */
final class DeleteMultipleObjectsExecution implements Execution {
    static final OssOperation OPERATION = OssOperation.onBucket(
                    "DeleteMultipleObjects", "POST", DeleteMultipleObjectsExecution::new)
            .marker("delete")
            .parameters(EncodingType.NAME)
            .build();

    private static final int MAX_BYTES = 2 << 20;

    private final String bucket;
    private final ObjectStore store;
    private final EncodingType encoding;
    private final DocumentBody body;

    private DeleteMultipleObjectsExecution(ReceivedRequest request, String bucket, Services services) {
        this.bucket = bucket;
        this.store = services.store();
        this.encoding = EncodingType.ofQueryOrHeader(request);
        this.body = new DocumentBody(request, MAX_BYTES, OssException.malformedXml());
        if (!body.hasMd5()) {
            throw OssException.missingContentMd5();
        }
    }

    @Override
    public void receive(ByteBuf piece) throws IOException {
        body.receive(piece);
    }

    @Override
    public CompletionStage<ServerResponse> complete() {
        DeleteDocument document = DeleteDocument.of(body.finishXml(DeleteDocument.MAX_ELEMENTS));
        // All are checked before the first is deleted.
        List<ObjectReference> references = document.objects().stream()
                .map(item -> store.reference(new ObjectName(bucket, item.key()), item.versionId()))
                .toList();
        XmlDocument result = encoding.describe(new XmlDocument("DeleteResult"));
        references.forEach(reference -> describe(result, reference, store.delete(reference)));
        ServerResponse response = ServerResponse.of(200);
        return CompletableFuture.completedFuture(
                document.isQuiet() ? response : response.body("application/xml", result.toBytes()));
    }

    private void describe(XmlDocument result, ObjectReference reference, @Nullable Version deleted) {
        result.open("Deleted").element("Key", encoding.encode(reference.name().key()));
        String versionId = reference.versionId();
        if (versionId != null) {
            result.element("VersionId", versionId);
        }
        if (deleted instanceof DeleteMarker marker) {
            result.element("DeleteMarker", "true").element("DeleteMarkerVersionId", marker.versionId());
        }
        result.close();
    }
}
