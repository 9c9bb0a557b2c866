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
 * The calls of a {@link BucketClient} that may take long, without waiting for them. Thread-safe. Those that give a stream to
 * read, {@link BucketClient#get(String)} and {@link BucketClient#call}, are not among them: whoever reads it waits.
 *
 * <p>A call occupies a thread of OkHttp's dispatcher while it is under way, and none while it waits to be sent again. At most
 * as many are under way at once as {@link okhttp3.Dispatcher#setMaxRequestsPerHost} says; the others queue. The client's own
 * dispatcher allows 64. What depends on a future without {@code Async} in its name runs on the dispatcher's threads: it must
 * not block.
 *
 * <p>Bad input is thrown at once, as the blocking calls throw it. All else fails the future, with the same exceptions. Cancelling
 * a future ends its call: the connection is closed, and what was written beside a file is deleted. Futures that depend on it do
 * not pass a cancellation on: cancel the one that was returned. A {@link CredentialsSource} is asked on the
 * thread that calls, and for what is sent again or follows on a thread of the client.
 *
 * <p>The threads are no daemons: without {@link BucketClient#close} the JVM does not exit until they have been idle for
 * 5 seconds, or for 60 where an {@link okhttp3.OkHttpClient} was brought.
 */
public final class AsyncBucketClient {
    private final Transport transport;

    AsyncBucketClient(Transport transport) {
        this.transport = transport;
    }

    /** As {@link BucketClient#put(String, Body, PutOptions)}. */
    public CompletableFuture<PutResult> put(String key, Body body, PutOptions options) {
        requireNonNull(body, "body");
        requireNonNull(options, "options");
        return begin(() -> PutObject.exchange(transport, ResourceNames.checkKey(key), body, options)
                .enqueue());
    }

    /** As {@link BucketClient#getToFile(String, Path, GetOptions)}. */
    public CompletableFuture<SavedObject> getToFile(String key, Path file, GetOptions options) {
        requireNonNull(file, "file");
        requireNonNull(options, "options");
        return begin(() -> new SaveToFile(transport, ResourceNames.checkKey(key), file, options).enqueue());
    }

    /**
     * As {@link BucketClient#download(String, Path, DownloadOptions)}. Closing the client fails a download that has parts
     * left to begin. One that is cancelled when its last part is there may have taken its place all the same.
     */
    public Transfer<SavedObject> download(String key, Path file, DownloadOptions options) {
        requireNonNull(file, "file");
        requireNonNull(options, "options");
        return new FileDownload(transport, ResourceNames.checkKey(key), file, options).start();
    }

    /** As {@link BucketClient#head(String, HeadOptions)}. */
    public CompletableFuture<ObjectMetadata> head(String key, HeadOptions options) {
        requireNonNull(options, "options");
        return begin(() -> HeadObject.exchange(transport, ResourceNames.checkKey(key), options)
                .enqueue());
    }

    /** As {@link BucketClient#verify(String, Path, HeadOptions)}. */
    public CompletableFuture<VerifyResult> verify(String key, Path file, HeadOptions options) {
        requireNonNull(file, "file");
        requireNonNull(options, "options");
        return begin(() -> VerifyFile.enqueue(transport, ResourceNames.checkKey(key), file, options));
    }

    /** As {@link BucketClient#copy(CopySource, String, CopyOptions)}. */
    public CompletableFuture<CopyResult> copy(CopySource source, String key, CopyOptions options) {
        requireNonNull(source, "source");
        requireNonNull(options, "options");
        return begin(() -> CopyObject.exchange(transport, source, ResourceNames.checkKey(key), options)
                .enqueue());
    }

    /** As {@link BucketClient#append(String, AppendPosition, Body, AppendOptions)}. */
    public CompletableFuture<AppendResult> append(
            String key, AppendPosition position, Body body, AppendOptions options) {
        requireNonNull(position, "position");
        requireNonNull(body, "body");
        requireNonNull(options, "options");
        return begin(() -> AppendObject.exchange(transport, ResourceNames.checkKey(key), position, body, options)
                .enqueue());
    }

    /** As {@link BucketClient#delete(String, DeleteOptions)}. */
    public CompletableFuture<DeleteResult> delete(String key, DeleteOptions options) {
        requireNonNull(options, "options");
        return begin(() -> DeleteObject.exchange(transport, ResourceNames.checkKey(key), options)
                .enqueue());
    }

    /** As {@link BucketClient#postForm}. */
    public CompletableFuture<PutResult> postForm(SignedForm form, String filename, Body body) {
        requireNonNull(form, "form");
        requireNonNull(filename, "filename");
        requireNonNull(body, "body");
        return begin(() -> PostObject.exchange(transport, form, filename, body).enqueue());
    }

    /**
     * As {@link BucketClient#upload(String, Path, UploadOptions)}. Cancelling it drops the parts, unless the options say that
     * they stay: then it is a pause.
     */
    public Transfer<PutResult> upload(String key, Path file, UploadOptions options) {
        requireNonNull(file, "file");
        requireNonNull(options, "options");
        ResourceNames.checkKey(key);
        return transfer(() -> FileUpload.start(transport, key, file, options));
    }

    /**
     * As {@link BucketClient#upload(String, InputStream, UploadOptions)}. The stream is read on a thread of OkHttp's dispatcher,
     * which a read that blocks occupies; cancelling does not end such a read.
     */
    public Transfer<PutResult> upload(String key, InputStream stream, UploadOptions options) {
        requireNonNull(stream, "stream");
        requireNonNull(options, "options");
        ResourceNames.checkKey(key);
        return transfer(() -> StreamUpload.start(transport, key, stream, options));
    }

    interface TransferBeginning<T> {
        Transfer<T> begin() throws IOException;
    }

    private static <T> Transfer<T> transfer(TransferBeginning<T> call) {
        try {
            return call.begin();
        } catch (IOException | Error e) {
            Transfer<T> failed = new Transfer<>();
            failed.fail(e);
            return failed;
        }
    }

    interface Beginning<T> {
        CompletableFuture<T> begin() throws IOException;
    }

    static <T> CompletableFuture<T> begin(Beginning<T> call) {
        try {
            return call.begin();
        } catch (IOException | Error e) {
            CompletableFuture<T> failed = new CompletableFuture<>();
            failed.completeExceptionally(e);
            return failed;
        }
    }

    @Override
    public String toString() {
        return "AsyncBucketClient{" + transport + "}";
    }
}
