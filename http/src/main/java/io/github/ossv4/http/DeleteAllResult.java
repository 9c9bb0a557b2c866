// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.list.DeletedObject;
import io.github.ossv4.list.ObjectVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The outcome of the deletion of many objects. Immutable. */
public final class DeleteAllResult {
    private final long deletedCount;
    private final List<DeletedObject> deleted;
    private final List<ObjectVersion> failed;

    private DeleteAllResult(Collector collector) {
        this.deletedCount = collector.count;
        this.deleted = Collections.unmodifiableList(collector.deleted);
        this.failed = Collections.unmodifiableList(collector.failed);
    }

    /** Returns the number of objects and versions that no longer exist, whether or not they existed before. */
    public long deletedCount() {
        return deletedCount;
    }

    /** Returns the objects and versions that no longer exist; empty if the options are quiet. */
    public List<DeletedObject> deleted() {
        return deleted;
    }

    /** Returns the objects and versions whose deletion OSS did not confirm. They may still exist. */
    public List<ObjectVersion> failed() {
        return failed;
    }

    /**
     * Throws if OSS did not confirm a deletion.
     *
     * @return this
     * @throws IOException names the number of failures and the first one
     */
    public DeleteAllResult throwIfFailed() throws IOException {
        if (!failed.isEmpty()) {
            throw new IOException("OSS did not confirm the deletion of " + failed.size() + " of "
                    + (failed.size() + deletedCount) + " objects, the first is " + failed.get(0));
        }
        return this;
    }

    @Override
    public String toString() {
        return "DeleteAllResult{" + deletedCount + " deleted, " + failed.size() + " failed}";
    }

    /** Collects the outcomes of requests. Not thread-safe. */
    static final class Collector {
        private final boolean quiet;
        private final List<DeletedObject> deleted = new ArrayList<>();
        private final List<ObjectVersion> failed = new ArrayList<>();
        private long count;

        /** @param quiet whether deleted objects are only counted */
        Collector(boolean quiet) {
            this.quiet = quiet;
        }

        void deleted(DeletedObject object) {
            count++;
            if (!quiet) {
                deleted.add(object);
            }
        }

        /** Counts an object of a quiet request. */
        void deleted() {
            count++;
        }

        void failed(ObjectVersion object) {
            failed.add(object);
        }

        DeleteAllResult result() {
            return new DeleteAllResult(this);
        }
    }
}
