// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.store.PendingUpload;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.ServerResponse;

/** Aborts a multipart upload and deletes its parts. */
final class AbortMultipartUpload {
    static final OssOperation OPERATION = OssOperation.onObject("AbortMultipartUpload", "DELETE")
            .marker(PendingUpload.ID)
            .starting(AbortMultipartUpload::start);

    private AbortMultipartUpload() {}

    private static Execution start(Call call) {
        PendingUpload upload = call.upload();
        return Execution.responding(() -> {
            call.uploads().abort(upload);
            return ServerResponse.of(204);
        });
    }
}
