// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.access.AccessControl;
import io.github.ossv4.emulator.internal.access.Addressing;
import io.github.ossv4.emulator.internal.callback.CallbackDelivery;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.store.Buckets;
import io.github.ossv4.emulator.internal.store.ObjectStore;
import io.github.ossv4.emulator.internal.store.PendingUpload;
import io.github.ossv4.emulator.internal.store.PendingUploads;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;

/**
 * The services that executions use.
 *
 * @param endpoint host and port
 * @param callbacks performs the callbacks of uploads
 */
public record Services(
        String region,
        String endpoint,
        Addressing addressing,
        AccessControl access,
        Buckets buckets,
        ObjectStore store,
        PendingUploads uploads,
        CallbackDelivery callbacks,
        Limits limits) {
    /**
     * Returns the object that a request names, in the version that its query names.
     *
     * @throws OssException if no version can have this ID
     */
    ObjectReference reference(ReceivedRequest request, ObjectName name) {
        return store.reference(name, request.query().get(ObjectReference.VERSION_ID));
    }

    /**
     * Returns the multipart upload that a request names.
     *
     * @throws OssException if it does not exist, or belongs to another object
     */
    PendingUpload upload(ReceivedRequest request, ObjectName name) {
        return uploads.get(String.valueOf(request.query().get(PendingUpload.ID)), name);
    }
}
