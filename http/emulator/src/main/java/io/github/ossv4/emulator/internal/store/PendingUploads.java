// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import io.github.ossv4.emulator.internal.body.Digest;
import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.StoredPart;
import io.github.ossv4.emulator.internal.store.PendingUpload.Initiation;
import io.github.ossv4.emulator.internal.wire.DaemonThreads;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.internal.text.ResourceNames;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The multipart uploads that were initiated and neither completed nor aborted. Thread-safe. */
public final class PendingUploads implements AutoCloseable {
    /** The query parameter of InitiateMultipartUpload and ListMultipartUploads. */
    public static final String PARAMETER = "uploads";

    private final Clock clock;
    private final Changes changes;
    private final ConcurrentMap<String, PendingUpload> uploads = new ConcurrentHashMap<>();

    // For copies of gigabytes, which would block all connections of a network thread.
    private final ExecutorService threads =
            Executors.newCachedThreadPool(DaemonThreads.named("ossv4-emulator-multipart"));

    PendingUploads(Clock clock, Changes changes) {
        this.clock = clock;
        this.changes = changes;
    }

    /** Adds an upload that was initiated before the start. */
    PendingUpload load(String id, Initiation initiation) {
        PendingUpload upload = new PendingUpload(id, initiation, changes);
        changes.memory().add(upload.memory());
        uploads.put(id, upload);
        return upload;
    }

    /**
     * Starts an upload.
     *
     * @param sequential whether its parts must be uploaded in order
     */
    public PendingUpload initiate(ObjectName name, ObjectAttributes attributes, boolean sequential) {
        String id = Digest.random().hex();
        Initiation initiation = new Initiation(name, attributes, sequential, clock.instant());
        PendingUpload upload = new PendingUpload(id, initiation, changes);
        changes.make(directory -> directory.put(id, initiation), upload.memory(), () -> uploads.put(id, upload));
        return upload;
    }

    /**
     * Returns an upload.
     *
     * @param missing the error if it does not exist, or belongs to another object
     */
    public PendingUpload get(String id, ObjectName name, OssError missing) {
        PendingUpload upload = uploads.get(id);
        if (upload == null || !upload.name().equals(name)) {
            throw missing.with("UploadId", id);
        }
        return upload;
    }

    /** Returns the uploads to a bucket, by key and ID. */
    public List<PendingUpload> in(String bucket) {
        return uploads.values().stream()
                .filter(upload -> upload.name().bucket().equals(bucket))
                .sorted(Comparator.<PendingUpload, String>comparing(
                                upload -> upload.name().key(), ResourceNames::compareKeys)
                        .thenComparing(PendingUpload::id))
                .toList();
    }

    /** Returns whether there are uploads to a bucket. */
    public boolean anyIn(String bucket) {
        return uploads.values().stream()
                .anyMatch(upload -> upload.name().bucket().equals(bucket));
    }

    /** Adds a part to an upload by {@link PendingUpload#put}. */
    public StoredPart put(PendingUpload upload, int number, ObjectBody body) {
        StoredPart part = new StoredPart(number, body, clock.instant());
        upload.put(part);
        return part;
    }

    /** Completes an upload by {@link PendingUpload#complete}. */
    public <T> T complete(PendingUpload upload, Supplier<T> publish) {
        T result = upload.complete(publish);
        uploads.remove(upload.id());
        return result;
    }

    /** Aborts an upload by {@link PendingUpload#abort}. */
    public void abort(PendingUpload upload) {
        upload.abort();
        uploads.remove(upload.id());
    }

    /** Aborts all uploads. */
    public void abortAll() {
        for (PendingUpload upload : uploads.values()) {
            try {
                abort(upload);
            } catch (OssException e) {
                // Another thread has closed it.
            }
        }
    }

    /** Runs a task that takes long, on a separate thread. */
    public <T> CompletableFuture<T> run(Callable<T> task) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return task.call();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                threads);
    }

    /** Stops all copies, and waits until no file is written any more. */
    @Override
    public void close() {
        uploads.clear();
        threads.shutdownNow();
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
