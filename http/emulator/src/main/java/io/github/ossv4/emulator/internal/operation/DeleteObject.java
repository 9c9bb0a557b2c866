// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.DeleteMarker;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.Version;
import io.github.ossv4.emulator.internal.wire.ServerResponse;

/** Deletes an object. The response is the same if it does not exist. */
final class DeleteObject {
    static final OssOperation OPERATION =
            OssOperation.onObject("DeleteObject", "DELETE").respondingForVersion(DeleteObject::start);

    private DeleteObject() {}

    private static ServerResponse start(Call call, ObjectReference reference) {
        Version version = call.store().delete(reference);
        ServerResponse response = ServerResponse.of(204);
        if (version instanceof DeleteMarker) {
            return response.header("x-oss-delete-marker", "true").header("x-oss-version-id", version.id());
        }
        return response.header("x-oss-version-id", reference.versionId());
    }
}
