// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.UploadOptions;
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

/**
 * Uploads a stream of unknown length, in parts if it has more bytes than one. Its thread {@linkplain StreamParts reads}
 * them; other threads send them, or the same thread if no other is free. Closing the client ends it: its stream may
 * never end.
 */
public final class StreamUpload {
    private final UploadSteps steps;
    private final InputStream stream;
    private final Runnable stopRead;
    private final StreamPartSizes sizes;

    private StreamUpload(UploadSteps steps, InputStream stream, Runnable stopRead, StreamPartSizes sizes) {
        this.steps = steps;
        this.stream = stream;
        this.stopRead = stopRead;
        this.sizes = sizes;
    }

    /** Returns the upload of a stream whose reads nothing ends. */
    public static TransferCall<PutResult> of(
            Transport transport, String key, InputStream stream, UploadOptions options) {
        return of(transport, key, stream, () -> {}, options);
    }

    /** @param stopRead lets a read fail that waits for bytes, since the upload is over */
    static TransferCall<PutResult> of(
            Transport transport, String key, InputStream stream, Runnable stopRead, UploadOptions options) {
        Objects.requireNonNull(stream, "stream");
        if (Objects.requireNonNull(options, "options").checkpoint() != null) {
            throw new IllegalArgumentException(
                    "a stream must not have a checkpoint: another process cannot read its bytes again");
        }
        UploadSteps steps = new UploadSteps(transport, ResourceNames.checkKey(key), options, options.progress());
        StreamPartSizes sizes = StreamPartSizes.of(
                options.partSize(), options.parallel(), Runtime.getRuntime().maxMemory());
        StreamUpload upload = new StreamUpload(steps, stream, stopRead, sizes);
        return new TransferCall<>(transport, UploadSteps.name(key), options.timeout(), upload::run);
    }

    private PutResult run(Scope scope) throws IOException {
        StreamParts read = new StreamParts(stream, stopRead, sizes, scope);
        steps.transport().endWhenClosed(scope);
        try {
            Part first = read.first();
            if (read.isAtEnd()) {
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
            steps.transport().forget(scope);
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
        return parts.run(read, read);
    }
}
