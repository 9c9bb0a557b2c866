// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import io.github.ossv4.directories.SimulatedHistory.Stored;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares the deletions of a sync with what the source had: slow, without the shortcuts of the client. */
final class SyncOracle {
    private final SimulatedHistory history;
    private final SimulatedCall call;
    private final SimulatedTree tree;

    SyncOracle(SimulatedHistory history, SimulatedCall call) {
        this.history = history;
        this.call = call;
        this.tree = call.tree();
    }

    private void check(boolean holds, String violated) {
        if (!holds) {
            throw new AssertionError(call + ": " + violated);
        }
    }

    void check() throws IOException {
        check(tree.isOutsideKept(), "it deleted what a link leads to");
        List<FileOutcome> failed = call.result() instanceof DirectoryResult result ? result.failed() : List.of();
        // A failure after the first deletion is one of a deletion.
        boolean mayDelete = call.failure() == null
                && failed.stream()
                        .allMatch(each ->
                                each.difference() == FileOutcome.Difference.MISSING_ON_SOURCE || isOfSharedFile(each));
        boolean isUpload = call.operation() == SimulatedOperation.SYNC_UP;
        Set<String> allowed = mayDelete ? isUpload ? allowedObjects() : allowedFiles() : new TreeSet<>();
        Set<String> deleted = isUpload ? deletedObjects() : deletedFiles();
        String all = "it deleted " + deleted + ", but should delete " + allowed + ", " + call.result();
        check(allowed.containsAll(deleted), all);
        check(deleted.containsAll(reportedDeleted()), "it reports deletions that did not happen: " + all);
        boolean isUndisturbed = call.faults().isEmpty() && failed.isEmpty() && tree.distinguishesNames();
        Set<String> expected = new TreeSet<>(allowed);
        // An object that is saved to a link is saved to that file.
        expected.removeIf(name -> !isUpload && tree.isLinkTarget(name));
        check(!isUndisturbed || call.failure() != null || deleted.containsAll(expected), all);
        if (call.result() instanceof DirectoryResult && isUpload) {
            checkObjects(failed);
        } else if (call.result() instanceof DirectoryResult && mayDelete) {
            checkFiles(failed);
        }
    }

    private Set<String> reportedDeleted() {
        Set<String> reported = new TreeSet<>();
        if (call.result() instanceof DirectoryResult result) {
            result.deleted()
                    .forEach(each ->
                            reported.add(each.key().substring(call.folder().length())));
        }
        return reported;
    }

    /** Two objects take one place, which is only known when what was there is deleted. */
    private boolean isOfSharedFile(FileOutcome failed) {
        return !tree.distinguishesNames() && String.valueOf(failed.reason()).contains("must not be saved to one file");
    }

    private Set<String> allowedObjects() throws IOException {
        Set<String> allowed = new TreeSet<>();
        for (String name : tree.objectsBefore().keySet()) {
            if (tree.accepts(name) && !tree.mayHaveFile(name)) {
                allowed.add(name);
            }
        }
        return allowed;
    }

    private Set<String> deletedObjects() {
        Set<String> deleted = new TreeSet<>();
        for (String name : tree.objectsBefore().keySet()) {
            if (history.deleted(call.folder() + name, call.started(), history.step())) {
                deleted.add(name);
            }
        }
        return deleted;
    }

    private Collection<@Nullable Stored> objects(String name) {
        return history.objects(call.folder() + name, call.started(), call.ended());
    }

    private Set<String> allowedFiles() {
        Set<String> allowed = new TreeSet<>();
        for (String name : tree.filesBefore().keySet()) {
            if (tree.isReadable()
                    && tree.accepts(name)
                    && objects(name).stream().allMatch(Objects::isNull)) {
                allowed.add(name);
            }
        }
        return allowed;
    }

    private Set<String> deletedFiles() throws IOException {
        Set<String> deleted = new TreeSet<>(tree.filesBefore().keySet());
        deleted.removeAll(tree.files().keySet());
        // A download can replace a file by one whose name the file system does not distinguish.
        deleted.removeIf(tree::exists);
        return deleted;
    }

    /** Each file that was uploaded, or found equal, has its object. */
    private void checkObjects(List<FileOutcome> failed) {
        for (String name : tree.filesBefore().keySet()) {
            if (tree.isReadable() && tree.accepts(name) && !hasFailed(failed, name)) {
                byte[] bytes = tree.filesBefore().get(name);
                check(
                        objects(name).stream().anyMatch(object -> isOf(object, bytes, tree.mayDiffer(name, true))),
                        "it did not upload " + name);
            }
        }
    }

    /** Each object that was downloaded, or found equal, has its file. */
    private void checkFiles(List<FileOutcome> failed) throws IOException {
        for (String name : tree.objectsBefore().keySet()) {
            if (tree.accepts(name) && !hasFailed(failed, name)) {
                byte[] bytes = tree.read(name);
                // The client compares the file to which a link leads.
                boolean mayDiffer = tree.mayDiffer(name, false) || tree.hasLink(name) || !tree.distinguishesNames();
                check(
                        objects(name).stream().anyMatch(object -> isOf(object, bytes, mayDiffer)),
                        "its file differs: " + name);
            }
        }
    }

    private boolean hasFailed(List<FileOutcome> failed, String name) {
        return failed.stream().anyMatch(each -> each.key().equals(call.folder() + name));
    }

    private static boolean isOf(@Nullable Stored object, byte[] bytes, boolean mayDiffer) {
        return object != null
                && object.bytes().length == bytes.length
                && (mayDiffer || Arrays.equals(object.bytes(), bytes));
    }
}
