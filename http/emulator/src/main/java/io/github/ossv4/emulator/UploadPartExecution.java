// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.checksum.Crc64;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Uploads a part. */
final class UploadPartExecution implements Execution {
    private final PartReference reference;
    private final PendingUploads uploads;
    private final IncomingBody incoming;
    private boolean stored;

    /** @throws OssException if its headers alone are reason enough, so that no body need be sent */
    UploadPartExecution(
            ReceivedRequest request, ObjectName name, ObjectStore store, PendingUploads uploads, long maxSize)
            throws IOException {
        this.uploads = uploads;
        this.reference = PartReference.of(request, name, uploads);
        this.incoming = new IncomingBody(request, store, maxSize, 0);
    }

    @Override
    public void receive(ByteBuf piece) throws IOException {
        incoming.receive(piece);
    }

    @Override
    public CompletionStage<OssResponse> complete() throws IOException {
        ObjectBody body = incoming.finish();
        StoredPart part = uploads.put(reference.upload(), reference.number(), body);
        stored = true;
        OssResponse answer =
                OssResponse.of(200).header("ETag", part.etag()).header(OssResponse.CRC64, Crc64.toString(body.crc64()));
        String contentMd5 = body.contentMd5();
        if (contentMd5 != null) {
            answer.header("Content-MD5", contentMd5);
        }
        return CompletableFuture.completedFuture(
                reference.upload().attributes().settings().describe(answer));
    }

    @Override
    public void abort() throws IOException {
        if (!stored) {
            incoming.abort();
        }
    }
}
