// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.ossv4.emulator.internal.body.BodyFiles;
import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.StoredPart;
import io.github.ossv4.emulator.internal.object.Version;
import io.github.ossv4.emulator.internal.store.PendingUpload.Initiation;
import io.github.ossv4.internal.digest.Hex;
import io.github.ossv4.internal.json.JsonTree;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A directory whose content survives the emulator: bodies in {@code objects/NUMBER}, and files of metadata in JSON,
 * {@code buckets/BUCKET/bucket.json}, {@code buckets/BUCKET/HASH.VERSION.json} for a version of a key,
 * {@code uploads/ID/upload.json} and {@code uploads/ID/NUMBER.json}. A change is the atomic replacement or the deletion
 * of one file, after its bodies were written. One emulator uses the directory at a time. Thread-safe.
 *
 * <p>Rule: Acknowledged changes survive {@code kill -9} ({@code KillTest}).
 */
final class PersistentDirectory implements Closeable {
    private static final int FORMAT = 4;
    private static final String OBJECTS = "objects";
    private static final String EMULATOR = "emulator.json";
    private static final String BUCKET = "bucket.json";
    private static final String UPLOAD = "upload.json";
    private static final String LOCK = "lock";
    private static final String TEMPORARY = "new.json";

    private static final Pattern NOTHING = Pattern.compile("(?!)");
    private static final Pattern PART = Pattern.compile("[0-9]{1,5}\\.json");

    /** Files that an interrupted start leaves, and a folder that the root of a file system contains. */
    private static final Set<String> IGNORED = Set.of(LOCK, TEMPORARY, "lost+found");

    /**
     * The open directories of this process: on Linux, closing any channel of a file releases all its locks in the
     * process.
     */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    /** The content of {@code emulator.json}. */
    public record Emulator(int format, long versions) {}

    /** The content of {@code bucket.json}. */
    public record BucketFile(Instant created, BucketSettings settings) {}

    /**
     * The content of the file of a version. The file without an ID is the null version's.
     *
     * @param newerThan the ID of the version before a null version; null for none, and for all others, which their IDs
     *     order
     * @param completed the upload that created the object, or null
     */
    public record VersionFile(
            String key,
            Version version,
            @Nullable String newerThan,
            @Nullable String completed) {
        /** The latest last. */
        static final Comparator<VersionFile> ORDER =
                Comparator.comparing(VersionFile::id).thenComparing(VersionFile::isNullVersion);

        private String id() {
            return isNullVersion() ? newerThan == null ? "" : newerThan : version.id();
        }

        private boolean isNullVersion() {
            return version.id().equals(Version.NULL_ID);
        }
    }

    private final Path directory;
    private final FileChannel lock;
    private final RecordJson json;
    private boolean closed;

    private PersistentDirectory(Path directory, FileChannel lock) throws IOException {
        this.directory = directory;
        this.lock = lock;
        this.json = new RecordJson(new BodyFiles(folder(OBJECTS)));
    }

    /**
     * Opens a directory, which is created if it does not exist.
     *
     * @throws IOException if another emulator uses it, or it contains other files
     */
    static PersistentDirectory open(Path path) throws IOException {
        Path directory = Storage.createDirectories(path).toRealPath();
        if (!OPEN.add(directory)) {
            throw inUse(path);
        }
        try {
            if (!Files.exists(directory.resolve(EMULATOR))) {
                forEach(directory, PersistentDirectory::checkIsIgnored);
            }
            FileChannel lock = lock(directory);
            try {
                return new PersistentDirectory(directory, lock);
            } catch (Throwable t) {
                lock.close();
                throw t;
            }
        } catch (Throwable t) {
            OPEN.remove(directory);
            throw t;
        }
    }

    private static void checkIsIgnored(Path file) throws IOException {
        if (file.endsWith(OBJECTS) && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            forEach(file, PersistentDirectory::checkIsIgnored);
        } else if (!IGNORED.contains(file.getFileName().toString())) {
            throw new IOException("the directory must be empty or one of this emulator, contains " + file);
        }
    }

