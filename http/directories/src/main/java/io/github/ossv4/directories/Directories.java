// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static java.util.Objects.requireNonNull;

import io.github.ossv4.directories.internal.DownloadDirectory;
import io.github.ossv4.directories.internal.ListedDeletion;
import io.github.ossv4.directories.internal.Mode;
import io.github.ossv4.directories.internal.RunThreads;
import io.github.ossv4.directories.internal.SyncFolders;
import io.github.ossv4.directories.internal.UploadDirectory;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.list.ListedObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;

/**
 * Transfers of whole directories, and their comparison with the objects of a folder. Thread-safe. The client is not
 * closed.
 *
 * <pre>{@code
 * Directories directories = Directories.of(bucket);
 * directories.upload(Paths.get("photos"), "photos/2026").throwIfFailed();
 * boolean isComplete = directories.verify(Paths.get("photos"), "photos/2026").isSame();
 * }</pre>
 *
 * <p>A prefix looks like {@code photos/2026}. A slash is added unless it ends with one or is empty. Every call throws
 * {@link IllegalArgumentException} if no key can begin with the prefix, for example because it begins with a slash. It
 * throws {@link java.io.InterruptedIOException} if the thread is interrupted: files in progress are cancelled; other
 * files may have been transferred. A file that fails does not stop the others: check {@link DirectoryResult#failed}, or
 * call {@link DirectoryResult#throwIfFailed}. Paths and sizes of all files are held in memory.
 */
public final class Directories {
    private final BucketClient client;
    private final RunThreads threads;

    Directories(BucketClient client, RunThreads threads) {
        this.client = requireNonNull(client, "client");
        this.threads = threads;
    }

    /**
     * Returns directory transfers to and from the bucket of {@code client}, which must be from a builder: a subclass of
     * a test is not called.
     */
    public static Directories of(BucketClient client) {
        return new Directories(client, new RunThreads());
    }

    /** Uploads a directory. Equivalent to {@link #upload(Path, String, DirectoryOptions)} with no options. */
    public DirectoryResult upload(Path directory, String prefix) throws IOException {
        return upload(directory, prefix, DirectoryOptions.NONE);
    }

    /**
     * Uploads all files of a directory and its subdirectories, several in parallel, each as {@link
     * BucketClient#upload(String, Path, io.github.ossv4.http.UploadOptions) BucketClient.upload} does. The key of a
     * file is the prefix, a slash, and its path below the directory with slashes.
     *
     * <p>Hidden files are uploaded, except the temporary files of downloads, {@code .ossv4-….part}; empty directories
     * are not. Special files such as sockets are skipped, and so are
     * symbolic links unless the options follow them. A file fails if it or its directory becomes a symbolic link during
     * the upload, unless the options follow links, if its name cannot be a key, or if its name is not valid in the
     * encoding of the platform.
     *
     * @throws IllegalArgumentException if the options report or delete extra objects, which only a sync or a
     *     verification looks for
     * @throws java.nio.file.NotDirectoryException if {@code directory} is not a directory
     */
    public DirectoryResult upload(Path directory, String prefix, DirectoryOptions options) throws IOException {
        requireNonNull(directory, "directory");
        requireNonNull(prefix, "prefix");
        checkNoExtra("an upload", options);
        return new UploadDirectory(client, threads, directory, prefix, options, Mode.TRANSFER).execute();
    }

    /** Downloads to a directory. Equivalent to {@link #download(String, Path, DirectoryOptions)} with no options. */
    public DirectoryResult download(String prefix, Path directory) throws IOException {
        return download(prefix, directory, DirectoryOptions.NONE);
    }

