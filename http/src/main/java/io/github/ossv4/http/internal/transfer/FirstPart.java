// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.internal.call.CancellableFuture;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.OssResponse;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.call.UnexpectedResponseException;
import io.github.ossv4.http.internal.operation.GetObject;
import io.github.ossv4.http.internal.operation.OpenObject;
import io.github.ossv4.http.internal.redaction.Suppressed;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The request for the first part of an object whose metadata is unknown: a GetObject with a range. Its response headers contain
 * the metadata, with which the download begins. An object of one part takes one request. Single use.
 */
final class FirstPart {
    /** Handles the metadata. */
    interface OnMetadata {
        /** Begins the download; the other parts start before this one is complete. Returns the part in the response. */
        PartToFile begin(FirstPart first, ObjectMetadata metadata) throws IOException;
    }

    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final String key;
    private final long requestedLength;
    private final GetOptions range;
    private final Operation operation;
    private final OnMetadata onMetadata;
    private final CancellableFuture<Optional<Long>> future = new CancellableFuture<>();

    /** Null until the download has begun. */
    private volatile @Nullable PartToFile part;

    /** Why the download could not begin. */
    private volatile @Nullable Throwable beginFailure;

    FirstPart(String key, DownloadOptions options, OnMetadata onMetadata) {
        this.key = key;
        this.onMetadata = onMetadata;
        this.requestedLength = options.partSize() == null ? PartPlan.DEFAULT_PART_SIZE : options.partSize();
        this.range = GetOptions.builder().range(0, requestedLength - 1).build();
        this.operation = GetObject.operation(key, range)
                .conditions(options.conditions(), "")
                .query("versionId", options.versionId())
                .downloadPart(1)
                .retryOnMismatch()
                .requesterPays(options.requesterPays())
                .trafficLimit(options.trafficLimit());
    }

    /** Returns the future of the CRC64 of the part; empty if the response cannot be used, since part 1 is longer than it. */
    CancellableFuture<Optional<Long>> future() {
        return future;
    }

    /** Sends the request. */
    void start(Transport transport) throws IOException {
        future.completeWith(new Exchange<>(transport, operation, this::receive).enqueue());
    }

    private Optional<Long> receive(OssResponse response) throws IOException {
        try (OpenObject object = GetObject.open(operation, key, range, response)) {
            PartToFile received = begin(object.metadata());
            return received.length() > requestedLength ? Optional.empty() : Optional.of(received.save(object));
        }
    }

    /** A retry continues the download that an earlier attempt began, and must receive the same object. */
    private PartToFile begin(ObjectMetadata metadata) throws IOException {
        PartToFile before = part;
        if (before != null) {
            return before;
        }
        try {
            PartToFile received = onMetadata.begin(this, metadata);
            part = received;
            return received;
        } catch (IOException | RuntimeException | Error e) {
            beginFailure = e;
            // Another attempt would fail as well.
            UnexpectedResponseException last =
                    new UnexpectedResponseException("the download cannot begin: " + PrintableText.escape(e.toString()));
            last.initCause(e);
            throw last;
        }
    }

    /** Returns whether the download has begun: if so, the run of all parts decides the outcome. */
    boolean hasBegun() {
        return part != null;
    }

    /** Returns why the download did not begin, from the failure of the request. */
    Throwable reason(Throwable failure) {
        Throwable reason = beginFailure;
        if (reason == null) {
            return failure;
        }
        for (Throwable earlier : failure.getSuppressed()) {
            Suppressed.add(reason, earlier);
        }
        return reason;
    }

    /** Returns whether OSS has refused the range because the object is empty. */
    static boolean isOfEmptyObject(Throwable failure) {
        return failure instanceof ServiceException && ((ServiceException) failure).status() == RANGE_NOT_SATISFIABLE;
    }
}