    // The lock is held until the channel is closed.
    @SuppressWarnings("try")
    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw inUse(directory);
            }
            return channel;
        } catch (Throwable t) {
            channel.close();
            throw t;
        }
    }

    private static IOException inUse(Path directory) {
        return new IOException("another emulator uses the directory " + directory);
    }

    private Path folder(String name) throws IOException {
        return checked(Storage.createDirectories(directory.resolve(name)));
    }

    private static Path checked(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(folder + " must be a directory, and not a link");
        }
        return folder;
    }

    private interface Visitor {
        void visit(Path file) throws IOException;
    }

    private static void forEach(Path folder, Visitor visitor) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                visitor.visit(file);
            }
        }
    }

    /** Returns the files of bodies. */
    BodyFiles files() {
        return json.files();
    }

    /**
     * Restores what is stored, and deletes what interrupted changes left.
     *
     * @return the first half of new version IDs, greater than in all earlier ones
     * @throws IOException if a file is damaged, missing or a link; the message names it
     */
    long restore(Buckets buckets, PendingUploads uploads) throws IOException {
        Path file = directory.resolve(EMULATOR);
        Emulator before =
                Files.exists(file) ? read(Emulator.class, file) : new Emulator(FORMAT, VersionIds.randomFirst());
        if (before.format != FORMAT) {
            throw new IOException("the format of the directory is " + before.format + ", this version reads " + FORMAT);
        }
        long versions = before.versions + 1;
        write(file, new Emulator(FORMAT, versions));
        Set<String> completed = new HashSet<>();
        forEach(folder("buckets"), folder -> {
            if (Files.exists(checked(folder).resolve(BUCKET), LinkOption.NOFOLLOW_LINKS)) {
                restoreBucket(folder, buckets, completed);
            } else {
                // Its description is deleted last.
                deleteLeft(folder, BUCKET, NOTHING);
            }
        });
        forEach(folder("uploads"), folder -> {
            String id = folder.getFileName().toString();
            if (completed.contains(id)) {
                delete(checked(folder));
            } else if (!Files.exists(checked(folder).resolve(UPLOAD), LinkOption.NOFOLLOW_LINKS)) {
                deleteLeft(folder, UPLOAD, PART);
            } else {
                PendingUpload upload = uploads.load(id, read(Initiation.class, folder.resolve(UPLOAD)));
                forEach(folder, part -> {
                    if (!part.endsWith(UPLOAD)) {
                        upload.load(read(StoredPart.class, part));
                    }
                });
            }
        });
        files().deleteOthers();
        return versions;
    }

    /**
     * Deletes a folder whose creation or deletion was interrupted.
     *
     * @param description the file that the folder lacks
     * @param left the names of files that such a deletion can leave
     * @throws IOException if the folder has another file: then it is not known why the description is missing
     */
    private static void deleteLeft(Path folder, String description, Pattern left) throws IOException {
        forEach(folder, file -> {
            if (!left.matcher(file.getFileName().toString()).matches()) {
                throw new IOException(folder.resolve(description) + " is missing, but " + file
                        + " exists: restore the former, or remove the folder to start without what it has");
            }
        });
        delete(folder);
    }

    private void restoreBucket(Path folder, Buckets buckets, Set<String> completed) throws IOException {
        String name = folder.getFileName().toString();
        Bucket bucket = buckets.load(name, read(BucketFile.class, folder.resolve(BUCKET)));
        Map<String, List<VersionFile>> keys = new HashMap<>();
        forEach(folder, file -> {
            if (!file.endsWith(BUCKET)) {
                VersionFile version = read(VersionFile.class, file);
                if (!file.equals(file(new ObjectName(name, version.key), version.version.id()))) {
                    throw new IOException(
                            file + " is not the file of the version that it contains, of the key " + version.key);
                }
                keys.computeIfAbsent(version.key, key -> new ArrayList<>(1)).add(version);
                if (version.completed != null) {
                    completed.add(version.completed);
                }
            }
        });
        keys.forEach((key, versions) -> bucket.load(
                key,
                History.of(versions.stream()
                        .sorted(VersionFile.ORDER.reversed())
                        .map(VersionFile::version)
                        .toList())));
    }

    private <T> T read(Class<T> type, Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " must be a file, and not a link");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new IOException("cannot read " + file + ": " + e, e);
        }
        try {
            return json.read(type, JsonTree.parse(bytes, 0));
        } catch (ClassCastException e) {
            throw damaged(file, "a value has another type", e);
        } catch (IOException | RuntimeException e) {
            String reason = e.getMessage() == null ? e.toString() : e.getMessage();
            throw damaged(file, e instanceof JsonProcessingException ? "it is not JSON" : reason, e);
        }
    }

    private static IOException damaged(Path file, String reason, @Nullable Exception cause) {
        boolean ofFolder = file.endsWith(BUCKET) || file.endsWith(UPLOAD);
        String remedy = file.endsWith(EMULATOR)
                ? "start with another directory"
                : ofFolder
                        ? "remove " + file.getParent() + " to start without all that is in it"
                        : "remove it to start without what it describes";
        return new IOException(file + " is damaged: " + reason + ". Correct it, or " + remedy, cause);
    }

    private void write(Path file, Record metadata) throws IOException {
        checkOpen();
        Path temporary = directory.resolve(TEMPORARY);
        Files.deleteIfExists(temporary);
        byte[] bytes = RecordJson.write(metadata).toString().getBytes(StandardCharsets.US_ASCII);
        // Follows no link, since it creates the file.
        Files.write(temporary, bytes, StandardOpenOption.CREATE_NEW);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("the emulator is closed");
        }
    }

    private Path folder(String kind, String name) {
        return directory.resolve(kind).resolve(name);
    }

    /** Returns the file of a version. Its name has a hash, since a key may have 1,023 bytes of any kind. */
    private Path file(ObjectName name, String id) {
        String version = id.equals(Version.NULL_ID) ? "" : "." + id;
        return folder("buckets", name.bucket()).resolve(Hex.sha256(name.key()) + version + ".json");
    }

    /** Stores a bucket, or its settings. */
    synchronized void put(String bucket, Instant created, BucketSettings settings) throws IOException {
        Path folder = Files.createDirectories(folder("buckets", bucket));
        write(folder.resolve(BUCKET), new BucketFile(created, settings));
    }

    /** Deletes a bucket, first its objects: without its description, a start would not know whose they are. */
    synchronized void deleteBucket(String bucket) throws IOException {
        checkOpen();
        Path folder = folder("buckets", bucket);
        forEach(folder, file -> {
            if (!file.endsWith(BUCKET)) {
                Files.delete(file);
            }
        });
        delete(folder);
    }

    /**
     * Stores the versions that differ. A change that must be atomic changes one version only.
     *
     * @param completed the upload that created the object, which is deleted, or null
     */
    synchronized void put(ObjectName name, History before, History after, @Nullable String completed)
            throws IOException {
        checkOpen();
        for (Version changed : after.missingFrom(before)) {
            String id = changed.id();
            String older = id.equals(Version.NULL_ID) ? after.idBefore(changed) : null;
            write(file(name, id), new VersionFile(name.key(), changed, older, completed));
        }
        for (Version removed : before.missingFrom(after)) {
            if (after.find(removed.id()) == null) {
                Files.deleteIfExists(file(name, removed.id()));
            }
        }
        if (completed != null) {
            try {
                delete(folder("uploads", completed));
            } catch (IOException e) {
                // The object is stored. The next start deletes what is left of the upload, as if the process were
                // killed.
            }
        }
    }

    /** Stores a multipart upload without parts. */
    synchronized void put(String upload, Initiation initiation) throws IOException {
        write(Files.createDirectories(folder("uploads", upload)).resolve(UPLOAD), initiation);
    }

    /** Stores a part. */
    synchronized void put(String upload, StoredPart part) throws IOException {
        write(folder("uploads", upload).resolve(part.number() + ".json"), part);
    }

    /** Deletes a multipart upload with its parts. */
    synchronized void deleteUpload(String upload) throws IOException {
        checkOpen();
        delete(folder("uploads", upload));
    }

    /** Deletes a folder. First the file that describes an upload: without it, the next start deletes the rest. */
    private static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(UPLOAD));
        forEach(folder, Files::delete);
        Files.delete(folder);
    }

    /** Closes the directory: another emulator can use it, and later changes fail. */
    @Override
    public void close() throws IOException {
        try (lock) {
            synchronized (this) {
                closed = true;
            }
        } finally {
            OPEN.remove(directory);
        }
    }
}
