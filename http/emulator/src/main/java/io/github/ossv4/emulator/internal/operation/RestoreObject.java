// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.ServerResponse;

/** Restores an archived object, which has no effect. */
final class RestoreObject {
    static final OssOperation OPERATION = OssOperation.onObject("RestoreObject", "POST")
            .marker("restore")
            .parameters(ObjectReference.VERSION_ID)
            .starting(RestoreObject::start);

    private RestoreObject() {}

    private static Execution start(Call call) {
        ObjectReference reference = call.reference();
        return DocumentExecution.ofSettings(call, root -> {
            StoredObject object = call.store().get(reference, "POST");
            if (!object.attributes().settings().storageClass().endsWith("Archive")) {
                throw OssError.OPERATION_NOT_SUPPORTED.saying(
                        "The operation " + OPERATION.name() + " is not supported for this storage class.");
            }
            return object.describeVersion(ServerResponse.of(202));
        });
    }
}
