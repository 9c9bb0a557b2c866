// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.internal.call.AsyncCall;
import io.github.ossv4.http.internal.call.ClientTimer;
import io.github.ossv4.http.internal.call.Scope;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.operation.MultipartCalls;
import io.github.ossv4.internal.text.ResourceNames;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.UploadedPart;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Uploads a stream of unknown length, in parts if it has more bytes than one: one thread {@linkplain StreamParts reads}
 * them, {@linkplain Parts others} send them.
 */
public final class StreamUpload {
    private final UploadSteps steps;
    private final InputStream stream;
    private final StreamPartSizes sizes;

    private StreamUpload(UploadSteps steps, InputStream stream, StreamPartSizes sizes) {
        this.steps = steps;
        this.stream = stream;
        this.sizes = sizes;
    }

    /** Starts the upload. Closing the client fails it: its stream may never end. */
    public static AsyncCall<PutResult> start(Transport transport, String key, InputStream stream, UploadOptions options)
            throws IOException {
        return start(transport, key, stream, options, () -> new IOException("the client was closed during the upload"));
    }

    /** @param closed returns the exception if the client is closed */
    static AsyncCall<PutResult> start(
            Transport transport, String key, InputStream stream, UploadOptions options, Supplier<IOException> closed)
            throws IOException {
        Objects.requireNonNull(stream, "stream");
        if (Objects.requireNonNull(options, "options").checkpoint() != null) {
            throw new IllegalArgumentException(
                    "a stream must not have a checkpoint: another process cannot read its bytes again");
        }
        UploadSteps steps = new UploadSteps(transport, ResourceNames.checkKey(key), options, options.progress(), null);
        StreamPartSizes sizes = StreamPartSizes.of(
                options.partSize(), options.parallel(), Runtime.getRuntime().maxMemory());
        StreamUpload upload = new StreamUpload(steps, stream, sizes);
        // The threads that read and upload have no slots, since the stream may wait for other calls.
        AsyncCall<PutResult> call = AsyncCall.startWithoutSlot(transport, upload::run);
        call.limit(options.timeout(), UploadSteps.name(key), steps::abandon);
        ClientTimer.Waiting whenClosed = transport.waiting(() -> call.completeExceptionally(closed.get()));
        whenClosed.startWhenClosed();
        call.whenIdle((result, failure) -> whenClosed.cancel());
        return call;
    }

    private PutResult run(Scope scope) throws IOException {
        StreamParts read = new StreamParts(stream, sizes, scope);
        try {
            read.start(steps.transport());
            read.await(scope::isOver);
            scope.check();
            Part first = read.peek();
            if (first == null || first.length() < sizes.size(0)) {
                // The stream ended before its first part was full: one request uploads it.
                return steps.put(first == null ? Body.of(new byte[0]) : read.body(first), scope);
            }
            MultipartCalls upload = steps.initiate(null, scope);
            List<UploadedPart> uploaded = sendParts(upload, read, scope);
            // The end of the stream may have been found after the last part was sent.
            steps.meter().total(read.bytes(), read.count());
            steps.meter().report();
            return steps.complete(uploaded, read.count(), read.bytes(), scope);
        } catch (Throwable t) {
            steps.abortUnlessKept(t, scope);
            throw t;
        } finally {
            // A read that blocks returns later.
            read.stop();
        }
    }

    private List<UploadedPart> sendParts(MultipartCalls upload, StreamParts read, Scope scope) throws IOException {
        Parts<UploadedPart> parts =
                new Parts<>(steps.transport(), scope, steps.options().parallel(), (part, ofPart) -> {
                    if (read.isAtEnd()) {
                        steps.meter().total(read.bytes(), read.count());
                    }
                    UploadedPart sent = upload.uploadPartExchange(
                                    part.number(), read.body(part), steps.partOptions(part.number()))
                            .execute(ofPart);
                    read.release(part);
                    steps.meter().done(part.number(), part.length());
                    steps.completed(part);
                    return sent;
                });
        read.sentBy(parts);
        return parts.run(read, () -> read.await(parts::isOver));
    }
}
