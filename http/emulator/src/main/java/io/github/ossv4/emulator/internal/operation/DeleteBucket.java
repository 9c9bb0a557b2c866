// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.wire.ServerResponse;

/** Deletes an empty bucket. */
final class DeleteBucket {
    static final OssOperation OPERATION =
            OssOperation.onBucket("DeleteBucket", "DELETE").responding(DeleteBucket::start);

    private DeleteBucket() {}

    private static ServerResponse start(Call call) {
        String bucket = call.bucket();
        call.services().buckets().delete(bucket, () -> call.uploads().anyIn(bucket));
        return ServerResponse.of(204);
    }
}
