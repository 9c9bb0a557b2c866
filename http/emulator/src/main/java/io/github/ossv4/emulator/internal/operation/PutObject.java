// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.callback.AcceptedCallback;
import io.github.ossv4.emulator.internal.callback.ImageHeader;
import io.github.ossv4.emulator.internal.callback.UploadedObject;
import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import java.io.IOException;
import java.util.List;

/** Stores an object and performs its callback. */
final class PutObject {
    static final OssOperation OPERATION = OssOperation.onObject("PutObject", "PUT")
            .parameters("callback", "callback-var", TrafficLimit.NAME)
            .headers(PermittedHeaders.SETTINGS)
            .headers(PermittedHeaders.REPLACEMENT)
            .headers(PermittedHeaders.CALLBACK)
            .headers(PermittedHeaders.ACL, TrafficLimit.NAME)
            // The Go SDK sends the ACL of a bucket here; OSS ignores it.
            .ignoredHeaders(List.of(BucketSettings.ACL))
            .metadata()
            .faults(FaultKind.UPLOAD_RESET, FaultKind.WRONG_CRC64, FaultKind.NO_CRC64, FaultKind.WRONG_ETAG)
            .starting(PutObject::start);

    private PutObject() {}

    private static Execution start(Call call) throws IOException {
        ObjectName name = call.name();
        ObjectAttributes attributes = call.attributes();
        boolean overwrite = call.overwrites();
        AcceptedCallback callback = call.services().callbacks().accept(call.request());
        return new UploadExecution<>(
                call,
                0,
                body -> {
                    // Before the object is visible: a request that replaces it deletes this file.
                    ImageHeader image = callback == null ? null : ImageHeader.read(body.content());
                    StoredObject object = call.store().publish(name, body, attributes, overwrite);
                    return new UploadedObject(OPERATION.name(), name, object, image);
                },
                uploaded -> call.respond(uploaded, callback, () -> ServerResponse.of(200)));
    }
}
