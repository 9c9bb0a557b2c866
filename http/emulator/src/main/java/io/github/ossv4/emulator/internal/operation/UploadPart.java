// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.internal.object.Encryption;
import io.github.ossv4.emulator.internal.object.StoredPart;
import io.github.ossv4.emulator.internal.store.PendingUpload;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Stores a part of an upload. */
final class UploadPart {
    static final OssOperation OPERATION = OssOperation.onObject("UploadPart", "PUT")
            .marker(PendingUpload.ID)
            .parameters(PartReference.PART_NUMBER, TrafficLimit.NAME)
            // Permitted so that PartReference can reject them as OSS does.
            .headers(Encryption.HEADERS)
            .headers(TrafficLimit.NAME)
            .ignoredHeaders(PermittedHeaders.IGNORED_AFTER_INITIATE)
            .metadata()
            .faults(FaultKind.UPLOAD_RESET, FaultKind.WRONG_CRC64, FaultKind.NO_CRC64, FaultKind.WRONG_ETAG)
            .starting(UploadPart::start);

    private UploadPart() {}

    private static Execution start(Call call) throws IOException {
        PartReference part = PartReference.of(call);
        return new UploadExecution<>(
                call,
                0,
                body -> call.uploads().put(part.upload(), part.number(), body),
                stored -> CompletableFuture.completedFuture(respond(part.upload(), stored)));
    }

    private static ServerResponse respond(PendingUpload upload, StoredPart part) {
        ServerResponse response = ServerResponse.of(200)
                .header("ETag", part.etag())
                .header(ServerResponse.CRC64, Crc64.toString(part.body().crc64()))
                .header("Content-MD5", part.body().contentMd5());
        return upload.attributes().settings().describe(response);
    }
}
