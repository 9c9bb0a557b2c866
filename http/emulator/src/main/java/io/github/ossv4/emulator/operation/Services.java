// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.operation;

import io.github.ossv4.emulator.access.AccessControl;
import io.github.ossv4.emulator.access.Addressing;
import io.github.ossv4.emulator.callback.CallbackDelivery;
import io.github.ossv4.emulator.store.Buckets;
import io.github.ossv4.emulator.store.ObjectName;
import io.github.ossv4.emulator.store.ObjectReference;
import io.github.ossv4.emulator.store.ObjectStore;
import io.github.ossv4.emulator.store.PendingUpload;
import io.github.ossv4.emulator.store.PendingUploads;
import io.github.ossv4.emulator.wire.ReceivedRequest;

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
