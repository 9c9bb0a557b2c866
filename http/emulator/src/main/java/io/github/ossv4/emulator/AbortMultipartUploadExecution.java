// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Gives a multipart upload up and deletes its parts. */
record AbortMultipartUploadExecution(PendingUpload upload, PendingUploads uploads) implements Execution {
    @Override
    public CompletionStage<OssResponse> complete() {
        return CompletableFuture.completedFuture(uploads.end(upload, () -> OssResponse.of(204)));
    }
}
