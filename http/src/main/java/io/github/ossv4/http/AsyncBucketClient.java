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
 * <p>A call uses a thread of OkHttp's dispatcher while it is in progress, and none while it waits for a retry. At most {@link
 * okhttp3.Dispatcher#setMaxRequestsPerHost} calls are in progress at a time; the others wait in a queue. The client's own
 * dispatcher allows 64. Dependents of a future that are added without {@code Async} run on the dispatcher's threads: they
 * must not block.
 *
 * <p>Bad input is thrown by the call itself, and so are an {@link IllegalStateException} of a closed client and unchecked exceptions of
 * a {@link CredentialsSource}. All other failures complete the future exceptionally, with the exceptions of the
 * blocking calls. Cancelling a future stops its call: the connection is closed, and the temporary file is deleted. Cancel the
 * returned future itself: dependent futures do not pass a cancellation on. A {@link CredentialsSource} is asked on the
 * calling thread for the first attempt, and on a thread of the client for the next ones.
 *
 * <p>The threads are not daemons. Without {@link BucketClient#close} the JVM exits after they are idle for 5 seconds, or for
 * 60 seconds with your own {@link okhttp3.OkHttpClient}.
 */
public final class AsyncBucketClient {
    private final Transport transport;

    AsyncBucketClient(Transport transport) {
        this.transport = transport;
    }

    /** As {@link #put(String, Body, PutOptions)} with no options. */
    public CompletableFuture<PutResult> put(String key, Body body) {
        return put(key, body, PutOptions.NONE);
    }

    /** As {@link BucketClient#put(String, Body, PutOptions)}. */
    public CompletableFuture<PutResult> put(String key, Body body, PutOptions options) {
        requireNonNull(body, "body");
        requireNonNull(options, "options");
        return CancellableFuture.start(() -> PutObject.exchange(transport, ResourceNames.checkKey(key), body, options)
                .enqueue());
    }

    /** As {@link #getToFile(String, Path, GetOptions)} with no options. */
    public CompletableFuture<SavedObject> getToFile(String key, Path file) {
        return getToFile(key, file, GetOptions.NONE);
    }

    /** As {@link BucketClient#getToFile(String, Path, GetOptions)}. */
    public CompletableFuture<SavedObject> getToFile(String key, Path file, GetOptions options) {
        requireNonNull(file, "file");
        requireNonNull(options, "options");
        return CancellableFuture.start(
                () -> new SaveToFile(transport, ResourceNames.checkKey(key), file, options).enqueue());
    }

    /** As {@link #download(String, Path, DownloadOptions)} with no options. */
    public Transfer<SavedObject> download(String key, Path file) {
        return download(key, file, DownloadOptions.NONE);
    }

    /**
     * As {@link BucketClient#download(String, Path, DownloadOptions)}. Closing the client fails a download whose last part
     * has not started. A download that is cancelled after its last part may have replaced the file nevertheless.
     */
    public Transfer<SavedObject> download(String key, Path file, DownloadOptions options) {
        requireNonNull(file, "file");
        requireNonNull(options, "options");
        return new FileDownload(transport, ResourceNames.checkKey(key), file, options).start();
    }

    /** As {@link #head(String, HeadOptions)} with no options. */
    public CompletableFuture<ObjectMetadata> head(String key) {
        return head(key, HeadOptions.NONE);
    }

    /** As {@link BucketClient#head(String, HeadOptions)}. */
    public CompletableFuture<ObjectMetadata> head(String key, HeadOptions options) {
        requireNonNull(options, "options");
        return CancellableFuture.start(() -> HeadObject.exchange(transport, ResourceNames.checkKey(key), options)
                .enqueue());
    }

    /** As {@link #verify(String, Path, HeadOptions)} with no options. */
    public CompletableFuture<VerifyResult> verify(String key, Path file) {
        return verify(key, file, HeadOptions.NONE);
    }

    /** As {@link BucketClient#verify(String, Path, HeadOptions)}. */
    public CompletableFuture<VerifyResult> verify(String key, Path file, HeadOptions options) {
        requireNonNull(file, "file");
        requireNonNull(options, "options");
        return CancellableFuture.start(() -> VerifyFile.enqueue(transport, ResourceNames.checkKey(key), file, options));
    }

    /** As {@link #copy(CopySource, String, CopyOptions)} with no options. */
    public CompletableFuture<CopyResult> copy(CopySource source, String key) {
        return copy(source, key, CopyOptions.NONE);
    }

    /** As {@link BucketClient#copy(CopySource, String, CopyOptions)}. */
    public CompletableFuture<CopyResult> copy(CopySource source, String key, CopyOptions options) {
        requireNonNull(source, "source");
        requireNonNull(options, "options");
        return CancellableFuture.start(
                () -> CopyObject.enqueue(transport, source, ResourceNames.checkKey(key), options));
    }

    /** As {@link #append(String, AppendPosition, Body, AppendOptions)} with no options. */
    public CompletableFuture<AppendResult> append(String key, AppendPosition position, Body body) {
        return append(key, position, body, AppendOptions.NONE);
    }

    /** As {@link BucketClient#append(String, AppendPosition, Body, AppendOptions)}. */
    public CompletableFuture<AppendResult> append(
            String key, AppendPosition position, Body body, AppendOptions options) {
        requireNonNull(position, "position");
        requireNonNull(body, "body");
        requireNonNull(options, "options");
        return CancellableFuture.start(
                () -> AppendObject.exchange(transport, ResourceNames.checkKey(key), position, body, options)
                        .enqueue());
    }

    /** As {@link #delete(String, DeleteOptions)} with no options. */
    public CompletableFuture<DeleteResult> delete(String key) {
        return delete(key, DeleteOptions.NONE);
    }

    /** As {@link BucketClient#delete(String, DeleteOptions)}. */
    public CompletableFuture<DeleteResult> delete(String key, DeleteOptions options) {
        requireNonNull(options, "options");
        return CancellableFuture.start(() -> DeleteObject.exchange(transport, ResourceNames.checkKey(key), options)
                .enqueue());
    }

    /** As {@link BucketClient#postForm}. */
    public CompletableFuture<PutResult> postForm(SignedForm form, String filename, Body body) {
        requireNonNull(form, "form");
        requireNonNull(filename, "filename");
        requireNonNull(body, "body");
        return CancellableFuture.start(
                () -> PostObject.exchange(transport, form, filename, body).enqueue());
    }

    /** As {@link #upload(String, Path, UploadOptions)} with no options. */
    public Transfer<PutResult> upload(String key, Path file) {
        return upload(key, file, UploadOptions.NONE);
    }

    /**
     * As {@link BucketClient#upload(String, Path, UploadOptions)}. Cancelling it deletes the parts, unless the options keep
     * them: then it can be resumed.
     */
    public Transfer<PutResult> upload(String key, Path file, UploadOptions options) {
        requireNonNull(file, "file");
        requireNonNull(options, "options");
        ResourceNames.checkKey(key);
        return transfer(() -> FileUpload.start(transport, key, UploadSource.of(file), options));
    }

    /** As {@link BucketClient#upload(String, UploadSource, UploadOptions)}. */
    public Transfer<PutResult> upload(String key, UploadSource source, UploadOptions options) {
        requireNonNull(source, "source");
        requireNonNull(options, "options");
        ResourceNames.checkKey(key);
        return transfer(() -> FileUpload.start(transport, key, source, options));
    }

    /** As {@link #upload(String, InputStream, UploadOptions)} with no options. */
    public Transfer<PutResult> upload(String key, InputStream stream) {
        return upload(key, stream, UploadOptions.NONE);
    }

    /**
     * As {@link BucketClient#upload(String, InputStream, UploadOptions)}. The stream is read on a thread of OkHttp's
     * dispatcher. Cancelling does not interrupt a read that blocks.
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