    /**
     * Downloads all objects with a prefix to a directory, several in parallel, each as {@link
     * BucketClient#download(String, Path, io.github.ossv4.http.DownloadOptions) BucketClient.download} does. The
     * directory is created if it does not exist and there are objects. Files of downloaded objects are replaced; all
     * other files are kept.
     *
     * <p>A key fails if it does not name a file below the directory: it has an empty segment, {@code .} or {@code ..};
     * it has a character that the file system does not allow; or a symbolic link in its path leads out of the
     * directory. Empty objects whose keys end with a slash are skipped. If two keys lead to one file, such as {@code
     * Cat} and {@code cat} on a file system that ignores case, one of them fails and its exception names the other.
     *
     * @throws IllegalArgumentException if the options report or delete extra files, which only a sync or a verification
     *     looks for
     * @throws IOException if the objects cannot be listed, or if the directory cannot be created
     */
    public DirectoryResult download(String prefix, Path directory, DirectoryOptions options) throws IOException {
        requireNonNull(prefix, "prefix");
        requireNonNull(directory, "directory");
        checkNoExtra("a download", options);
        return new DownloadDirectory(client, threads, prefix, directory, options, Mode.TRANSFER).execute();
    }

    /** Uploads what differs. Equivalent to {@link #syncToBucket(Path, String, DirectoryOptions)} with no options. */
    public DirectoryResult syncToBucket(Path directory, String prefix) throws IOException {
        return syncToBucket(directory, prefix, DirectoryOptions.NONE);
    }

    /**
     * Uploads the files of a directory that differ from their objects, as {@link #upload(Path, String,
     * DirectoryOptions) upload} does, and deletes objects without a file if the options require it. The objects are
     * listed first. The same call continues a sync that was interrupted.
     *
     * <p>If a file fails, nothing is deleted. A directory that cannot be read is a failure, even if the filter rejects
     * its files. Marker objects of folders, which are empty and whose keys end with a slash, are kept. If a file is
     * skipped, such as a symbolic link, its object and the objects below it are kept too.
     *
     * @throws EmptySourceException if all objects would be deleted, because the directory has no files; never in a dry
     *     run
     * @throws DeletionLimitException if more objects would be deleted than the options allow
     * @throws java.nio.file.NotDirectoryException if {@code directory} is not a directory
     * @throws IOException if the objects cannot be listed; then nothing was changed
     */
    public DirectoryResult syncToBucket(Path directory, String prefix, DirectoryOptions options) throws IOException {
        requireNonNull(directory, "directory");
        requireNonNull(prefix, "prefix");
        requireNonNull(options, "options");
        return new UploadDirectory(client, threads, directory, prefix, options, Mode.SYNC).execute();
    }

    /**
     * Downloads what differs. Equivalent to {@link #syncToDirectory(String, Path, DirectoryOptions)} with no options.
     */
    public DirectoryResult syncToDirectory(String prefix, Path directory) throws IOException {
        return syncToDirectory(prefix, directory, DirectoryOptions.NONE);
    }

    /**
     * Downloads the objects of a folder that differ from their files, as {@link #download(String, Path,
     * DirectoryOptions) download} does, and deletes files without an object if the options require it. The same call
     * continues a sync that was interrupted.
     *
     * <p>If a file fails, nothing is deleted. Special files and symbolic links are kept. On a file system that ignores
     * case, a file is also kept if it is the file of another object. Files get the times of their objects, or those in
     * the metadata if the options keep times. So the next sync, in either direction, finds them equal. An object with
     * content whose key ends with a slash fails: no file can have its name.
     *
     * @throws EmptySourceException if all files would be deleted, because the folder has no objects; never in a dry run
     * @throws DeletionLimitException if more files would be deleted than the options allow
     * @throws IOException if the objects cannot be listed, or if the directory cannot be created; then no file was
     *     changed
     */
    public DirectoryResult syncToDirectory(String prefix, Path directory, DirectoryOptions options) throws IOException {
        requireNonNull(prefix, "prefix");
        requireNonNull(directory, "directory");
        requireNonNull(options, "options");
        return new DownloadDirectory(client, threads, prefix, directory, options, Mode.SYNC).execute();
    }

