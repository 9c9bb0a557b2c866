// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.util.Objects.requireNonNull;

import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.http.internal.call.AsyncCall;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.operation.AppendObject;
import io.github.ossv4.http.internal.operation.DeleteObject;
import io.github.ossv4.http.internal.operation.GetObject;
import io.github.ossv4.http.internal.operation.GetObjectAcl;
import io.github.ossv4.http.internal.operation.HeadObject;
import io.github.ossv4.http.internal.operation.Lists;
import io.github.ossv4.http.internal.operation.MultipartCalls;
import io.github.ossv4.http.internal.operation.ObjectTagging;
import io.github.ossv4.http.internal.operation.PutObject;
import io.github.ossv4.http.internal.operation.RestoreObject;
import io.github.ossv4.http.internal.transfer.DeleteAll;
import io.github.ossv4.http.internal.transfer.FileDownload;
import io.github.ossv4.http.internal.transfer.FileUpload;
import io.github.ossv4.http.internal.transfer.LargeCopy;
import io.github.ossv4.http.internal.transfer.StreamUpload;
import io.github.ossv4.http.internal.transfer.VerifyFile;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.ListedUpload;
import io.github.ossv4.list.ListedVersion;
import io.github.ossv4.list.ObjectVersion;
import io.github.ossv4.list.Page;
import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.object.ObjectTags;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The asynchronous calls of a {@link BucketClient}, with the same names. Calls that return a stream, {@link
 * BucketClient#get(String)}, {@link BucketClient#call} and {@link BucketClient#openUpload(String)}, are not among them,
 * since reading and writing block, and neither are transfers of directories. Thread-safe.
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
 * <p>A call is the blocking one on a thread of the client, also while it waits for a retry. The calls in
 * progress are limited by {@link BucketClient.Builder#maxRequests}, or by the dispatcher of your own {@code
 * OkHttpClient}, and by {@link BucketClient.Builder#maxConnections}. Other calls wait in a queue, without a thread. A
 * cancelled call is removed from the queue. If {@link BucketClient.Builder#maxQueuedRequests} requests wait, the future
 * fails immediately with {@link QueueFullException}. Functions that you add to a future without {@code Async}, for
 * example by {@code thenApply}, run on the thread of the call. They may wait for other calls of the client, unless your
 * own {@link BucketClient.Builder#executor executor} has too few threads.
 *
 * <p>The method itself throws for bad input, and for a closed client ({@link IllegalStateException}). All other
 * failures complete the future exceptionally, with the exceptions of the blocking calls. Cancelling a future stops its
 * call: the connection is closed, and the temporary file is deleted. Cancel the returned future itself: a future that
 * depends on it does not cancel the call. A {@link CredentialsSource} is called on the thread of the call. When the
 * client is closed, the calls that wait fail immediately.
 *
 * <p>The threads are not daemons. Without {@link BucketClient#close} the JVM exits after they are idle for 5 seconds,
 * or for 60 seconds with your own {@link okhttp3.OkHttpClient}.
 */
public final class AsyncBucketClient {
    private final Transport transport;

    AsyncBucketClient(Transport transport) {
        this.transport = transport;
    }

    /** Uploads an object. Equivalent to {@link #put(String, Body, PutOptions)} with no options. */
    public CompletableFuture<PutResult> put(String key, Body body) {
        return put(key, body, PutOptions.NONE);
    }

    /** Uploads an object. Equivalent to {@link BucketClient#put(String, Body, PutOptions)}. */
    public CompletableFuture<PutResult> put(String key, Body body, PutOptions options) {
        return Exchange.start(() -> PutObject.exchange(transport, key, body, options));
    }

    /** Uploads bytes. Equivalent to {@link #put(String, Body)} with {@link Body#of(byte[])}. */
    public CompletableFuture<PutResult> put(String key, byte[] bytes) {
        return put(key, Body.of(bytes));
    }

    /** Uploads a text in UTF-8. Equivalent to {@link #put(String, Body)} with {@link Body#of(String)}. */
    public CompletableFuture<PutResult> put(String key, String text) {
        return put(key, Body.of(text));
    }

    /** Returns the bytes of an object of up to 16 MB. Equivalent to {@link #getBytes(String, int)}. */
    public CompletableFuture<byte[]> getBytes(String key) {
        return getBytes(key, BucketClient.DEFAULT_MAX_BYTES);
    }

    /** Returns the bytes of an object. Equivalent to {@link BucketClient#getBytes(String, int)}. */
    public CompletableFuture<byte[]> getBytes(String key, int maxBytes) {
        return Exchange.start(() -> GetObject.bytes(transport, key, maxBytes));
    }

    /** Returns an object of up to 16 MB as a text. Equivalent to {@link #getText(String, int)}. */
    public CompletableFuture<String> getText(String key) {
        return getText(key, BucketClient.DEFAULT_MAX_BYTES);
    }

    /** Returns an object as a text. Equivalent to {@link BucketClient#getText(String, int)}. */
    public CompletableFuture<String> getText(String key, int maxBytes) {
        return Exchange.start(() -> GetObject.text(transport, key, maxBytes));
    }

    /**
     * Downloads an object to a file. Equivalent to {@link #download(String, Path, DownloadOptions)} with no options.
     */
    public Transfer<SavedObject> download(String key, Path file) {
        return download(key, file, DownloadOptions.NONE);
    }

    /**
     * Downloads an object to a file. Equivalent to {@link BucketClient#download(String, Path, DownloadOptions)}.
     * Closing the client fails a download whose last part has not started. A download that is cancelled after its last
     * part may have replaced the file nevertheless.
     */
    public Transfer<SavedObject> download(String key, Path file, DownloadOptions options) {
        return transfer(() -> new FileDownload(transport.checkRoom(), key, file, options)
                .call()
                .start());
    }

    /** Requests the metadata of an object. Equivalent to {@link #head(String, GetOptions)} with no options. */
    public CompletableFuture<ObjectMetadata> head(String key) {
        return head(key, GetOptions.NONE);
    }

    /** Requests the metadata of an object. Equivalent to {@link BucketClient#head(String, GetOptions)}. */
    public CompletableFuture<ObjectMetadata> head(String key, GetOptions options) {
        return Exchange.start(() -> HeadObject.exchange(transport, key, options));
    }

    /** Returns whether an object exists. Equivalent to {@link #exists(String, GetOptions)} with no options. */
    public CompletableFuture<Boolean> exists(String key) {
        return exists(key, GetOptions.NONE);
    }

    /** Returns whether an object exists. Equivalent to {@link BucketClient#exists(String, GetOptions)}. */
    public CompletableFuture<Boolean> exists(String key, GetOptions options) {
        return Exchange.start(() -> HeadObject.exists(transport, key, options));
    }

    /** Compares a file with an object. Equivalent to {@link #verify(String, Path, GetOptions)} with no options. */
    public CompletableFuture<VerifyResult> verify(String key, Path file) {
        return verify(key, file, GetOptions.NONE);
    }

    /** Compares a file with an object. Equivalent to {@link BucketClient#verify(String, Path, GetOptions)}. */
    public CompletableFuture<VerifyResult> verify(String key, Path file, GetOptions options) {
        return AsyncCall.orFailed(() -> VerifyFile.enqueue(transport.checkRoom(), key, file, options));
    }

    /** Copies an object. Equivalent to {@link #copy(CopySource, String, CopyOptions)} with no options. */
    public Transfer<CopyResult> copy(CopySource source, String key) {
        return copy(source, key, CopyOptions.NONE);
    }

    /**
     * Copies an object. Equivalent to {@link BucketClient#copy(CopySource, String, CopyOptions)}. Cancelling a copy in
     * parts deletes them.
     */
    public Transfer<CopyResult> copy(CopySource source, String key, CopyOptions options) {
        return AsyncCall.transferOrFailed(
                transport, () -> LargeCopy.start(transport.checkRoom(), source, key, options));
    }

    /** Appends bytes. Equivalent to {@link #append(String, AppendPosition, Body, PutOptions)} with no options. */
    public CompletableFuture<AppendResult> append(String key, AppendPosition position, Body body) {
        return append(key, position, body, PutOptions.NONE);
    }

    /** Appends bytes. Equivalent to {@link BucketClient#append(String, AppendPosition, Body, PutOptions)}. */
    public CompletableFuture<AppendResult> append(String key, AppendPosition position, Body body, PutOptions options) {
        return Exchange.start(() -> AppendObject.exchange(transport, key, position, body, options));
    }

    /** Deletes the current object. Equivalent to {@link BucketClient#delete(String)}. */
    public CompletableFuture<DeleteResult> delete(String key) {
        return Exchange.start(() -> DeleteObject.exchange(transport, ObjectVersion.of(key)));
    }

    /** Deletes an object, or a version of it. Equivalent to {@link BucketClient#delete(ObjectVersion)}. */
    public CompletableFuture<DeleteResult> delete(ObjectVersion object) {
        return Exchange.start(() -> DeleteObject.exchange(transport, object));
    }

    /**
     * Deletes any number of objects. Equivalent to {@link BucketClient#deleteAll}. The
     * iterator is obtained on the calling thread; the keys are read on threads of the client, and may be a {@link
     * PagedList} of the blocking client.
     */
    public CompletableFuture<DeleteAllResult> deleteAll(Iterable<String> keys) {
        return AsyncCall.orFailed(
                () -> DeleteAll.ofKeys(transport.checkRoom(), keys).enqueue());
    }

    /**
     * Deletes any number of versions. Equivalent to {@link BucketClient#deleteVersions}.
     * The versions are read on threads of the client.
     */
    public CompletableFuture<DeleteAllResult> deleteVersions(Iterable<ObjectVersion> versions) {
        return AsyncCall.orFailed(() -> new DeleteAll(
                        transport.checkRoom(),
                        requireNonNull(versions, "versions").iterator())
                .enqueue());
    }

    /**
     * Lists objects page by page, like {@link BucketClient#list(ListOptions)}.
     *
     * @param page called for one page at a time, before the next one is requested, on a thread of the client. It may
     *     block, but must not wait for another asynchronous call of the same client. If it throws, the future completes
     *     with that exception. It is not called after the future was cancelled
     * @return completes after the last page
     */
    public CompletableFuture<@Nullable Void> list(ListOptions options, Consumer<? super Page<ListedObject>> page) {
        requireNonNull(page, "page");
        return AsyncCall.orFailed(
                () -> Lists.objects(transport.checkRoom(), options).forEachPage(transport, page));
    }

    /** Requests one page of objects. Equivalent to {@link BucketClient#listPage}. */
    public CompletableFuture<Page<ListedObject>> listPage(ListOptions options) {
        return Exchange.start(() -> Lists.objects(transport, options).firstPage());
    }

    /**
     * Lists versions and delete markers page by page, like {@link BucketClient#listVersions(ListOptions)}.
     *
     * @param page as for {@link #list}
     * @return completes after the last page
     */
    public CompletableFuture<@Nullable Void> listVersions(
            ListOptions options, Consumer<? super Page<ListedVersion>> page) {
        requireNonNull(page, "page");
        return AsyncCall.orFailed(
                () -> Lists.versions(transport.checkRoom(), options).forEachPage(transport, page));
    }

    /**
     * Lists multipart uploads page by page, like {@link BucketClient#listMultipartUploads(ListOptions)}.
     *
     * @param page as for {@link #list}
     * @return completes after the last page
     */
    public CompletableFuture<@Nullable Void> listMultipartUploads(
            ListOptions options, Consumer<? super Page<ListedUpload>> page) {
        requireNonNull(page, "page");
        return AsyncCall.orFailed(
                () -> Lists.uploads(transport.checkRoom(), options).forEachPage(transport, page));
    }

    /** Returns the ACL of the current object. Equivalent to {@link BucketClient#getAcl(String)}. */
    public CompletableFuture<ObjectAcl> getAcl(String key) {
        return getAcl(ObjectVersion.of(key));
    }

    /** Returns the ACL of an object or of a version. Equivalent to {@link BucketClient#getAcl(ObjectVersion)}. */
    public CompletableFuture<ObjectAcl> getAcl(ObjectVersion object) {
        return Exchange.start(() -> GetObjectAcl.exchange(transport, object));
    }

    /** Returns the tags of the current object. Equivalent to {@link BucketClient#getTags(String)}. */
    public CompletableFuture<ObjectTags> getTags(String key) {
        return Exchange.start(() -> ObjectTagging.get(transport, ObjectVersion.of(key)));
    }

    /**
     * Returns the tags of an object, or of a version of it. Equivalent to {@link BucketClient#getTags(ObjectVersion)}.
     */
    public CompletableFuture<ObjectTags> getTags(ObjectVersion object) {
        return Exchange.start(() -> ObjectTagging.get(transport, object));
    }

    /** Replaces the tags of the current object. Equivalent to {@link BucketClient#putTags(String, ObjectTags)}. */
    public CompletableFuture<@Nullable Void> putTags(String key, ObjectTags tags) {
        return Exchange.start(() -> ObjectTagging.put(transport, ObjectVersion.of(key), tags));
    }

    /** Replaces the tags of an object. Equivalent to {@link BucketClient#putTags(ObjectVersion, ObjectTags)}. */
    public CompletableFuture<@Nullable Void> putTags(ObjectVersion object, ObjectTags tags) {
        return Exchange.start(() -> ObjectTagging.put(transport, object, tags));
    }

    /** Deletes all tags of the current object. Equivalent to {@link BucketClient#deleteTags(String)}. */
    public CompletableFuture<@Nullable Void> deleteTags(String key) {
        return Exchange.start(() -> ObjectTagging.delete(transport, ObjectVersion.of(key)));
    }

    /** Deletes all tags of an object. Equivalent to {@link BucketClient#deleteTags(ObjectVersion)}. */
    public CompletableFuture<@Nullable Void> deleteTags(ObjectVersion object) {
        return Exchange.start(() -> ObjectTagging.delete(transport, object));
    }

    /** Restores an archived object. Equivalent to {@link #restore(String, RestoreOptions)} with no options. */
    public CompletableFuture<RestoreStatus> restore(String key) {
        return restore(key, RestoreOptions.NONE);
    }

    /** Restores an archived object. Equivalent to {@link BucketClient#restore(String, RestoreOptions)}. */
    public CompletableFuture<RestoreStatus> restore(String key, RestoreOptions options) {
        return Exchange.start(() -> RestoreObject.exchange(transport, key, options));
    }

    /**
     * Initiates a multipart upload. Equivalent to {@link #initiateMultipartUpload(String, MultipartOptions)} with no
     * options.
     */
    public CompletableFuture<MultipartUpload> initiateMultipartUpload(String key) {
        return initiateMultipartUpload(key, MultipartOptions.NONE);
    }

    /**
     * Initiates a multipart upload. Equivalent to {@link BucketClient#initiateMultipartUpload(String,
     * MultipartOptions)}.
     */
    public CompletableFuture<MultipartUpload> initiateMultipartUpload(String key, MultipartOptions options) {
        return Exchange.start(() -> MultipartCalls.initiate(transport, key, options));
    }

    /** Uploads a file. Equivalent to {@link #upload(String, Path, UploadOptions)} with no options. */
    public Transfer<PutResult> upload(String key, Path file) {
        return upload(key, file, UploadOptions.NONE);
    }

    /**
     * Uploads a file. Equivalent to {@link BucketClient#upload(String, Path, UploadOptions)}. Cancelling it deletes the
     * parts, unless the options keep them: then it can be resumed.
     */
    public Transfer<PutResult> upload(String key, Path file, UploadOptions options) {
        return transfer(
                () -> FileUpload.of(transport.checkRoom(), key, file, options).start());
    }

    /** Uploads a source. Equivalent to {@link #upload(String, UploadSource, UploadOptions)} with no options. */
    public Transfer<PutResult> upload(String key, UploadSource source) {
        return upload(key, source, UploadOptions.NONE);
    }

    /** Uploads a source. Equivalent to {@link BucketClient#upload(String, UploadSource, UploadOptions)}. */
    public Transfer<PutResult> upload(String key, UploadSource source, UploadOptions options) {
        return transfer(
                () -> FileUpload.of(transport.checkRoom(), key, source, options).start());
    }

    /**
     * Uploads a stream to its end. Equivalent to {@link #upload(String, InputStream, UploadOptions)} with no options.
     */
    public Transfer<PutResult> upload(String key, InputStream stream) {
        return upload(key, stream, UploadOptions.NONE);
    }

    /**
     * Uploads a stream to its end. Equivalent to {@link BucketClient#upload(String, InputStream, UploadOptions)}. The
     * stream is read on a thread of the client. Cancelling does not interrupt a read that blocks.
     */
    public Transfer<PutResult> upload(String key, InputStream stream, UploadOptions options) {
        return transfer(() ->
                StreamUpload.of(transport.checkRoom(), key, stream, options).startWithoutSlot());
    }

    private <T> Transfer<T> transfer(AsyncCall.Start<AsyncCall<T>> call) {
        return AsyncCall.transferOrFailed(transport, call);
    }

    @Override
    public String toString() {
        return "AsyncBucketClient{" + transport + "}";
    }
}
