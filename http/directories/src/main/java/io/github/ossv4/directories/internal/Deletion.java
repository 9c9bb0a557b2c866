// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.http.internal.file.OpenDirectory;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.list.ListedObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The deletion of what the source of a sync does not have. No other class of the client deletes what the caller did not
 * name. It requires proof: both sides were listed completely, nothing has failed, and a list {@linkplain ListedDeletion
 * directly before} has the same objects. Directly before a file is deleted, it must have the same attributes, and must
 * not be the file of an object with another name. Used by one thread, after all transfers.
 *
 * <p>Rule: A sync deletes only after complete lists and without a failure, if both sides are unchanged, and never the
 * file of another object ({@code SyncDeletionTest}, {@code DeletionOracleTest}, {@code SimulationTest}).
 *
 * <p>Rule: A sync deletes at most what a limit allows ({@code DeletionLimitTest}).
 *
 * <p>Rule: Two runs at a time lose no name that both sides had ({@code TwoRunsTest}).
 */
final class Deletion {
    /** Why something is kept that the source did not have when it was listed. */
    private static final String CAUSE = "the source does not have it; ";

    private static final String CHANGED = CAUSE + ListedDeletion.CHANGED;

    private static final String APPEARED = "the source did not have it; it is kept, because the source has it now";
    private static final String MOVED = "the source did not have it; it is kept, because the source changed meanwhile";
    private static final String FAILED = "the source does not have it; it is kept, because a file failed";
    private static final String UNPROVEN = CAUSE + ListedDeletion.UNPROVEN;
    private static final String EMPTIED =
            "the source does not have it; it is kept, because the source has no files now";
    private static final String SHARED =
            "the source does not have it; it is kept, because it is the file of an object with another name";

    /** The source of a sync, which is looked at again before the first deletion. */
    interface Source {
        /** Lists again what must be listed completely. Later calls return at once. */
        void look() throws IOException;

        /** Returns whether the source had files, and has none now. */
        boolean isEmptied() throws IOException;

        /** Returns whether the source has no file or object of a name, which is the key without the prefix. */
        boolean lacksNow(String name) throws IOException;
    }

    /** How a sync treats files or objects that only its target has. */
    enum Decision {
        REPORT,
        KEEP,
        PLAN,
        DELETE;

        static Decision of(DirectoryOptions options, boolean hasFailed) {
            return !options.deleteExtra() ? REPORT : hasFailed ? KEEP : options.dryRun() ? PLAN : DELETE;
        }
    }

    private final Source source;
    private final ObjectsOfFolder folder;
    private final LocalFiles local;
    private final FileOutcomes outcomes;
    private final DirectoryOptions options;
    private final Set<Path> deletedObstacles = new HashSet<>();
    private final Set<DirectoryEntry> deletedFiles = new HashSet<>();

    /** Whether the source has no files any more; null before that is known. */
    private @Nullable Boolean emptied;

    /** Whether checking the source or the target again failed. After that, nothing else is deleted. */
    private boolean isUnproven;

    /** The identities of the files of these objects; null before they are needed. */
    private @Nullable Set<Object> filesOfObjects;

    /**
     * @param source the folder, if the target is the directory
     * @param folder the side that is in the bucket; the target of two folders
     * @param local the files below the directory, as they were found before the transfers
     */
    Deletion(Source source, ObjectsOfFolder folder, LocalFiles local, DirectoryOptions options, FileOutcomes outcomes) {
        this.source = source;
        this.folder = folder;
        this.local = local;
        this.options = options;
        this.outcomes = outcomes;
    }

    private Decision decide() {
        return Decision.of(options, outcomes.firstFailure() != null);
    }

    /** Returns whether the extra file or object may be deleted; otherwise adds its outcome. */
    private boolean mayDelete(Decision decision, @Nullable Path file, String key, long size) {
        switch (decision) {
            case REPORT:
                outcomes.addKept(file, key, size, "the source does not have it");
                return false;
            case KEEP:
                outcomes.addKept(file, key, size, FAILED);
                return false;
            case PLAN:
                outcomes.add(FileOutcome.wouldDelete(file, key));
                return false;
            default:
                return true;
        }
    }

    /** Deletes objects that have no file. */
    void deleteObjects(Collection<ListedObject> extra) {
        Decision decision = decide();
        List<ListedObject> deletable = new ArrayList<>();
        for (ListedObject object : extra) {
            if (mayDelete(decision, null, object.key(), object.size())) {
                deletable.add(object);
            }
        }
        new ListedDeletion(folder.client, folder.prefix, CAUSE, outcomes).delete(deletable, new ListedDeletion.Proof() {
            @Override
            public void prepare() throws IOException {
                source.look();
            }

            @Override
            public @Nullable String reasonToKeep(ListedObject object) throws IOException {
                return isEmptied() ? EMPTIED : source.lacksNow(folder.name(object.key())) ? null : MOVED;
            }
        });
    }

    /** A second check of the source or the target. */
    private interface Look {
        /** Returns why a file or object must not be deleted; null if it may be. */
        @Nullable
        String reasonToKeep() throws IOException;
    }