    /**
     * Copies the objects of a folder of {@code source} that differ from the objects of the folder {@code prefix}, and
     * deletes what only the target has, if the options require it. The same call continues a sync that was interrupted.
     *
     * <p>OSS copies the objects itself, within a region. Headers, metadata and tags are kept, and so are the storage
     * class and the ACL, unless the options set others. An object whose ACL cannot be read fails. The CRC64 of each
     * copy is compared with the source's. Appendable objects, which OSS does not copy, fail.
     *
     * <p>Two objects are the same if size and ETag in the lists are equal. If only the sizes are equal, their CRC64s
     * are requested and compared. {@link Comparison#SIZE} compares the sizes only; other comparisons have no effect.
     * Deletions have the rules of {@link #syncToBucket(Path, String, DirectoryOptions)}, but marker objects of folders
     * are copied and deleted like others. Symbolic links of OSS are skipped.
     *
     * @param source the client of this instance, or one that {@link BucketClient#bucket BucketClient.bucket} made of it
     * @param sourcePrefix the folder of the source
     * @param prefix the folder of the target, in the bucket of this client
     * @throws IllegalArgumentException if {@code source} is another client, or if one of the folders contains the other
     * @throws EmptySourceException if all objects would be deleted, because the source has none; never in a dry run
     * @throws DeletionLimitException if more objects would be deleted than the options allow
     * @throws IOException if the objects cannot be listed; then nothing was changed
     */
    public DirectoryResult syncFrom(BucketClient source, String sourcePrefix, String prefix, DirectoryOptions options)
            throws IOException {
        requireNonNull(sourcePrefix, "sourcePrefix");
        requireNonNull(prefix, "prefix");
        requireNonNull(options, "options");
        return new SyncFolders(requireNonNull(source, "source"), sourcePrefix, client, threads, prefix, options)
                .execute();
    }

    /**
     * Deletes objects that were listed before, unless they have changed since. Directly before each request that
     * deletes up to 1,000 objects, their keys are listed again. An object with another size, ETag or time is kept, and
     * so is one that no longer exists: its outcome is skipped, with the reason. An object that another client replaces
     * between these two requests is deleted. If a list fails, nothing else is deleted.
     *
     * @param objects from a list of this bucket, in any order
     * @return the outcomes: deleted, skipped and failed ones
     */
    public DirectoryResult deleteListed(Collection<ListedObject> objects) {
        return ListedDeletion.of(client, requireNonNull(objects, "objects"));
    }

    /**
     * Compares a directory with a folder. Equivalent to {@link #verify(Path, String, DirectoryOptions)} with no
     * options.
     */
    public DirectoryResult verify(Path directory, String prefix) throws IOException {
        return verify(directory, prefix, DirectoryOptions.NONE);
    }

    /**
     * Compares the files of a directory with the objects of a folder by size and CRC64, without a download and without
     * a change: a dry run of {@link #syncToBucket(Path, String, DirectoryOptions)} that reports extra objects. It lists
     * the objects. For each object with the size of its file, it compares the CRC64 as {@link
     * BucketClient#verify(String, Path) BucketClient.verify} does. Marker objects of folders, whose keys end with a
     * slash, are ignored. A file that was skipped cannot be compared: its object is reported as missing
     * on the source, and the reason says so.
     *
     * @return the outcomes: {@link DirectoryResult#differences} returns those that differ
     * @throws IllegalArgumentException if the options delete extra objects
     * @throws java.nio.file.NotDirectoryException if {@code directory} is not a directory
     * @throws IOException if the objects cannot be listed
     */
    public DirectoryResult verify(Path directory, String prefix, DirectoryOptions options) throws IOException {
        requireNonNull(directory, "directory");
        requireNonNull(prefix, "prefix");
        requireNonNull(options, "options");
        if (options.deleteExtra()) {
            throw new IllegalArgumentException("the options of a verification must not have deleteExtra: " + options);
        }
        DirectoryOptions verifying = options.newBuilder()
                .comparison(Comparison.CRC64)
                .reportExtra(true)
                .dryRun(true)
                .build();
        return new UploadDirectory(client, threads, directory, prefix, verifying, Mode.SYNC).execute();
    }

    private static void checkNoExtra(String call, DirectoryOptions options) {
        requireNonNull(options, "options");
        if (options.reportExtra()) {
            throw new IllegalArgumentException("only a sync looks for extra files, but the options of " + call
                    + " report or delete them: " + options);
        }
    }
}
