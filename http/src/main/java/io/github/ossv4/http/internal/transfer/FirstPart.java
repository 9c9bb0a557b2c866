// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.internal.call.CallFailures;
import io.github.ossv4.http.internal.call.CancellableFuture;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.OssResponse;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.call.UnexpectedResponseException;
import io.github.ossv4.http.internal.operation.GetObject;
import io.github.ossv4.http.internal.operation.OpenObject;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The first part of an object whose metadata is not known before: a GetObject of a range, whose headers are those of the object
 * and begin its download. So an object of one part takes one request. Single use.
 */
final class FirstPart {
    /** Begins the download of an object: its other parts do not wait for this one. Returns the part that the response has. */
    interface Begin {
        PartToFile begin(ObjectMetadata metadata) throws IOException;
    }

    private final String key;
    private final long requested;
    private final GetOptions range;
    private final Operation operation;
    private final Begin begin;
    private final CancellableFuture<Optional<Long>> future = new CancellableFuture<>();

    /** The part after the download has begun, or why it could not begin. */
    private final AtomicReference<@Nullable Object> begun = new AtomicReference<>();

    FirstPart(String key, DownloadOptions options, Begin begin) {
        this.key = key;
        this.begin = begin;
        this.requested = options.partSize() == null ? PartPlan.DEFAULT_PART_SIZE : options.partSize();
        this.range = GetOptions.builder().range(0, requested - 1).build();
        this.operation = GetObject.operation(key, range)
                .conditions(options.conditions(), "")
                .query("versionId", options.versionId())
                .downloadPart(1)
                .retryOnMismatch()
                .requesterPays(options.requesterPays())
                .trafficLimit(options.trafficLimit());
    }

    /** Returns the future of the CRC64 of the part; empty if the response cannot be used, because the parts are larger. */
    CancellableFuture<Optional<Long>> future() {
        return future;
    }

    /** Sends the request. */
    void start(Transport transport) throws IOException {
        future.completeWith(new Exchange<>(transport, operation, this::receive).enqueue());
    }

    private Optional<Long> receive(OssResponse response) throws IOException {
        try (OpenObject object = GetObject.open(operation, key, range, response)) {
            PartToFile part = begin(object.metadata());
            return part.length() > requested ? Optional.empty() : Optional.of(part.save(object));
        }
    }

    /** A retry does not begin again: it must be of the same object. */
    private PartToFile begin(ObjectMetadata metadata) throws IOException {
        Object before = begun.get();
        if (before instanceof PartToFile) {
            return (PartToFile) before;
        }
        try {
            PartToFile part = begin.begin(metadata);
            begun.set(part);
            return part;
        } catch (IOException | RuntimeException | Error e) {
            begun.set(e);
            // Another attempt would fail as well.
            throw new UnexpectedResponseException("the download cannot begin: " + PrintableText.escape(e.toString()));
        }
    }

    /** Returns whether the download has begun: then its end depends on all parts. */
    boolean hasBegun() {
        return begun.get() instanceof PartToFile;
    }

    /** Returns why the download did not begin. */
    Throwable reason(Throwable failure) {
        Object before = begun.get();
        return before instanceof Throwable ? (Throwable) before : failure;
    }

    /** Returns whether OSS has refused the range because the object is empty. */
    static boolean isOfEmptyObject(Throwable failure) {
        return CallFailures.isRefusal(failure, "InvalidRange");
    }
}
