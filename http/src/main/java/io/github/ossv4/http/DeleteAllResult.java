// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.list.ObjectVersion;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** The outcome of the deletion of many objects. Immutable. */
public final class DeleteAllResult {
    private final long deletedCount;
    private final List<ObjectVersion> failed;

    private DeleteAllResult(long deletedCount, List<ObjectVersion> failed) {
        this.deletedCount = deletedCount;
        this.failed = Collections.unmodifiableList(Objects.requireNonNull(failed, "failed"));
    }

    /**
     * Returns a result, also for a test of your code. The list is not copied: do not change it.
     *
     * @param deletedCount the number of objects and versions that no longer exist
     * @param failed the objects whose deletion was not confirmed
     */
    public static DeleteAllResult of(long deletedCount, List<ObjectVersion> failed) {
        return new DeleteAllResult(deletedCount, failed);
    }

    /**
     * Returns the number of objects and versions whose deletion OSS confirmed, whether or not they existed before.
     */
    public long deletedCount() {
        return deletedCount;
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
