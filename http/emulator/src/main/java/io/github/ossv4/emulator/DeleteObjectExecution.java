// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Deletes an object. Whether there was one makes no difference to the answer. */
record DeleteObjectExecution(ObjectReference reference, ObjectStore store) implements Execution {
    @Override
    public CompletionStage<OssResponse> complete() {
        Version version = store.delete(reference);
        OssResponse answer = OssResponse.of(204);
        if (version instanceof DeleteMarker) {
            answer.header("x-oss-delete-marker", "true").header("x-oss-version-id", version.id());
        } else if (reference.versionId() != null) {
            answer.header("x-oss-version-id", reference.versionId());
        }
        return CompletableFuture.completedFuture(answer);
    }
}
