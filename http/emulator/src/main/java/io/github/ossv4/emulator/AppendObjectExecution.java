// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Appends to an object, or makes one that can be appended to. */
final class AppendObjectExecution implements Execution {
    /** The parameter that makes a POST an AppendObject. */
    static final String APPEND = "append";

    /** The parameter that says how long the object is so far. */
    static final String POSITION = "position";

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final ObjectName name;
    private final ObjectStore store;
    private final long position;
    private final ObjectAttributes attributes;
    private final IncomingBody incoming;
    private boolean appended;

    /** @throws OssException if its headers alone are reason enough, so that no body need be sent */
    AppendObjectExecution(ReceivedRequest request, ObjectName name, ObjectStore store, long maxSize)
            throws IOException {
        this.name = name;
        this.store = store;
        this.position = position(request);
        this.attributes = ObjectAttributes.of(request);
        store.appendable(name, position);
        this.incoming = new IncomingBody(request, store, maxSize, position);
    }

    private static long position(ReceivedRequest request) {
        String versionId = request.query().get(ObjectReference.VERSION_ID);
        if (versionId != null) {
            throw OssException.invalidArgument(
                    "0016-00000504", "AppendObject takes no version.", ObjectReference.VERSION_ID, versionId);
        }
        String position = request.query().get(POSITION);
        if (position == null) {
            throw OssException.invalidArgument("0016-00000501", "The position to append at is missing.", POSITION, "");
        }
        if (!NUMBER.matcher(position).matches()) {
            throw OssException.invalidArgument(
                    "0016-00000502", "The position to append at is no number.", POSITION, position);
        }
        return Long.parseLong(position);
    }

    @Override
    public void receive(ByteBuf piece) throws IOException {
        incoming.receive(piece);
    }

    @Override
    public CompletionStage<OssResponse> complete() throws IOException {
        StoredObject object = store.append(name, position, incoming.finish(), attributes);
        appended = true;
        return CompletableFuture.completedFuture(object.identify(OssResponse.of(200)));
    }

    @Override
    public void abort() throws IOException {
        if (!appended) {
            incoming.abort();
        }
    }
}
