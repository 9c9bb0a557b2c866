// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.list.DeletedObject;
import io.github.ossv4.list.ObjectVersion;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

/** The outcome of the deletion of many objects. Immutable. */
public final class DeleteAllResult {
    private final long deletedCount;
    private final List<DeletedObject> deleted;
    private final List<ObjectVersion> failed;

    private DeleteAllResult(long deletedCount, List<DeletedObject> deleted, List<ObjectVersion> failed) {
        this.deletedCount = deletedCount;
        this.deleted = Collections.unmodifiableList(deleted);
        this.failed = Collections.unmodifiableList(failed);
    }

    /**
     * Returns a result, also for a test of your code. The lists are not copied: do not change them.
     *
     * @param deletedCount the number of objects and versions that no longer exist
     * @param deleted these objects; empty if they were only counted
     * @param failed the objects whose deletion was not confirmed
     */
    public static DeleteAllResult of(long deletedCount, List<DeletedObject> deleted, List<ObjectVersion> failed) {
        return new DeleteAllResult(deletedCount, deleted, failed);
    }

    /** Returns the number of objects and versions that no longer exist, whether or not they existed before. */
    public long deletedCount() {
        return deletedCount;
    }

    /** Returns the objects and versions that no longer exist; empty if the options omit them. */
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
}
