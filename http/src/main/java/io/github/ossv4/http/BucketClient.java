// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.util.Objects.requireNonNull;

import io.github.ossv4.callback.CallbackNotice;
import io.github.ossv4.form.FormUpload;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.http.internal.call.ContentTypeInference;
import io.github.ossv4.http.internal.call.CurrentSigner;
import io.github.ossv4.http.internal.call.Deadline;
import io.github.ossv4.http.internal.call.Endpoint;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.file.FileTransfers;
import io.github.ossv4.http.internal.okhttp.OkHttpConnections;
import io.github.ossv4.http.internal.okhttp.RequiredVersions;
import io.github.ossv4.http.internal.operation.AppendObject;
import io.github.ossv4.http.internal.operation.CallBucket;
import io.github.ossv4.http.internal.operation.ConfirmCallback;
import io.github.ossv4.http.internal.operation.DeleteObject;
import io.github.ossv4.http.internal.operation.GetObject;
import io.github.ossv4.http.internal.operation.GetObjectAcl;
import io.github.ossv4.http.internal.operation.HeadObject;
import io.github.ossv4.http.internal.operation.Lists;
import io.github.ossv4.http.internal.operation.MultipartCalls;
import io.github.ossv4.http.internal.operation.ObjectTagging;
import io.github.ossv4.http.internal.operation.PutObject;
import io.github.ossv4.http.internal.operation.RestoreObject;
import io.github.ossv4.http.internal.transfer.ClientFileTransfers;
import io.github.ossv4.http.internal.transfer.DeleteAll;
import io.github.ossv4.http.internal.transfer.FileDownload;
import io.github.ossv4.http.internal.transfer.FileUpload;
import io.github.ossv4.http.internal.transfer.LargeCopy;
import io.github.ossv4.http.internal.transfer.PipedUpload;
import io.github.ossv4.http.internal.transfer.StreamUpload;
import io.github.ossv4.http.internal.transfer.VerifyFile;
import io.github.ossv4.internal.text.ResourceNames;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.ListedUpload;
import io.github.ossv4.list.ListedVersion;
import io.github.ossv4.list.ObjectVersion;
import io.github.ossv4.list.Page;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.object.ObjectTags;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * One bucket of OSS. Thread-safe: create one and share it; {@link #bucket} returns a client of another bucket.
 *
 * <pre>{@code
 * try (BucketClient bucket = BucketClient.builder("https://oss-cn-hangzhou.aliyuncs.com", "examplebucket")
 *         .credentials(CredentialsSource.environment())
 *         .build()) {
 *     bucket.put("notes/hello.txt", Body.of("hello".getBytes(UTF_8)));
 * }
 * }</pre>
 *
 * <p>Calls block until the response is received; the bytes of a {@link #get} arrive as you read them. Requests are
 * signed for this endpoint alone, and redirects are not followed. If the thread is interrupted, the call throws {@link
 * java.io.InterruptedIOException}: on a virtual thread immediately, on a platform thread at its next read or write. If
 * OSS possibly executed a call that is not repeated, the cause is an {@link OutcomeUnknownException}.
 *
 * <p>Transient failures are retried according to the {@link RetryPolicy}. OkHttp itself repeats only requests without a
 * body: after the server has closed a pooled connection, and once after status 408.
 *
 * <p>Every call throws {@link IllegalArgumentException} before anything is sent if the key is invalid,
 * {@link ServiceException} if OSS refuses the request, and {@link IOException} if the network fails or if a response
 * that reports success has no {@code x-oss-request-id}: then a proxy or captive portal sent it.
 *
 * <p>Rule: OSS waits 5 seconds for the response to a callback: a confirmation takes at most 3 ({@code
 * ConfirmTimeLimitTest}).
 *
 * <p>Rule: Under load each result is true; after outages calls succeed again, and {@code close()} leaves no thread,
 * socket or file ({@code SoakTest}).
 *
 * <p>Rule: No call that waits pins a virtual thread to its carrier ({@code VirtualThreadsTest}).
 *
 * <p>Rule: An interrupt of a virtual thread ends its call, and leaves no file, connection or thread ({@code
 * VirtualThreadInterruptTest}).
 */
public class BucketClient implements Closeable {
    /** The longest time of {@link #confirm(CallbackNotice)}: OSS waits 5 seconds for the response to the callback. */
    public static final Duration CONFIRMATION_LIMIT = Duration.ofSeconds(3);

    /** The largest object that is read into memory if the caller sets no limit. */
    static final int DEFAULT_MAX_BYTES = 16 * 1024 * 1024;

    static {
        FileTransfers.set(client -> new ClientFileTransfers(((BucketClient) client).requests()));
    }

    /** Null in a subclass of a test. */
    private final @Nullable Transport transport;

    /** Null if another client closes them. */
    private final @Nullable OkHttpConnections connections;

    /**
     * Creates a client for a test of your code, which sends nothing: each method throws {@link
     * UnsupportedOperationException}, unless you override it or those that it calls.
     *
     * <pre>{@code
     * BucketClient bucket = new BucketClient() {
     *     @Override
     *     public String getText(String key) {
     *         return "hello";
     *     }
     * };
     * }</pre>
     */
    protected BucketClient() {
        this.transport = null;
        this.connections = null;
    }

    BucketClient(Transport transport, @Nullable OkHttpConnections connections) {
        this.transport = transport;
        this.connections = connections;
    }

    /**
     * Returns a builder of a client.
     *
     * @param endpoint scheme, host and port of OSS without the bucket, such as {@code
     *     https://oss-cn-hangzhou.aliyuncs.com}; the default scheme is https. Buckets at an IP address or at localhost
     *     are addressed by path
     * @param bucket the bucket's name
     */
    public static Builder builder(String endpoint, String bucket) {
        return new Builder(endpoint, bucket);
    }

    /**
     * Returns the transport for requests. Before a class of OkHttp is loaded, it checks the versions; signing needs
     * none.
     *
     * @throws IllegalStateException if OkHttp on the class path is older than 4.12 or does not load
     */
    Transport requests() {
        RequiredVersions.check();
        return transport();
    }

    private Transport transport() {
        if (transport == null) {
            throw new UnsupportedOperationException("a BucketClient of a test sends nothing: override the method");
        }
        return transport;
    }

    /**
     * Returns a client of the bucket {@code other} at the same endpoint, with the connections, threads, credentials,
     * clock correction and settings of this one, and a {@linkplain RetryPolicy.Builder#retryBudget retry budget} for
     * each bucket. It need not be closed: it can be used until this client is closed.
     *
     * @throws IllegalArgumentException if the bucket's name is invalid, or if an endpoint, also the one of presigned
     *     URLs, is a domain that is bound to one bucket
     */
    public BucketClient bucket(String other) {
        return new BucketClient(transport().forBucket(ResourceNames.checkBucket(other)), null);
    }

    /** Returns the name of the bucket. */
    public String bucketName() {
        return transport().bucket();
    }

    /** Returns the current numbers of requests, connections and retries left. Does no I/O. */
    public ClientMetrics metrics() {
        return requests().metrics();
    }

    /** Returns the asynchronous calls on the same bucket. */
    public AsyncBucketClient async() {
        return new AsyncBucketClient(requests());
    }

    /** Uploads an object. Equivalent to {@link #put(String, Body, PutOptions)} with no options. */
    public PutResult put(String key, Body body) throws IOException {
        return put(key, body, PutOptions.NONE);
    }

    /**
     * Uploads an object of up to 5 GB. Replaces an object of the same key.
     *
     * <p>The bytes are streamed, and their CRC64 is compared with the one that OSS computed. With a callback the read
     * timeout is 5 seconds longer for each of its URLs.
     *
     * <p>After a lost response a put is retried, which may create two versions in a bucket with versioning. A put with
     * a callback is not retried then. A put with {@code forbidOverwrite} may find the object of its own lost attempt or
     * that of another client. In both cases the call throws {@link OutcomeUnknownException}.
     *
     * @throws IllegalArgumentException if the body is larger than 5 GB
     * @throws CallbackFailedException if the object is stored, but its callback failed or was not performed
     * @throws ChecksumMismatchException if the stored object differs from the bytes that were sent
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/putobject">PutObject</a>
     */
    public PutResult put(String key, Body body, PutOptions options) throws IOException {
        return PutObject.exchange(requests(), key, body, options).execute();
    }

    /** Uploads bytes. Equivalent to {@link #put(String, Body)} with {@link Body#of(byte[])}. */
    public PutResult put(String key, byte[] bytes) throws IOException {
        return put(key, Body.of(bytes));
    }

    /** Uploads a text in UTF-8. Equivalent to {@link #put(String, Body)} with {@link Body#of(String)}. */
    public PutResult put(String key, String text) throws IOException {
        return put(key, Body.of(text));
    }

    /** Opens an object for reading. Equivalent to {@link #get(String, GetOptions)} with no options. */
    public GetResult get(String key) throws IOException {
        return get(key, GetOptions.NONE);
    }

    /**
     * Opens an object, or a range of it, for reading. At the end of the stream the CRC64 of a whole object is compared
     * with OSS's, if OSS reports one; {@link GetResult#isCrcChecked} returns whether it was compared. Close the
     * result. An object that does not exist causes a {@link ServiceException} with status 404.
     *
     * @throws NotModifiedException if a condition is not met and OSS returns 304
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/getobject">GetObject</a>
     */
    public GetResult get(String key, GetOptions options) throws IOException {
        return GetObject.exchange(requests(), key, options).execute();
    }

    /** Returns the bytes of an object of up to 16 MB. Equivalent to {@link #getBytes(String, int)}. */
    public byte[] getBytes(String key) throws IOException {
        return getBytes(key, DEFAULT_MAX_BYTES);
    }

    /**
     * Returns the bytes of an object, after comparing their CRC64.
     *
     * @param maxBytes the largest size of an object that is read
     * @throws ChecksumMismatchException if the bytes received differ from those that OSS stores
     * @throws IllegalArgumentException if {@code maxBytes} is negative
     * @throws IOException if the object is larger; then at most {@code maxBytes} of it were received
     */
    public byte[] getBytes(String key, int maxBytes) throws IOException {
        return GetObject.bytes(requests(), key, maxBytes).execute();
    }

    /** Returns an object of up to 16 MB as a text. Equivalent to {@link #getText(String, int)}. */
    public String getText(String key) throws IOException {
        return getText(key, DEFAULT_MAX_BYTES);
    }

    /**
     * Returns an object as a text. It must be UTF-8, whatever its content type is.
     *
     * @param maxBytes as for {@link #getBytes(String, int)}
     * @throws IOException if the object is not UTF-8
     */
    public String getText(String key, int maxBytes) throws IOException {
        return GetObject.text(requests(), key, maxBytes).execute();
    }

    /**
     * Downloads an object to a file. Equivalent to {@link #download(String, Path, DownloadOptions)} with no options.
     */
    public SavedObject download(String key, Path file) throws IOException {
        return download(key, file, DownloadOptions.NONE);
    }

    /**
     * Downloads an object of any size to a file, in parts if it is large, several in parallel. A part that fails is
     * retried separately, according to the {@link RetryPolicy}. With a {@linkplain DownloadOptions.Builder#checkpoint
     * checkpoint} an interrupted download can be resumed. The bytes are written to a temporary file in the same
     * directory, {@code .ossv4-*.part}, which replaces the file after the CRC64 of the whole object was compared with
     * that of OSS. The file is not read: {@link #verify(String, Path)} does that. If anything fails, the file is
     * unchanged, and the temporary file is deleted unless there is a checkpoint; a killed process leaves it. If the
     * download is cancelled, interrupted or timed out in the moment in which the file is replaced, it may have the new
     * content.
     *
     * <p>Symbolic links are followed. A replaced file keeps its POSIX permissions; its owner and other attributes are
     * those of a new file, and its other hard links keep the old bytes. The directory must be writable; the file need
     * not be. The target must not exist or must be a regular file. The bytes are not forced to the disk.
     *
     * <p>The first request is for the first part: an object of one part takes one request. An empty object takes
     * two, and a download that is resumed begins with a HeadObject. All parts belong to the object of the first
     * response. In a bucket with versioning the other parts are requested by version, which requires the permission
     * {@code oss:GetObjectVersion}; the object may be replaced meanwhile. In other buckets the download fails if the
     * object is replaced.
     *
     * <p>If the thread is interrupted, the download is cancelled, and the call waits until it is idle and throws {@link
     * java.io.InterruptedIOException}.
     *
     * @throws ChecksumMismatchException if the bytes received differ from those that OSS stores. The corrupt part is
     *     unknown, so all parts are deleted, even with a checkpoint
     * @throws NotModifiedException if a condition is not met and OSS returns 304
     * @throws IllegalArgumentException if the object has more than 10,000 parts of the requested size, or if the
     *     checkpoint is the file itself
     * @throws IOException if the file cannot be written, the object changed meanwhile, or the checkpoint cannot be used
     */
    public SavedObject download(String key, Path file, DownloadOptions options) throws IOException {
        return new FileDownload(requests(), key, file, options).call().execute();
    }

    /** Returns the metadata of an object. Equivalent to {@link #head(String, GetOptions)} with no options. */
    public ObjectMetadata head(String key) throws IOException {
        return head(key, GetOptions.NONE);
    }

    /**
     * Returns the metadata of an object, or of a version of it. If it does not exist, the call throws a {@link
     * ServiceException} with status 404.
     *
     * @throws NotModifiedException if a condition is not met and OSS returns 304
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/headobject">HeadObject</a>
     */
    public ObjectMetadata head(String key, GetOptions options) throws IOException {
        return HeadObject.exchange(requests(), key, options).execute();
    }

    /** Returns whether an object exists. Equivalent to {@link #exists(String, GetOptions)} with no options. */
    public boolean exists(String key) throws IOException {
        return exists(key, GetOptions.NONE);
    }

    /**
     * Returns whether an object, or a version of it, exists. An object that a delete marker hides does not exist.
     * Requires the permission {@code oss:GetObject}.
     *
     * @throws ServiceException if the request is refused, also if the bucket does not exist
     * @throws NotModifiedException if a condition is not met and OSS returns 304
     */
    public boolean exists(String key, GetOptions options) throws IOException {
        return HeadObject.exists(requests(), key, options).execute();
    }

    /** Compares a file with an object. Equivalent to {@link #verify(String, Path, GetOptions)} with no options. */
    public VerifyResult verify(String key, Path file) throws IOException {
        return verify(key, file, GetOptions.NONE);
    }

    /**
     * Compares a file with an object, or with a version of it, by length and CRC64. The object is not downloaded; the
     * file is read by up to 4 threads. If the object does not exist, the call throws a {@link ServiceException} with
     * status 404.
     *
     * @throws NotModifiedException if a condition is not met and OSS returns 304
     * @throws IOException if the file cannot be read, or if its length changes meanwhile
     */
    public VerifyResult verify(String key, Path file, GetOptions options) throws IOException {
        return VerifyFile.execute(requests(), key, file, options);
    }

    /**
     * Copies an object to {@code key}. Equivalent to {@link #copy(CopySource, String, CopyOptions)} with no options.
     */
    public CopyResult copy(CopySource source, String key) throws IOException {
        return copy(source, key, CopyOptions.NONE);
    }

    /**
     * Copies an object of up to 48.8 TB to {@code key} within OSS. Replaces an object of the same key. The source may
     * be in another bucket of the same region.
     *
     * <p>An object of more than 1 GB, which CopyObject refuses, is copied in parts of 100 MB, three in parallel. The
     * copy has the headers, metadata and tags of the source, unless the options replace them, and its CRC64 is compared
     * with that of the source. A copy in parts requires the permissions to read the source's metadata and tags. If the
     * copy fails, its parts are deleted.
     *
     * <p>A copy of an object onto itself changes its metadata. In a bucket without versioning OSS then takes the
     * metadata from the options, as if {@link CopyOptions.Builder#replaceMetadata} were set.
     *
     * @throws NotModifiedException if a condition is not met and OSS returns 304
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/copyobject">CopyObject</a>
     */
    public CopyResult copy(CopySource source, String key, CopyOptions options) throws IOException {
        return LargeCopy.execute(requests(), source, key, options);
    }

    /** Appends bytes. Equivalent to {@link #append(String, AppendPosition, Body, PutOptions)} with no options. */
    public AppendResult append(String key, AppendPosition position, Body body) throws IOException {
        return append(key, position, body, PutOptions.NONE);
    }

    /**
     * Appends bytes to an appendable object of up to 5 GB, which the first append creates. If the response is lost, the
     * client requests the length of the object with HeadObject: if it is unchanged, the append is retried; otherwise
     * {@link OutcomeUnknownException} is thrown.
     *
     * <pre>{@code
     * AppendResult first = bucket.append("log", AppendPosition.START, Body.of(line1));
     * AppendResult second = bucket.append("log", first.next(), Body.of(line2));
     * }</pre>
     *
     * @param position the current end of the object: {@link AppendPosition#START}, {@link AppendResult#next}, or {@link
     *     ObjectMetadata#appendPosition}. OSS refuses any other position with {@code PositionNotEqualToLength}; the
     *     header {@code x-oss-next-append-position} of the {@link ServiceException} has the right one
     * @throws ChecksumMismatchException if the object differs from the expected one
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/appendobject">AppendObject</a>
     */
    public AppendResult append(String key, AppendPosition position, Body body, PutOptions options) throws IOException {
        return AppendObject.exchange(requests(), key, position, body, options).execute();
    }

    /** Uploads a file. Equivalent to {@link #upload(String, Path, UploadOptions)} with no options. */
    public PutResult upload(String key, Path file) throws IOException {
        return upload(key, file, UploadOptions.NONE);
    }

    /**
     * Uploads a file of up to 48.8 TB. Replaces an object of the same key. A file of at most one part is sent in one
     * request, a larger one in parts, several in parallel. Use this call for large files and unreliable networks.
     *
     * <p>A part that fails is retried separately, according to the {@link RetryPolicy}. The CRC64 of each part and of
     * the whole object is compared with that of OSS. If the upload fails, its parts are deleted unless the options keep
     * them. With a {@linkplain UploadOptions.Builder#checkpoint checkpoint} an interrupted upload can be resumed, also
     * by another process. If the size or modification time of the file changes meanwhile, the upload fails and its
     * parts do not become an object; a file that was sent in one request is stored nevertheless.
     *
     * <p>If the response to the last request is lost, the outcome is resolved as in {@link
     * MultipartUpload#complete(List, CompleteOptions)}. An interrupt cancels the upload.
     *
     * @throws IllegalArgumentException if the file cannot have parts of the requested size
     * @throws CallbackFailedException if the object is stored, but its callback failed or was not performed
     * @throws ChecksumMismatchException if the stored object differs from the file
     * @throws IOException if the file cannot be read or has changed, or if the checkpoint belongs to another upload. A
     *     suppressed exception names the upload if parts may be left
     */
    public PutResult upload(String key, Path file, UploadOptions options) throws IOException {
        return FileUpload.of(requests(), key, file, options).execute();
    }

    /**
     * Uploads a source of up to 48.8 TB that can be opened at any position. Like {@link #upload(String, Path,
     * UploadOptions)}, but a part that fails is read again. A change of the source during the upload is detected only
     * where bytes are read twice: by a retry, and by a resumed upload.
     */
    public PutResult upload(String key, UploadSource source, UploadOptions options) throws IOException {
        return FileUpload.of(requests(), key, source, options).execute();
    }

    /** Uploads a source. Equivalent to {@link #upload(String, UploadSource, UploadOptions)} with no options. */
    public PutResult upload(String key, UploadSource source) throws IOException {
        return upload(key, source, UploadOptions.NONE);
    }

    /**
     * Uploads a stream to its end. Equivalent to {@link #upload(String, InputStream, UploadOptions)} with no options.
     */
    public PutResult upload(String key, InputStream stream) throws IOException {
        return upload(key, stream, UploadOptions.NONE);
    }

    /**
     * Uploads a stream of any length to its end. Replaces an object of the same key. Like {@link #upload(String, Path,
     * UploadOptions)}, but without a checkpoint. Parts are in memory until they are sent: by default up to three of
     * 6 MB, and at most a quarter of the heap beyond 4 MB. In a smaller heap, parts are smaller. From 6 GB on they
     * grow: an object can have 4.8 GB with a heap of 8 MB, 256 GB with 256 MB, and 16 TB with 40 GB. With a part
     * size that you set, it has at most 10,000 parts. The stream is read on this thread, and is not closed. Neither an
     * interrupt nor a time limit ends a read that blocks: the upload fails when the read returns.
     *
     * @throws IllegalArgumentException if the options have a checkpoint
     * @throws IOException if the heap has no room for a part of the size that the options set
     */
    public PutResult upload(String key, InputStream stream, UploadOptions options) throws IOException {
        return StreamUpload.of(requests(), key, stream, options).execute();
    }

    /**
     * Opens a stream to write an object to. Equivalent to {@link #openUpload(String, UploadOptions)} with no options.
     */
    public UploadStream openUpload(String key) throws IOException {
        return openUpload(key, UploadOptions.NONE);
    }

    /**
     * Opens a stream to write an object to, of any length. The object is stored when you call {@link
     * UploadStream#complete}. It has the limits of {@link #upload(String, InputStream, UploadOptions)} and needs the
     * same memory. Always close it: otherwise the upload is aborted 10 to 20 minutes after the last write.
     *
     * @throws IllegalArgumentException if the options have a checkpoint
     */
    public UploadStream openUpload(String key, UploadOptions options) throws IOException {
        return PipedUpload.open(requests(), key, options);
    }

    /**
     * Aborts an interrupted upload, and deletes its checkpoint. In a bucket that requires requester-pays, use a client
     * with {@link Builder#requesterPays}.
     *
     * @return whether the checkpoint existed
     * @throws IOException if the file is not a checkpoint of an upload to this bucket; then it is not deleted
     */
    public boolean discardUpload(Path checkpoint) throws IOException {
        return FileUpload.discard(requests(), requireNonNull(checkpoint, "checkpoint"));
    }

    /**
     * Initiates a multipart upload. Equivalent to {@link #initiateMultipartUpload(String, MultipartOptions)} with no
     * options.
     */
    public MultipartUpload initiateMultipartUpload(String key) throws IOException {
        return initiateMultipartUpload(key, MultipartOptions.NONE);
    }

    /**
     * Initiates a multipart upload of an object of up to 48.8 TB. OSS keeps the parts, and charges for them, until the
     * upload is completed or aborted. Headers, metadata and tags of the object are set here.
     *
     * @see MultipartUpload
     * @see <a
     *     href="https://help.aliyun.com/zh/oss/developer-reference/initiatemultipartupload">InitiateMultipartUpload</a>
     */
    public MultipartUpload initiateMultipartUpload(String key, MultipartOptions options) throws IOException {
        return MultipartCalls.initiate(requests(), key, options).execute();
    }

    /**
     * Returns a multipart upload that was initiated before, perhaps by another process. Nothing is sent.
     *
     * @throws IllegalArgumentException if the key is invalid, or the upload id is empty
     */
    public MultipartUpload multipartUpload(String key, String uploadId) {
        return MultipartCalls.of(requests(), key, uploadId);
    }

    /**
     * Initiates an upload by presigned URLs. Like {@link #initiatePresignedUpload(String, PartPlan, MultipartOptions)}
     * with no options.
     */
    public PresignedUpload initiatePresignedUpload(String key, PartPlan plan) throws IOException {
        return initiatePresignedUpload(key, plan, MultipartOptions.NONE);
    }

    /**
     * Initiates a multipart upload whose parts another program sends by presigned URLs, such as a web page.
     *
     * @see PresignedUpload
     */
    public PresignedUpload initiatePresignedUpload(String key, PartPlan plan, MultipartOptions options)
            throws IOException {
        requireNonNull(plan, "plan");
        return PresignedUpload.of(initiateMultipartUpload(key, options), plan);
    }

    /**
     * Returns an upload by presigned URLs that was initiated before, perhaps by another process. Nothing is sent.
     *
     * @param plan the plan with which it was initiated: {@link PartPlan#of(long, long)} of its size and part size
     * @throws IllegalArgumentException if the key is invalid, or the upload id is empty
     */
    public PresignedUpload presignedUpload(String key, String uploadId, PartPlan plan) {
        return PresignedUpload.of(multipartUpload(key, uploadId), requireNonNull(plan, "plan"));
    }

    /** Lists the multipart uploads of the keys with a prefix; all uploads if it is empty. */
    public PagedList<ListedUpload> listMultipartUploads(String prefix) {
        return listMultipartUploads(ListOptions.builder().prefix(prefix).build());
    }

    /**
     * Lists the multipart uploads that are neither completed nor aborted, ordered by key. OSS charges for their parts.
     * Nothing is sent before you iterate.
     *
     * @see PagedList
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listmultipartuploads">ListMultipartUploads</a>
     */
    public PagedList<ListedUpload> listMultipartUploads(ListOptions options) {
        return Lists.uploads(requests(), options);
    }

    /** Deletes the current object. Equivalent to {@link #delete(ObjectVersion)}. */
    public DeleteResult delete(String key) throws IOException {
        return delete(ObjectVersion.of(key));
    }

    /**
     * Deletes an object, or a version of it. Succeeds if the object does not exist. In a bucket with versioning an
     * object is only hidden, by a delete marker; a version is deleted permanently.
     *
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/deleteobject">DeleteObject</a>
     */
    public DeleteResult delete(ObjectVersion object) throws IOException {
        return DeleteObject.exchange(requests(), object).execute();
    }

    /**
     * Deletes any number of objects, up to 1,000 with each request. Keys whose objects do not exist count as deleted.
     * In a bucket with versioning the objects are hidden by delete markers, which {@link #listVersions(String)} lists.
     *
     * <p>The keys are read while the requests are sent. If a request fails, the objects of earlier requests are
     * deleted: call the method again with all keys, since deletion is idempotent. Keys with control characters, which
     * XML cannot represent, are deleted one by one.
     *
     * <pre>{@code
     * bucket.deleteAll(bucket.list("tmp/").map(ListedObject::key)).throwIfFailed();
     * }</pre>
     *
     * @return the outcome for each key: check {@link DeleteAllResult#failed}, or call {@link
     *     DeleteAllResult#throwIfFailed}
     * @throws IllegalArgumentException if a key is invalid; objects of earlier requests are deleted
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/deletemultipleobjects">DeleteMultipleObjects</a>
     */
    public DeleteAllResult deleteAll(Iterable<String> keys) throws IOException {
        return DeleteAll.ofKeys(requests(), keys).execute();
    }

    /**
     * Deletes any number of versions and delete markers permanently, like {@link #deleteAll} for objects. An {@link
     * ObjectVersion} without a version id is the current object.
     *
     * <pre>{@code
     * bucket.deleteVersions(bucket.listVersions("tmp/").map(ObjectVersion::of));
     * }</pre>
     */
    public DeleteAllResult deleteVersions(Iterable<ObjectVersion> versions) throws IOException {
        return new DeleteAll(requests(), requireNonNull(versions, "versions").iterator()).execute();
    }

    /** Lists the objects whose keys have a prefix; all objects if it is empty. */
    public PagedList<ListedObject> list(String prefix) {
        return list(ListOptions.builder().prefix(prefix).build());
    }

    /**
     * Lists objects, in the order of the UTF-8 bytes of their keys. Nothing is sent before you iterate.
     *
     * @see PagedList
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjectsv2">ListObjectsV2</a>
     */
    public PagedList<ListedObject> list(ListOptions options) {
        return Lists.objects(requests(), options);
    }

    /**
     * Requests one page of objects, of up to 1,000 entries. Request the next one with {@link
     * ListOptions.Builder#after}, or let {@link #list(ListOptions)} do it.
     */
    public Page<ListedObject> listPage(ListOptions options) throws IOException {
        return Lists.objects(requests(), options).firstPage().execute();
    }

    /**
     * Lists the versions and delete markers of the objects whose keys start with a prefix. An empty one selects all.
     */
    public PagedList<ListedVersion> listVersions(String prefix) {
        return listVersions(ListOptions.builder().prefix(prefix).build());
    }

    /**
     * Lists the versions and delete markers of objects, ordered by key, and of each key from the newest. Nothing is
     * sent before you iterate. In a bucket without versioning each object has one version.
     *
     * @see PagedList
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjectversions">ListObjectVersions</a>
     */
    public PagedList<ListedVersion> listVersions(ListOptions options) {
        return Lists.versions(requests(), options);
    }

    /** Returns the ACL of the current object. Equivalent to {@link #getAcl(ObjectVersion)}. */
    public ObjectAcl getAcl(String key) throws IOException {
        return getAcl(ObjectVersion.of(key));
    }

    /**
     * Returns the ACL of an object, or of a version of it. A copy does not have it: set it by {@link
     * CopyOptions.Builder#acl}.
     *
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/getobjectacl">GetObjectACL</a>
     */
    public ObjectAcl getAcl(ObjectVersion object) throws IOException {
        return GetObjectAcl.exchange(requests(), object).execute();
    }

    /** Returns the tags of the current object. Equivalent to {@link #getTags(ObjectVersion)}. */
    public ObjectTags getTags(String key) throws IOException {
        return getTags(ObjectVersion.of(key));
    }

    /**
     * Returns the tags of an object, or of a version of it.
     *
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/getobjecttagging">GetObjectTagging</a>
     */
    public ObjectTags getTags(ObjectVersion object) throws IOException {
        return ObjectTagging.get(requests(), object).execute();
    }

    /** Replaces the tags of the current object. Equivalent to {@link #putTags(ObjectVersion, ObjectTags)}. */
    public void putTags(String key, ObjectTags tags) throws IOException {
        putTags(ObjectVersion.of(key), tags);
    }

    /**
     * Replaces all tags of an object, or of a version of it. Its bytes and its modification time do not change.
     *
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/putobjecttagging">PutObjectTagging</a>
     */
    public void putTags(ObjectVersion object, ObjectTags tags) throws IOException {
        ObjectTagging.put(requests(), object, tags).execute();
    }

    /** Deletes all tags of the current object. Equivalent to {@link #deleteTags(ObjectVersion)}. */
    public void deleteTags(String key) throws IOException {
        deleteTags(ObjectVersion.of(key));
    }

    /**
     * Deletes all tags of an object, or of a version of it.
     *
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/deleteobjecttagging">DeleteObjectTagging</a>
     */
    public void deleteTags(ObjectVersion object) throws IOException {
        ObjectTagging.delete(requests(), object).execute();
    }

    /** Restores an archived object. Equivalent to {@link #restore(String, RestoreOptions)} with no options. */
    public RestoreStatus restore(String key) throws IOException {
        return restore(key, RestoreOptions.NONE);
    }

    /**
     * Starts to make an archived object, or a version of it, readable for some days. It takes a minute for the storage
     * class Archive, and up to 48 hours for others: {@link #head(String)} has the state in the header {@code
     * x-oss-restore}. An object of another storage class causes a {@link ServiceException} with the code {@code
     * OperationNotSupported}.
     *
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/restoreobject">RestoreObject</a>
     */
    public RestoreStatus restore(String key, RestoreOptions options) throws IOException {
        return RestoreObject.exchange(requests(), key, options).execute();
    }

    /**
     * Sends any request for which this class has no method. The request is signed and retried like the other calls. The
     * CRC64 of the body of a PUT is compared if OSS reports one. The CRC64 of a whole object from a GET is compared at
     * the end of its stream. Close the response.
     *
     * @throws CallbackFailedException if the object is stored, but its callback failed or was not performed
     * @throws ChecksumMismatchException if the stored object differs from the bytes that were sent
     * @throws NotModifiedException if a condition is not met and OSS returns 304
     */
    public BucketResponse call(BucketRequest request) throws IOException {
        requireNonNull(request, "request");
        return CallBucket.exchange(requests(), request).execute();
    }

    /**
     * Returns a URL with which anyone can get an object until it expires. Nothing is sent.
     *
     * @param validity 1 second to 7 days, 12 hours with temporary credentials, and at most until these expire. It
     *     starts now, by the clock that {@linkplain RetryPolicy earlier requests corrected}
     * @throws IllegalArgumentException if {@code validity} is outside of that range
     * @throws IllegalStateException if this client is anonymous
     * @throws IOException if the credentials source fails
     */
    public PresignedUrl presignGet(String key, Duration validity) throws IOException {
        return presignGet(key, GetOptions.NONE, validity);
    }

    /**
     * Returns a URL with which anyone can get an object, a version of it, or its processed form, until it expires.
     * Nothing is sent. Options that are headers, such as a range, are signed: the sender must send all of {@link
     * PresignedUrl#headers}. The CRC64 is not compared, and no progress is reported.
     *
     * @param validity as for {@link #presignGet(String, Duration)}
     * @throws IllegalArgumentException if {@code validity} is outside of that range
     * @throws IllegalStateException if this client is anonymous
     * @throws IOException if the credentials source fails
     */
    public PresignedUrl presignGet(String key, GetOptions options, Duration validity) throws IOException {
        requireNonNull(options, "options");
        return transport().presign(GetObject.operation(ResourceNames.checkKey(key), options), validity);
    }

    /** Returns a URL for a put. Equivalent to {@link #presignPut(String, PutOptions, Duration)} with no options. */
    public PresignedUrl presignPut(String key, Duration validity) throws IOException {
        return presignPut(key, PutOptions.NONE, validity);
    }

    /**
     * Returns a URL with which anyone can put an object until it expires. Nothing is sent. All options are signed and
     * cannot be changed: the sender must send all of {@link PresignedUrl#headers}. The sender can add headers that V4
     * does not sign, such as {@code Cache-Control}, if the options have none. A callback is in the query.
     *
     * <p>The size of the object is not limited, and the URL can be used repeatedly until it expires; {@code
     * forbidOverwrite} limits it to one object. No progress is reported.
     *
     * @param validity as for {@link #presignGet(String, Duration)}
     * @throws IllegalArgumentException if {@code validity} is outside of that range
     * @throws IllegalStateException if this client is anonymous
     * @throws IOException if the credentials source fails
     */
    public PresignedUrl presignPut(String key, PutOptions options, Duration validity) throws IOException {
        return transport().presign(PutObject.operation(key, options).callbackInQuery(), validity);
    }

    /**
     * Returns a URL with which anyone can send a request until it expires. Nothing is sent. Every header of the request
     * is signed, including a callback: the sender must send all of {@link PresignedUrl#headers}. The body is not
     * signed.
     *
     * @param validity as for {@link #presignGet(String, Duration)}
     * @throws IllegalArgumentException if {@code validity} is outside of that range, or if the request has a callback
     *     in its query and in its headers
     * @throws IllegalStateException if this client is anonymous
     * @throws IOException if the credentials source fails
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/add-signatures-to-urls">V4 signature in a
     *     URL</a>
     */
    public PresignedUrl presign(BucketRequest request, Duration validity) throws IOException {
        requireNonNull(request, "request");
        return transport().presign(CallBucket.withoutBody(request), validity);
    }

    /**
     * Signs a form with which another program, such as a browser, can upload an object. Nothing is sent.
     *
     * @param validity 1 second to 7 days; the form expires with temporary credentials if they expire earlier. It starts
     *     as for {@link #presignGet(String, Duration)}
     * @throws IllegalArgumentException if {@code validity} is outside of that range, or if the form is for another
     *     bucket
     * @throws IllegalStateException if this client is anonymous
     * @throws IOException if the credentials source fails
     */
    public SignedForm signForm(FormUpload form, Duration validity) throws IOException {
        requireNonNull(form, "form");
        requireNonNull(validity, "validity");
        if (!form.bucket().equals(transport().bucket())) {
            throw new IllegalArgumentException(
                    "the form's bucket must be " + transport().bucket() + ", was " + form.bucket());
        }
        return transport().sign(form, validity);
    }

    /**
     * Returns the URL to which other programs post forms: the bucket's URL at the endpoint, or at the {@linkplain
     * Builder#presignEndpoint presign endpoint}, without a signature.
     */
    public String formUrl() {
        return transport().formUrl();
    }

    /**
     * Requests the metadata of the object that a callback reports, and compares size, ETag, CRC64, content type and
     * MD5, each only if both have it. A notice without a bucket refers to this bucket. The signature of a callback
     * proves only that OSS sent it, and a token only that its holder caused it; this call proves what is stored.
     *
     * <p>All attempts together take at most 3 seconds, since OSS waits 5 seconds for the response to a callback.
     *
     * @throws IllegalArgumentException if the notice has no key, or an invalid one
     * @throws java.io.InterruptedIOException if the time limit is reached during an attempt
     * @throws IOException if the last attempt within the time limit fails
     */
    public CallbackConfirmation confirm(CallbackNotice notice) throws IOException {
        return confirm(notice, CONFIRMATION_LIMIT);
    }

    /**
     * Compares a callback with the stored object. Like {@link #confirm(CallbackNotice)}, with another time limit.
     *
     * @param limit for all attempts together, 1 ms to 365 days; {@link Builder#callTimeout} applies as well. A
     *     credentials source that blocks is not interrupted
     * @throws IllegalArgumentException if {@code limit} is outside of that range
     */
    public CallbackConfirmation confirm(CallbackNotice notice, Duration limit) throws IOException {
        Deadline.checkTimeout("limit", limit);
        String key = requireNonNull(notice, "notice").key();
        if (key == null) {
            throw new IllegalArgumentException("the notice has no key: the callback's body must contain ${object}");
        }
        return ConfirmCallback.confirm(requests(), notice, ResourceNames.checkKey(key), limit);
    }

    /**
     * Closes the connections and threads that this client created. Your own {@link OkHttpClient} is not closed.
     * Requests in progress are not cancelled. Each connection is closed when its request ends. About a minute later the
     * client has no thread left, and the class loader of a web application can be collected. Calls that wait fail
     * immediately, and no further request is sent, except those that abort the uploads of transfers. A transfer in
     * parts therefore fails. Wait for {@link Transfer#idle} before you exit the JVM. An open {@link UploadStream}
     * fails. {@code close} has no effect on a client that {@link #bucket} returned. Such a client cannot be used after
     * the client from the builder is closed.
     */
    @Override
    public void close() {
        if (connections != null) {
            transport().close();
            connections.close();
        }
    }

    @Override
    public String toString() {
        return "BucketClient{" + (transport == null ? "of a test" : transport) + "}";
    }

    /** Collects the settings of a client. Not thread-safe. */
    public static final class Builder extends ClientBuilder<Builder> {
        private final String endpoint;
        private final String bucket;
        private boolean anonymous;
        private boolean cname;
        private boolean pathStyle;
        private @Nullable String presignEndpoint;
        private ContentTypeInference contentTypes = ContentTypeInference.ENABLED;

        Builder(String endpoint, String bucket) {
            this.endpoint = requireNonNull(endpoint, "endpoint");
            this.bucket = requireNonNull(bucket, "bucket");
        }

        /**
         * Marks the endpoint as your own domain that is bound to the bucket (CNAME): the bucket's name is not put
         * before it. A region is required. Accounts that first used OSS on or after 2025-03-20 need such a domain to
         * read, write and list objects of buckets in mainland China over the Internet.
         *
         * @see <a href="https://help.aliyun.com/zh/oss/user-guide/access-buckets-via-custom-domain-names">Custom
         *     domains</a>
         */
        public Builder cname(boolean cname) {
            this.cname = cname;
            return this;
        }

        /**
         * Sets the endpoint of the URLs that others use: presigned URLs and parts, and {@link #formUrl}. Default the
         * endpoint of the client. For example, a server within the region uses the internal endpoint, and gives
         * browsers URLs at {@code https://static.example.com}. Signatures do not cover the host.
         *
         * @param endpoint scheme, host and port: an endpoint of OSS in the same region, without the bucket; an IP
         *     address or localhost, where objects are addressed by path; or your own domain that is bound to the bucket
         *     (CNAME). With {@link #pathStyle}, objects are addressed by path there too
         */
        public Builder presignEndpoint(String endpoint) {
            this.presignEndpoint = requireNonNull(endpoint, "endpoint");
            return this;
        }

        /**
         * Addresses objects by path, {@code /bucket/key}, which is the default for an IP address and localhost. Public
         * OSS refuses it; some on-premises deployments accept it.
         */
        public Builder pathStyle(boolean pathStyle) {
            this.pathStyle = pathStyle;
            return this;
        }

        /**
         * Sends all requests unsigned, to a bucket with public access. Credentials must not be set; a region is not
         * used.
         */
        public Builder anonymous() {
            this.anonymous = true;
            return this;
        }

        /**
         * Sets whether the content type is inferred, if you do not set one; default true. OSS stores an object without
         * one as {@code application/octet-stream}. Put, upload, the first append and InitiateMultipartUpload infer the
         * content type: from the extension of the key by {@link io.github.ossv4.object.ContentTypes} and then by the
         * JDK's map; if that is unknown, from the extension of the file, or from the body. URLs and forms that are
         * signed for other programs have only the content type that you set.
         */
        public Builder contentTypeInference(boolean inferred) {
            this.contentTypes = inferred ? ContentTypeInference.ENABLED : ContentTypeInference.DISABLED;
            return this;
        }

        /**
         * Pays for all requests and their traffic, in a bucket of another account that requires requester-pays. URLs
         * and forms that are signed for other programs are not affected.
         *
         * @see <a href="https://help.aliyun.com/zh/oss/user-guide/enable-pay-by-requester">Pay-by-requester</a>
         */
        public Builder requesterPays(boolean requesterPays) {
            payer(requesterPays);
            return this;
        }

        /**
         * Builds the client. Nothing is sent, and OkHttp is not loaded: the first request does that, and throws {@link
         * IllegalStateException} if OkHttp on the class path is older than 4.12 or does not load. Signing URLs and
         * forms needs no OkHttp, okio or Kotlin.
         *
         * @throws IllegalArgumentException if an endpoint is not a bare http or https URL, the bucket's name is not 3
         *     to 63 characters of a-z, 0-9 and hyphens, or the region is malformed
         * @throws IllegalStateException if there are no credentials; if no region is set and the endpoint's name does
         *     not contain one; if two settings that exclude each other are set: {@link #anonymous} and credentials,
         *     {@link #cname} and {@link #pathStyle}, or {@code okHttpClient} and a setting of connections
         */
        public BucketClient build() {
            ResourceNames.checkBucket(bucket);
            Endpoint at = Endpoint.of(endpoint, bucket, style());
            if (anonymous && hasCredentials()) {
                throw new IllegalStateException("anonymous and credentials must not both be set");
            }
            if (!anonymous && !hasCredentials()) {
                throw new IllegalStateException("credentials are required: set credentials or anonymous");
            }
            CurrentSigner signer = anonymous ? null : signer(at);
            OkHttpConnections used = connections(at);
            Transport transport = transport(used, at, bucket, signer, contentTypes);
            if (presignEndpoint != null) {
                transport = transport.presignAt(presigning(at, presignEndpoint));
            }
            return new BucketClient(transport, used);
        }

        private Endpoint presigning(Endpoint at, String other) {
            Endpoint presigning = Endpoint.forOthers(other, bucket, at);
            String signed = region(at);
            String named = presigning.region();
            if (signed != null && named != null && !named.equals(signed)) {
                throw new IllegalArgumentException(
                        "presignEndpoint must be in the region " + signed + ", was " + other);
            }
            return presigning;
        }

        private Endpoint.Style style() {
            if (cname && pathStyle) {
                throw new IllegalStateException("cname and pathStyle must not both be set");
            }
            return cname ? Endpoint.Style.CNAME : pathStyle ? Endpoint.Style.PATH : Endpoint.Style.AUTOMATIC;
        }
    }
}
