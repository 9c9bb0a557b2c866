// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.object.Encryption;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.StoredPart;
import io.github.ossv4.emulator.internal.store.PendingUpload;
import io.github.ossv4.emulator.internal.store.PendingUploads;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stores a part of a multipart upload. */
final class UploadPartExecution implements Execution {
    static final OssOperation OPERATION = OssOperation.onObject("UploadPart", "PUT", UploadPartExecution::new)
            .marker(PendingUpload.ID)
            .parameters(PartReference.PART_NUMBER, TrafficLimit.NAME)
            // Permitted so that PartReference can reject them as OSS does.
            .headers(Encryption.HEADERS)
            .headers(TrafficLimit.NAME)
            .ignoredHeaders(PermittedHeaders.IGNORED_AFTER_INITIATE)
            .metadata()
            .faults(FaultKind.UPLOAD_RESET, FaultKind.WRONG_CRC64, FaultKind.NO_CRC64, FaultKind.WRONG_ETAG)
            .build();

    private final PartReference reference;
    private final PendingUploads uploads;
    private final IncomingBody incoming;
    private boolean stored;

    private UploadPartExecution(ReceivedRequest request, ObjectName name, Services services) throws IOException {
        this.uploads = services.uploads();
        this.reference = PartReference.of(request, name, services);
        this.incoming =
                new IncomingBody(request, services.store(), services.limits().object(), 0);
    }

    @Override
    public void receive(ByteBuf piece) throws IOException {
        incoming.receive(piece);
    }

    @Override
    public CompletionStage<ServerResponse> complete() throws IOException {
        ObjectBody body = incoming.finish();
        StoredPart part = uploads.put(reference.upload(), reference.number(), body);
        stored = true;
        ServerResponse response = ServerResponse.of(200)
                .header("ETag", part.etag())
                .header(ServerResponse.CRC64, Crc64.toString(body.crc64()));
        String contentMd5 = body.contentMd5();
        if (contentMd5 != null) {
            response.header("Content-MD5", contentMd5);
        }
        return CompletableFuture.completedFuture(
                reference.upload().attributes().settings().describe(response));
    }

    @Override
    public void abort() throws IOException {
        if (!stored) {
            incoming.abort();
        }
    }
}
