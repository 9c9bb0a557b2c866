// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The multipart uploads that were begun and neither completed nor aborted. Thread-safe. */
final class PendingUploads implements AutoCloseable {
    /** The parameter that asks for a new one, or for those there are. */
    static final String PARAMETER = "uploads";

    private final Clock clock;
    private final ConcurrentMap<String, PendingUpload> uploads = new ConcurrentHashMap<>();

    // Gigabytes are copied here. On its own thread a connection would hold up all others that share it.
    private final ExecutorService threads =
            Executors.newCachedThreadPool(new DefaultThreadFactory("ossv4-emulator-multipart", true));

    /** What copies, and may fail at that. */
    interface Copying<T> {
        T run() throws IOException;
    }

    PendingUploads(Clock clock) {
        this.clock = clock;
    }

    /**
     * Begins an upload.
     *
     * @param sequential whether its parts must come in order
     */
    PendingUpload initiate(ObjectName name, ObjectAttributes attributes, boolean sequential) {
        PendingUpload upload = new PendingUpload(OpaqueId.next(), name, attributes, sequential, clock.instant());
        uploads.put(upload.id(), upload);
        return upload;
    }

    /**
     * The upload that a request names.
     *
     * @throws OssException if there is none, or it is for another object
     */
    PendingUpload get(ReceivedRequest request, ObjectName name) {
        String id = String.valueOf(request.query().get(PendingUpload.ID));
        PendingUpload upload = uploads.get(id);
        if (upload == null || !upload.name().equals(name)) {
            throw OssException.noSuchUpload(id);
        }
        return upload;
    }

    /** The uploads to a bucket, by key and id. */
    List<PendingUpload> in(String bucket) {
        return uploads.values().stream()
                .filter(upload -> upload.name().bucket().equals(bucket))
                .sorted(Comparator.<PendingUpload, String>comparing(
                                upload -> upload.name().key(), ObjectName::compareKeys)
                        .thenComparing(PendingUpload::id))
                .toList();
    }

    /** Adds a part to an upload, as {@link PendingUpload#put}. */
    StoredPart put(PendingUpload upload, int number, ObjectBody body) {
        StoredPart part = new StoredPart(number, body, clock.instant());
        upload.put(part);
        return part;
    }

    /** Ends an upload, as {@link PendingUpload#end}. */
    <T> T end(PendingUpload upload, Supplier<T> last) {
        T result = upload.end(last);
        uploads.remove(upload.id());
        return result;
    }

    /** Does what takes long. */
    <T> CompletableFuture<T> run(Copying<T> copying) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return copying.run();
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                threads);
    }

    /** Gives up what is being copied, and waits until no file is written any more. */
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
