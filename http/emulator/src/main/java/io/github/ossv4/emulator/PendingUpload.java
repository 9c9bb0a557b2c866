// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.multipart.PartPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An object that arrives in parts. Thread-safe. */
final class PendingUpload {
    /** The parameter that names one. */
    static final String ID = "uploadId";

    private final String id;
    private final ObjectName name;
    private final ObjectAttributes attributes;
    private final boolean sequential;
    private final Instant initiated;
    private final NavigableMap<Integer, StoredPart> parts = new TreeMap<>();
    private boolean ended;

    /**
     * @param attributes of the object
     * @param sequential whether the parts must come in order
     */
    PendingUpload(String id, ObjectName name, ObjectAttributes attributes, boolean sequential, Instant initiated) {
        this.id = id;
        this.name = name;
        this.attributes = attributes;
        this.sequential = sequential;
        this.initiated = initiated;
    }

    String id() {
        return id;
    }

    ObjectName name() {
        return name;
    }

    ObjectAttributes attributes() {
        return attributes;
    }

    boolean isSequential() {
        return sequential;
    }

    Instant initiated() {
        return initiated;
    }

    private void checkOpen() {
        if (ended) {
            throw OssException.noSuchUpload(id);
        }
    }

    /**
     * Checks whether a part can be uploaded.
     *
     * @throws OssException if the upload is over, or the part is not the next one and should be
     */
    synchronized void check(int number) {
        checkOpen();
        if (!sequential) {
            return;
        }
        StoredPart before = parts.get(number);
        if (before != null) {
            throw OssException.partAlreadyExist(before.number(), before.etag());
        }
        if (number != parts.size() + 1) {
            throw OssException.partNotSequential();
        }
    }

    /**
     * Adds a part, or replaces the one of the same number.
     *
     * @param part its file is the upload's afterwards
     * @throws OssException as {@link #check}; nothing has changed then, and the file is still the caller's
     */
    synchronized void put(StoredPart part) {
        check(part.number());
        StoredPart replaced = parts.put(part.number(), part);
        if (replaced != null) {
            replaced.body().file().release();
        }
    }

    /**
     * The parts by number.
     *
     * @throws OssException if the upload is over
     */
    synchronized List<StoredPart> parts() {
        checkOpen();
        return List.copyOf(parts.values());
    }

    /**
     * The parts that make the object. Their files stay until the caller releases each, whatever becomes of the upload.
     *
     * @param listed what the client asks for; null for all there are
     * @throws OssException if they do not make one, or the upload is over
     */
    synchronized List<StoredPart> retain(@Nullable List<RequestedPart> listed) {
        List<StoredPart> chosen = listed == null ? parts() : find(listed);
        if (chosen.isEmpty()) {
            throw OssException.noParts(id);
        }
        for (int i = 0; i < chosen.size(); i++) {
            StoredPart part = chosen.get(i);
            if (sequential && part.number() != i + 1) {
                throw OssException.partNotSequential();
            }
            if (i < chosen.size() - 1 && part.body().size() < PartPlan.MIN_PART_SIZE) {
                throw OssException.entityTooSmall(
                        part.number(), part.etag(), part.body().size(), PartPlan.MIN_PART_SIZE);
            }
        }
        for (StoredPart part : chosen) {
            part.body().file().retain();
        }
        return chosen;
    }

    private List<StoredPart> find(List<RequestedPart> listed) {
        checkOpen();
        List<StoredPart> found = new ArrayList<>();
        for (RequestedPart each : listed) {
            StoredPart part = parts.get(each.number());
            if (part == null || !part.body().etag().equals(each.etag())) {
                throw OssException.invalidPart(each.number(), each.etag(), id);
            }
            found.add(part);
        }
        return found;
    }

    /**
     * Ends the upload and deletes its parts. Of several who try one succeeds.
     *
     * @param last what is to happen with the end; if it throws, the upload goes on
     * @throws OssException if the upload is over
     */
    synchronized <T> T end(Supplier<T> last) {
        checkOpen();
        T result = last.get();
        ended = true;
        parts.values().forEach(part -> part.body().file().release());
        parts.clear();
        return result;
    }
}
