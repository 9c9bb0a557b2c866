// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.access.ResponseOverrides;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.ResolvedObject;
import io.github.ossv4.emulator.internal.store.ObjectStore;
import io.github.ossv4.emulator.internal.store.OpenObject;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Returns an object, or a range of its bytes. */
record GetObjectExecution(ReceivedRequest request, ObjectReference reference, ObjectStore store) implements Execution {
    private static final String RANGE_BEHAVIOR = "x-oss-range-behavior";

    static final OssOperation OPERATION = OssOperation.onObject("GetObject", "GET", GetObjectExecution::new)
            .parameters(ResponseOverrides.HEADERS.keySet())
            .parameters(ObjectReference.VERSION_ID, TrafficLimit.NAME)
            .headers(PermittedHeaders.CONDITIONS)
            .headers(RANGE_BEHAVIOR, TrafficLimit.NAME)
            .publicRead()
            .faults(
                    FaultKind.DOWNLOAD_RESET,
                    FaultKind.DOWNLOAD_CUT,
                    FaultKind.FLIPPED_BYTE,
                    FaultKind.WRONG_CRC64,
                    FaultKind.NO_CRC64)
            .build();

    private GetObjectExecution(ReceivedRequest request, ObjectName name, Services services) {
        this(request, services.reference(request, name), services.store());
    }

    @Override
    public CompletionStage<ServerResponse> complete() throws IOException {
        OpenObject open = store.open(reference, request.method());
        ServerResponse response;
        try {
            if (new RequestConditions(request, "").isNotModified(open.object().target())) {
                response = open.object().target().notModified();
                open.close();
            } else {
                response = respond(open);
            }
        } catch (Throwable t) {
            open.close();
            throw t;
        }
        return CompletableFuture.completedFuture(response);
    }

    private ServerResponse respond(OpenObject open) {
        ResolvedObject object = open.object();
        long size = object.target().body().size();
        boolean standard = "standard".equalsIgnoreCase(request.header(RANGE_BEHAVIOR));
        ByteRange range = ByteRange.of(request.header("range"), size, standard);
        ServerResponse response = object.describe(ServerResponse.of(range == null ? 200 : 206));
        request.query().forEach((parameter, value) -> {
            String header = ResponseOverrides.HEADERS.get(parameter);
            if (header != null) {
                checkHeaderValue(parameter, value);
                response.header(header, value);
            }
        });
        if (range == null) {
            return open.addTo(response, 0, size);
        }
        response.header("Content-Range", range.contentRange(size));
        return open.addTo(response, range.first(), range.length());
    }

    private static void checkHeaderValue(String parameter, String value) {
        if (value.codePoints().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
            throw OssException.invalidArgument(null, "The value is invalid in a header.", parameter, value);
        }
    }
}
