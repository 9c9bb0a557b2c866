// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Gives a multipart upload up and deletes its parts. */
record AbortMultipartUpload(MultipartUpload upload, MultipartUploads uploads) implements Operation {
    @Override
    public CompletionStage<Answer> complete() {
        return CompletableFuture.completedFuture(uploads.end(upload, () -> Answer.of(204)));
    }
}
