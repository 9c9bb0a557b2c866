// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.store.PendingUpload;
import io.github.ossv4.emulator.internal.store.PendingUploads;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Aborts a multipart upload and deletes its parts. */
record AbortMultipartUploadExecution(PendingUpload upload, PendingUploads uploads) implements Execution {
    static final OssOperation OPERATION = OssOperation.onObject(
                    "AbortMultipartUpload", "DELETE", AbortMultipartUploadExecution::new)
            .marker(PendingUpload.ID)
            .build();

    private AbortMultipartUploadExecution(ReceivedRequest request, ObjectName name, Services services) {
        this(services.upload(request, name), services.uploads());
    }

    @Override
    public CompletionStage<ServerResponse> complete() {
        uploads.abort(upload);
        return CompletableFuture.completedFuture(ServerResponse.of(204));
    }
}
