// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.ResolvedObject;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.wire.ServerResponse;

/** Returns the headers of an object without its bytes. */
final class HeadObject {
    static final OssOperation OPERATION = OssOperation.onObject("HeadObject", "HEAD")
            .headers(PermittedHeaders.CONDITIONS)
            .publicRead()
            .faults(FaultKind.WRONG_CRC64, FaultKind.NO_CRC64)
            .respondingForVersion(HeadObject::start);

    /** Returns only the size, checksums and time. Some SDKs use it to check that an object exists. */
    static final OssOperation META = OssOperation.onObject("GetObjectMeta", "HEAD")
            .marker("objectMeta")
            .publicRead()
            .faults(FaultKind.WRONG_CRC64, FaultKind.NO_CRC64)
            .respondingForVersion(HeadObject::startMeta);

    private HeadObject() {}

    private static ServerResponse start(Call call, ObjectReference reference) {
        ResolvedObject object = call.store().resolve(reference, "HEAD");
        StoredObject target = object.target();
        return new RequestConditions(call.request(), "").isNotModified(target)
                ? target.notModified()
                : object.describe(ServerResponse.of(200))
                        .contentLength(target.body().size());
    }

    private static ServerResponse startMeta(Call call, ObjectReference reference) {
        StoredObject object = call.store().get(reference, "HEAD");
        return object.describeTime(object.describeMd5(object.identify(ServerResponse.of(200))))
                .contentLength(object.body().size());
    }
}