    /**
     * Returns why a file or object must be kept; null if it may be deleted. After the first failure, nothing is listed
     * again and nothing else is deleted.
     */
    private @Nullable String reasonToKeep(Look look) throws IOException {
        if (isUnproven) {
            return UNPROVEN;
        }
        try {
            return look.reasonToKeep();
        } catch (IOException e) {
            isUnproven = true;
            throw e;
        }
    }

    /** Returns whether the source had files, and has none now: then it may not be mounted, or be deleted by mistake. */
    private boolean isEmptied() throws IOException {
        Boolean known = emptied;
        if (known == null) {
            known = (options.deleteExtra() && !options.allowEmptySource() && !options.dryRun()) && source.isEmptied();
            emptied = known;
        }
        return known;
    }

    /** Deletes files that have no object, and the directories that become empty. */
    void deleteFiles(Collection<DirectoryEntry> extra) {
        Decision decision = decide();
        for (DirectoryEntry file : extra) {
            if (!deletedFiles.contains(file) && mayDelete(decision, file.file, file.key, file.size)) {
                try {
                    String kept = reasonToKeep(file);
                    if (kept == null && !delete(file)) {
                        kept = CHANGED;
                    }
                    if (kept != null) {
                        outcomes.addKept(file.file, file.key, file.size, kept);
                    }
                } catch (IOException e) {
                    outcomes.addNotDeleted(file.file, file.key, file.size, e);
                }
            }
        }
    }

    /**
     * Returns the files of an obstacle, after it has checked that each may be deleted.
     *
     * @throws IOException if one must be kept
     */
    List<DirectoryEntry> check(Obstacle obstacle) throws IOException {
        if (decide() != Decision.DELETE) {
            throw new IOException(obstacle + "; it is kept, because a file failed");
        }
        List<DirectoryEntry> contents = obstacle.contents();
        if (contents == null) {
            throw new IOException(obstacle + "; it cannot be read, or has other files now");
        }
        for (DirectoryEntry file : contents) {
            String kept = reasonToKeep(file);
            if (kept != null) {
                throw new IOException(obstacle + ": " + PrintableText.escape(file.file.toString()) + ": " + kept);
            }
        }
        return contents;
    }

    /** Deletes an obstacle, after {@link #check}. */
    void delete(Obstacle obstacle) throws IOException {
        if (deletedObstacles.contains(obstacle.path)) {
            return;
        }
        for (DirectoryEntry file : check(obstacle)) {
            delete(file);
        }
        if (Files.isDirectory(obstacle.path, LinkOption.NOFOLLOW_LINKS)) {
            obstacle.forEachDirectory(this::deleteIfEmpty);
        }
        if (Files.exists(obstacle.path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(obstacle + "; it cannot be deleted, or has other files now");
        }
        deletedObstacles.add(obstacle.path);
    }

    /** Returns why a file must not be deleted; null if it may be. */
    private @Nullable String reasonToKeep(DirectoryEntry file) throws IOException {
        return reasonToKeep(() -> look(file));
    }

    private @Nullable String look(DirectoryEntry file) throws IOException {
        if (folder.again().containsKey(file.key)) {
            return APPEARED;
        }
        if (isEmptied()) {
            return EMPTIED;
        }
        Object identity = FileIdentity.of(file.file);
        if (identity != null && filesOfObjects().contains(identity)) {
            return SHARED;
        }
        return identity == null || !file.isUnchanged(attributes(file)) ? CHANGED : null;
    }

    private static BasicFileAttributes attributes(DirectoryEntry file) throws IOException {
        return Files.readAttributes(file.file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Returns the identities of the files of all objects, except of those whose own names were found in the directory:
     * they are other files than the extra ones, whose names were found too.
     */
    private Set<Object> filesOfObjects() throws IOException {
        Set<Object> identities = filesOfObjects;
        if (identities == null) {
            identities = new HashSet<>();
            for (String key : folder.again().keySet()) {
                Path file = local.hasFile(key) ? null : local.file(key);
                Object identity = file == null ? null : FileIdentity.of(file);
                if (identity != null) {
                    identities.add(identity);
                }
            }
            filesOfObjects = identities;
        }
        return identities;
    }

    /** Deletes a file; returns false if it changed meanwhile and is kept. */
    private boolean delete(DirectoryEntry file) throws IOException {
        String name = file.file.getFileName().toString();
        try (OpenDirectory parent = DirectoryBelow.open(local.directory(), file.file.resolveSibling(""))) {
            parent.check();
            if (!file.isUnchanged(parent.attributes(name))) {
                return false;
            }
            parent.deleteIfExists(name);
        } catch (NoSuchFileException e) {
            return false;
        }
        deletedFiles.add(file);
        outcomes.add(FileOutcome.deleted(file.file, file.key));
        for (Path at : LocalFiles.parents(file.file, local.directory())) {
            if (!deleteIfEmpty(at)) {
                break;
            }
        }
        return true;
    }

    /** Returns whether the directory was deleted. */
    private boolean deleteIfEmpty(Path empty) {
        try (OpenDirectory parent = DirectoryBelow.open(local.directory(), empty.resolveSibling(""))) {
            parent.deleteDirectory(empty.getFileName().toString());
            return true;
        } catch (IOException e) {
            // It is not empty, or must not be deleted: then it is kept.
            return false;
        }
    }
}
