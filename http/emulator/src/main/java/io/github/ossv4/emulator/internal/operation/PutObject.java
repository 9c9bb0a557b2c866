// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.access.ResponseOverrides;
import io.github.ossv4.emulator.internal.callback.AcceptedCallback;
import io.github.ossv4.emulator.internal.callback.ImageHeader;
import io.github.ossv4.emulator.internal.callback.UploadedObject;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.ObjectSettings;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** The operations whose body is stored as an object, or as a part of it; and SealAppendObject. */
final class PutObject {
    /** The query parameter with the length of the object before the request. */
    private static final String POSITION = "position";

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    static final OssOperation OPERATION = OssOperation.onObject("PutObject", "PUT")
            .publicWrite()
            .parameters("callback", "callback-var", TrafficLimit.NAME)
            // The Go SDK signs the same parameters for PUT and GET; OSS ignores them here.
            .parameters(ResponseOverrides.HEADERS.keySet())
            .headers(PermittedHeaders.ENCRYPTION)
            .headers(PermittedHeaders.CALLBACK)
            .faults(FaultKind.UPLOAD_RESET, FaultKind.WRONG_CRC64, FaultKind.NO_CRC64, FaultKind.WRONG_ETAG)
            .starting(PutObject::start);

    /** Appends to an object, or creates an appendable one. */
    static final OssOperation APPEND = OssOperation.onObject("AppendObject", "POST")
            .marker("append")
            .publicWrite()
            .parameters(POSITION, TrafficLimit.NAME)
            .headers(PermittedHeaders.ENCRYPTION)
            .faults(FaultKind.UPLOAD_RESET, FaultKind.WRONG_CRC64, FaultKind.NO_CRC64, FaultKind.WRONG_ETAG)
            .starting(PutObject::append);

    static final OssOperation SEAL = OssOperation.onObject("SealAppendObject", "POST")
            .marker("seal")
            .parameters(POSITION)
            .starting(PutObject::seal);

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

    private static Execution append(Call call) throws IOException {
        ObjectName name = call.name();
        long position = position(call);
        // OSS ignores the headers of a later append, except the ACL, and does not check them.
        ObjectAttributes attributes = position == 0
                ? call.attributes()
                : ObjectAttributes.DEFAULT.withAcl(ObjectSettings.acl(call.request(), call.settings()));
        call.store().appendable(name, position);
        return new UploadExecution<>(
                call,
                position,
                body -> call.store().append(name, position, body, attributes),
                object -> CompletableFuture.completedFuture(object.identify(ServerResponse.of(200))));
    }

    private static Execution seal(Call call) {
        long position = position(call);
        return Execution.responding(() -> {
            StoredObject object = call.store().seal(call.name(), position);
            return object.describeVersion(ServerResponse.of(200))
                    .header(
                            StoredObject.SEALED_TIME,
                            object.attributes().settings().state().sealedTime());
        });
    }

    private static long position(Call call) {
        String versionId = call.parameter(ObjectReference.VERSION_ID);
        if (versionId != null) {
            throw OssException.invalidArgument(
                    "0016-00000504", "AppendObject takes no version.", ObjectReference.VERSION_ID, versionId);
        }
        String position = call.parameter(POSITION);
        if (position == null) {
            throw OssError.MISSING_POSITION.exception();
        }
        if (!NUMBER.matcher(position).matches()) {
            throw OssException.invalidArgument(
                    "0016-00000502", "The position to append at is not a number.", POSITION, position);
        }
        return Long.parseLong(position);
    }
}
