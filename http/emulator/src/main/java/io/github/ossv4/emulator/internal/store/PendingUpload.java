// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.StoredPart;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.multipart.PartPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A multipart upload that was initiated. Thread-safe. */
public final class PendingUpload {
    /** The query parameter with its ID. */
    public static final String ID = "uploadId";

    /**
     * A part in the document of a CompleteMultipartUpload.
     *
     * @param etag without quotes, which OSS's own samples send and other clients leave out
     */
    public record RequestedPart(int number, String etag) {}

    /** The properties that InitiateMultipartUpload sets. */
    public record Initiation(ObjectName name, ObjectAttributes attributes, boolean isSequential, Instant initiated) {}

    private final String id;
    private final Initiation initiation;
    private final Changes changes;
    private final NavigableMap<Integer, StoredPart> parts = new TreeMap<>();
    private boolean closed;

    PendingUpload(String id, Initiation initiation, Changes changes) {
        this.id = id;
        this.initiation = initiation;
        this.changes = changes;
    }

    public String id() {
        return id;
    }

    public ObjectName name() {
        return initiation.name();
    }

    /** Returns the attributes of the object. */
    public ObjectAttributes attributes() {
        return initiation.attributes();
    }

    /** Returns whether the parts must be uploaded in order. */
    public boolean isSequential() {
        return initiation.isSequential();
    }

    public Instant initiated() {
        return initiation.initiated();
    }

    /** Returns the memory of the upload without parts. */
    long memory() {
        return MemoryUse.ofUpload(id(), name().key(), attributes());
    }

    /** Adds a part that was written before the start. */
    synchronized void load(StoredPart part) {
        parts.put(part.number(), part);
        changes.memory().add(MemoryUse.of(part));
    }

    private void checkOpen() {
        if (closed) {
            throw OssError.NO_SUCH_UPLOAD.with("UploadId", id());
        }
    }

    /**
     * Checks that a part can be uploaded.
     *
     * @throws OssException if the upload is closed, or is sequential and the part is not the next one
     */
    public synchronized void check(int number) {
        checkOpen();
        if (!isSequential()) {
            return;
        }
        StoredPart before = parts.get(number);
        if (before != null) {
            throw OssError.PART_ALREADY_EXIST.with("PartEtag", before.etag()).with("PartNumber", before.number());
        }
        if (number != parts.size() + 1) {
            throw OssError.PART_NOT_SEQUENTIAL.exception();
        }
    }

    /**
     * Adds a part, or replaces the one of the same number.
     *
     * @param part the part; the upload owns its file afterwards
     * @throws OssException in the same cases as {@link #check}; nothing is changed then, and the caller still owns the
     *     file
     */
    public synchronized void put(StoredPart part) {
        check(part.number());
        StoredPart replaced = parts.get(part.number());
        long bytes = MemoryUse.of(part) - (replaced == null ? 0 : MemoryUse.of(replaced));
        changes.make(directory -> directory.put(id, part), bytes, () -> parts.put(part.number(), part));
        if (replaced != null) {
            replaced.body().content().release();
        }
    }

    /**
     * Returns the parts by number.
     *
     * @throws OssException if the upload is closed
     */
    public synchronized List<StoredPart> parts() {
        checkOpen();
        return List.copyOf(parts.values());
    }

    /**
     * Returns the parts of the object. Their files are kept until the caller releases each, even if the upload is
     * closed.
     *
     * @param requested the parts that the client lists; null for all
     * @throws OssException if they do not make an object, or the upload is closed
     */
    public synchronized List<StoredPart> retain(@Nullable List<RequestedPart> requested) {
        List<StoredPart> chosen = requested == null ? parts() : find(requested);
        if (requested == null && chosen.isEmpty()) {
            throw OssError.INVALID_PART.with("UploadId", id());
        }
        for (int i = 0; i < chosen.size(); i++) {
            StoredPart part = chosen.get(i);
            if (isSequential() && part.number() != i + 1) {
                throw OssError.PART_NOT_SEQUENTIAL.exception();
            }
            if (i < chosen.size() - 1 && part.body().size() < PartPlan.MIN_PART_SIZE) {
                throw OssError.PART_TOO_SMALL
                        .with("PartNumber", part.number())
                        .with("ETag", part.etag())
                        .with("ProposedSize", part.body().size())
                        .with("MinSizeAllowed", PartPlan.MIN_PART_SIZE);
            }
        }
        for (StoredPart part : chosen) {
            part.body().content().retain();
        }
        return chosen;
    }

    private List<StoredPart> find(List<RequestedPart> requested) {
        checkOpen();
        List<StoredPart> found = new ArrayList<>();
        for (RequestedPart each : requested) {
            StoredPart part = parts.get(each.number());
            if (part == null || !part.body().etag().equals(each.etag())) {
                throw OssError.INVALID_PART
                        .with("ETag", each.etag())
                        .with("PartNumber", each.number())
                        .with("UploadId", id());
            }
            found.add(part);
        }
        return found;
    }

    /**
     * Closes the upload by storing its object, and deletes its parts. If several threads try, one succeeds.
     *
     * @param publish stores the object and {@linkplain #markClosed marks} the upload as closed in one change; if it
     *     throws, the upload stays open
     * @throws OssException if the upload is closed
     */
    synchronized <T> T complete(Supplier<T> publish) {
        checkOpen();
        T result = publish.get();
        deleteParts();
        return result;
    }

    /**
     * Closes the upload and deletes its parts.
     *
     * @throws OssException if the upload is closed
     */
    synchronized void abort() {
        checkOpen();
        changes.make(directory -> directory.deleteUpload(id), 0, this::markClosed);
        deleteParts();
    }

    /** Marks the upload as closed, as a part of the change that stores its object. */
    synchronized void markClosed() {
        closed = true;
    }

    private void deleteParts() {
        changes.memory().release(memory());
        for (StoredPart part : parts.values()) {
            changes.memory().release(MemoryUse.of(part));
            part.body().content().release();
        }
        parts.clear();
    }
}
