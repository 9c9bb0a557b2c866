// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** Appends to an object, or creates an appendable one. */
final class AppendObject {
    /** The query parameter with the length of the object before the request. */
    private static final String POSITION = "position";

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    static final OssOperation OPERATION = OssOperation.onObject("AppendObject", "POST")
            .marker("append")
            .parameters(POSITION, ObjectReference.VERSION_ID, TrafficLimit.NAME)
            .headers(PermittedHeaders.SETTINGS)
            .headers(PermittedHeaders.ACL, TrafficLimit.NAME)
            .metadata()
            .faults(FaultKind.UPLOAD_RESET, FaultKind.WRONG_CRC64, FaultKind.NO_CRC64, FaultKind.WRONG_ETAG)
            .starting(AppendObject::start);

    private AppendObject() {}

    private static Execution start(Call call) throws IOException {
        ObjectName name = call.name();
        long position = position(call);
        ObjectAttributes attributes = call.attributes();
        call.store().appendable(name, position);
        return new UploadExecution<>(
                call,
                position,
                body -> call.store().append(name, position, body, attributes),
                object -> CompletableFuture.completedFuture(object.identify(ServerResponse.of(200))));
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
