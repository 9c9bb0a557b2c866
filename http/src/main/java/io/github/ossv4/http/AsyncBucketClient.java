// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.util.Objects.requireNonNull;

import io.github.ossv4.form.SignedForm;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.sign.ResourceNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * The asynchronous calls of a {@link BucketClient}. Calls that return a stream, {@link BucketClient#get(String)} and {@link
 * BucketClient#call}, are not among them, since reading blocks. Thread-safe.
 *
 * <pre>{@code
 * Transfer<PutResult> upload = bucket.async().upload("films/cat.mp4", file);
 * upload.whenComplete((stored, failure) -> {
 *     System.out.println(failure == null ? "stored " + stored.etag() : "failed: " + failure);
 * });
 * // Stops the upload and deletes its parts:
 * upload.cancel(true);
 * }</pre>
 *
 * <p>A call uses a thread of OkHttp's dispatcher while it is in progress, and none while it waits for a retry. At most
 * {@link okhttp3.Dispatcher#setMaxRequestsPerHost} calls are in progress at a time; the others wait in a queue. The
 * client's own dispatcher allows 64. Functions that you add to a future without {@code Async}, for example by {@code
 * thenApply}, run on the dispatcher's threads: they must not block.
 *
 * <p>The method itself throws for bad input, for a closed client ({@link IllegalStateException}), and if a {@link
 * CredentialsSource} throws an unchecked exception. All other failures complete the future exceptionally, with the
 * exceptions of the blocking calls. Cancelling a future stops its call: the connection is closed, and the temporary
 * file is deleted. Cancel the returned future itself: a future that depends on it does not cancel the call. A {@link
 * CredentialsSource} is called on the calling thread for the first attempt, and on a thread of the client for the next
 * ones.
 *
 * <p>The threads are not daemons. Without {@link BucketClient#close} the JVM exits after they are idle for 5 seconds, or for
 * 60 seconds with your own {@link okhttp3.OkHttpClient}.
 */
public final class AsyncBucketClient {
    private final Transport transport;

    AsyncBucketClient(Transport transport) {
        this.transport = transport;
    }

    /** Uploads an object. As {@link #put(String, Body, PutOptions)} with no options. */
    public CompletableFuture<PutResult> put(String key, Body body) {
        return put(key, body, PutOptions.NONE);
    }

    /** Uploads an object. As {@link BucketClient#put(String, Body, PutOptions)}. */
    public CompletableFuture<PutResult> put(String key, Body body, PutOptions options) {
        requireNonNull(body, "body");
        requireNonNull(options, "options");
        return CancellableFuture.start(() -> PutObject.exchange(transport, ResourceNames.checkKey(key), body, options)
                .enqueue());
    }

    /** Saves an object to a file. As {@link #getToFile(String, Path, GetOptions)} with no options. */
    public CompletableFuture<SavedObject> getToFile(String key, Path file) {
        return getToFile(key, file, GetOptions.NONE);
    }

    /** Saves an object to a file. As {@link BucketClient#getToFile(String, Path, GetOptions)}. */
    public CompletableFuture<SavedObject> getToFile(String key, Path file, GetOptions options) {
        requireNonNull(file, "file");
        requireNonNull(options, "options");
        return CancellableFuture.start(
                () -> new SaveToFile(transport, ResourceNames.checkKey(key), file, options).enqueue());
    }

    /** Downloads an object in parts. As {@link #download(String, Path, DownloadOptions)} with no options. */
    public Transfer<SavedObject> download(String key, Path file) {
        return download(key, file, DownloadOptions.NONE);
    }

    /**
     * Downloads an object in parts. As {@link BucketClient#download(String, Path, DownloadOptions)}. Closing the client
     * fails a download whose last part has not started. A download that is cancelled after its last part may have
     * replaced the file nevertheless.
     */
    public Transfer<SavedObject> download(String key, Path file, DownloadOptions options) {
        requireNonNull(file, "file");
        requireNonNull(options, "options");
        return new FileDownload(transport, ResourceNames.checkKey(key), file, options).start();
    }

    /** Requests the metadata of an object. As {@link #head(String, HeadOptions)} with no options. */
    public CompletableFuture<ObjectMetadata> head(String key) {
        return head(key, HeadOptions.NONE);
    }

    /** Requests the metadata of an object. As {@link BucketClient#head(String, HeadOptions)}. */
    public CompletableFuture<ObjectMetadata> head(String key, HeadOptions options) {
        requireNonNull(options, "options");
        return CancellableFuture.start(() -> HeadObject.exchange(transport, ResourceNames.checkKey(key), options)
                .enqueue());
    }

    /** Compares a file with an object. As {@link #verify(String, Path, HeadOptions)} with no options. */
    public CompletableFuture<VerifyResult> verify(String key, Path file) {
        return verify(key, file, HeadOptions.NONE);
    }

    /** Compares a file with an object. As {@link BucketClient#verify(String, Path, HeadOptions)}. */
    public CompletableFuture<VerifyResult> verify(String key, Path file, HeadOptions options) {
        requireNonNull(file, "file");
        requireNonNull(options, "options");
        return CancellableFuture.start(() -> VerifyFile.enqueue(transport, ResourceNames.checkKey(key), file, options));
    }

    /** Copies an object. As {@link #copy(CopySource, String, CopyOptions)} with no options. */
    public CompletableFuture<CopyResult> copy(CopySource source, String key) {
        return copy(source, key, CopyOptions.NONE);
    }

    /** Copies an object. As {@link BucketClient#copy(CopySource, String, CopyOptions)}. */
    public CompletableFuture<CopyResult> copy(CopySource source, String key, CopyOptions options) {
        requireNonNull(source, "source");
        requireNonNull(options, "options");
        return CancellableFuture.start(
                () -> CopyObject.enqueue(transport, source, ResourceNames.checkKey(key), options));
    }

    /** Appends bytes. As {@link #append(String, AppendPosition, Body, AppendOptions)} with no options. */
    public CompletableFuture<AppendResult> append(String key, AppendPosition position, Body body) {
        return append(key, position, body, AppendOptions.NONE);
    }

    /** Appends bytes. As {@link BucketClient#append(String, AppendPosition, Body, AppendOptions)}. */
    public CompletableFuture<AppendResult> append(
            String key, AppendPosition position, Body body, AppendOptions options) {
        requireNonNull(position, "position");
        requireNonNull(body, "body");
        requireNonNull(options, "options");
        return CancellableFuture.start(
                () -> AppendObject.exchange(transport, ResourceNames.checkKey(key), position, body, options)
                        .enqueue());
    }

    /** Deletes an object. As {@link #delete(String, DeleteOptions)} with no options. */
    public CompletableFuture<DeleteResult> delete(String key) {
        return delete(key, DeleteOptions.NONE);
    }

    /** Deletes an object. As {@link BucketClient#delete(String, DeleteOptions)}. */
    public CompletableFuture<DeleteResult> delete(String key, DeleteOptions options) {
        requireNonNull(options, "options");
        return CancellableFuture.start(() -> DeleteObject.exchange(transport, ResourceNames.checkKey(key), options)
                .enqueue());
    }

    /** Uploads by a signed form. As {@link BucketClient#postForm}. */
    public CompletableFuture<PutResult> postForm(SignedForm form, String filename, Body body) {
        requireNonNull(form, "form");
        requireNonNull(filename, "filename");
        requireNonNull(body, "body");
        return CancellableFuture.start(
                () -> PostObject.exchange(transport, form, filename, body).enqueue());
    }

    /** Uploads a file. As {@link #upload(String, Path, UploadOptions)} with no options. */
    public Transfer<PutResult> upload(String key, Path file) {
        return upload(key, file, UploadOptions.NONE);
    }

    /**
     * Uploads a file. As {@link BucketClient#upload(String, Path, UploadOptions)}. Cancelling it deletes the parts,
     * unless the options keep them: then it can be resumed.
     */
    public Transfer<PutResult> upload(String key, Path file, UploadOptions options) {
        requireNonNull(file, "file");
        requireNonNull(options, "options");
        ResourceNames.checkKey(key);
        return transfer(() -> FileUpload.start(transport, key, UploadSource.of(file), options));
    }

    /** Uploads a source. As {@link BucketClient#upload(String, UploadSource, UploadOptions)}. */
    public Transfer<PutResult> upload(String key, UploadSource source, UploadOptions options) {
        requireNonNull(source, "source");
        requireNonNull(options, "options");
        ResourceNames.checkKey(key);
        return transfer(() -> FileUpload.start(transport, key, source, options));
    }

    /** Uploads a stream to its end. As {@link #upload(String, InputStream, UploadOptions)} with no options. */
    public Transfer<PutResult> upload(String key, InputStream stream) {
        return upload(key, stream, UploadOptions.NONE);
    }

    /**
     * Uploads a stream to its end. As {@link BucketClient#upload(String, InputStream, UploadOptions)}. The stream is
     * read on a thread of OkHttp's dispatcher. Cancelling does not interrupt a read that blocks.
     */
    public Transfer<PutResult> upload(String key, InputStream stream, UploadOptions options) {
        requireNonNull(stream, "stream");
        requireNonNull(options, "options");
        ResourceNames.checkKey(key);
        return transfer(() -> StreamUpload.start(transport, key, stream, options));
    }

    private interface TransferStart<T> {
        Transfer<T> start() throws IOException;
    }

    private static <T> Transfer<T> transfer(TransferStart<T> call) {
        try {
            return call.start();
        } catch (IOException | Error e) {
            Transfer<T> failed = new Transfer<>();
            failed.fail(e);
            return failed;
        }
    }

    @Override
    public String toString() {
        return "AsyncBucketClient{" + transport + "}";
    }
}
