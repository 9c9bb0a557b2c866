// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.SavedObject;
import io.github.ossv4.http.Transfer;
import io.github.ossv4.http.UploadOptions;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The uploads and downloads of a client whose files are opened by another module of the project, for example below an
 * open directory. Like blocking transfers, they are not refused if many calls wait.
 */
public abstract class FileTransfers {
    private static volatile @Nullable Function<Object, FileTransfers> access;

    protected FileTransfers() {}

    /** Sets the function that returns the transfers of a {@code BucketClient}. Called when that class is loaded. */
    public static void set(Function<Object, FileTransfers> function) {
        access = function;
    }

    /**
     * Returns the transfers of a {@code BucketClient}.
     *
     * @throws IllegalStateException if the client is closed
     */
    public static FileTransfers of(Object client) {
        return Objects.requireNonNull(access).apply(client);
    }

    /**
     * Starts the upload of a file.
     *
     * @param size the size of the file when it was found
     * @throws IOException if the file cannot be read, or has another size
     */
    public abstract Transfer<PutResult> upload(String key, UploadFile file, long size, UploadOptions options)
            throws IOException;

    /**
     * Starts a download. If the file cannot be written, parts are not kept, even if there is a checkpoint: one of many
     * files must not keep the disk full for the others.
     *
     * @param size the size of the object when it was listed: an object of one part is requested without a range
     */
    public abstract Transfer<SavedObject> download(
            String key, DownloadTarget target, long size, DownloadOptions options);

    /** Returns whether both clients have the same endpoint and credentials, since one was made from the other. */
    public abstract boolean isOfClientOf(FileTransfers other);
}
