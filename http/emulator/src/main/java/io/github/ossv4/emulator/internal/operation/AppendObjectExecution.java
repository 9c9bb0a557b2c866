// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.store.ObjectStore;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Appends to an object, or creates an appendable one. */
final class AppendObjectExecution implements Execution {
    /** The query parameter with the length of the object before the request. */
    private static final String POSITION = "position";

    static final OssOperation OPERATION = OssOperation.onObject("AppendObject", "POST", AppendObjectExecution::new)
            .marker("append")
            .parameters(POSITION, ObjectReference.VERSION_ID, TrafficLimit.NAME)
            .headers(PermittedHeaders.SETTINGS)
            .headers(PermittedHeaders.ACL, TrafficLimit.NAME)
            .metadata()
            .faults(FaultKind.UPLOAD_RESET, FaultKind.WRONG_CRC64, FaultKind.NO_CRC64, FaultKind.WRONG_ETAG)
            .build();

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final ObjectName name;
    private final ObjectStore store;
    private final long position;
    private final ObjectAttributes attributes;
    private final IncomingBody incoming;
    private boolean appended;

    private AppendObjectExecution(ReceivedRequest request, ObjectName name, Services services) throws IOException {
        this.name = name;
        this.store = services.store();
        this.position = position(request);
        this.attributes = ObjectAttributes.of(request, services.buckets().settings(name.bucket()));
        store.appendable(name, position);
        this.incoming = new IncomingBody(request, store, services.limits().object(), position);
    }

    private static long position(ReceivedRequest request) {
        String versionId = request.query().get(ObjectReference.VERSION_ID);
        if (versionId != null) {
            throw OssException.invalidArgument(
                    "0016-00000504", "AppendObject takes no version.", ObjectReference.VERSION_ID, versionId);
        }
        String position = request.query().get(POSITION);
        if (position == null) {
            throw OssException.missingPosition();
        }
        if (!NUMBER.matcher(position).matches()) {
            throw OssException.invalidArgument(
                    "0016-00000502", "The position to append at is not a number.", POSITION, position);
        }
        return Long.parseLong(position);
    }

    @Override
    public void receive(ByteBuf piece) throws IOException {
        incoming.receive(piece);
    }

    @Override
    public CompletionStage<ServerResponse> complete() throws IOException {
        StoredObject object = store.append(name, position, incoming.finish(), attributes);
        appended = true;
        return CompletableFuture.completedFuture(object.identify(ServerResponse.of(200)));
    }

    @Override
    public void abort() throws IOException {
        if (!appended) {
            incoming.abort();
        }
    }
}
