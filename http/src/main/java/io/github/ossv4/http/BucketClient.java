// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.util.Objects.requireNonNull;

import io.github.ossv4.callback.CallbackNotice;
import io.github.ossv4.form.FormUpload;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.multipart.UploadList;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.ResourceNames;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * One bucket of OSS. Thread-safe; make one for each bucket and share it.
 *
 * <pre>{@code
 * try (BucketClient bucket = BucketClient.builder("https://oss-cn-hangzhou.aliyuncs.com", "examplebucket")
 *         .credentials(CredentialsSource.environment())
 *         .build()) {
 *     bucket.put("notes/hello.txt", Body.of("hello".getBytes(UTF_8)));
 * }
 * }</pre>
 *
 * <p>Every request is signed for this endpoint and no other: redirects are not followed. All calls block until the
 * answer is there; the bytes of a {@link #get} come as they are read. A thread that is interrupted ends its call with an
 * {@link java.io.InterruptedIOException} when it next writes or reads; one that waits for the network goes on waiting
 * until a timeout ends it.
 *
 * <p>What fails for a reason that may pass is sent again, as the {@link RetryPolicy} says. OkHttp itself repeats only requests
 * without a body: on a connection that turns out to be dead, or once where the answer is 408, or 503 with
 * {@code Retry-After: 0}.
 *
 * <p>Every call throws {@link ServiceException} if OSS refuses it, {@link IllegalArgumentException} before anything is
 * sent if the key is not one that OSS takes, and {@link IOException} if the network fails. A response that reports success
 * without the {@code x-oss-request-id} that OSS puts on each of its own comes from a proxy or captive portal, and is an
 * {@link IOException} too.
 */
public final class BucketClient implements Closeable {
    private final Transport transport;
    private final @Nullable OkHttpClient ours;

    private BucketClient(Transport transport, @Nullable OkHttpClient ours) {
        this.transport = transport;
        this.ours = ours;
    }

    /**
     * Starts a client.
     *
     * @param endpoint scheme, host and port of OSS without the bucket, such as
     *     {@code https://oss-cn-hangzhou.aliyuncs.com}; https unless http is written out. Buckets at an IP address or at
     *     localhost are addressed by path
     * @param bucket the bucket's name
     */
    public static Builder builder(String endpoint, String bucket) {
        return new Builder(endpoint, bucket);
    }

    /** The same bucket, for calls that do not wait. */
    public AsyncBucketClient async() {
        return new AsyncBucketClient(transport);
    }

    /** Stores an object. As {@link #put(String, Body, PutOptions)} with no options. */
    public PutResult put(String key, Body body) throws IOException {
        return put(key, body, PutOptions.NONE);
    }

    /**
     * Stores an object of up to 5 GB, replacing one of the same key.
     *
     * <p>The bytes are streamed and their CRC64 is compared with the one that OSS computed. With a callback the call
     * waits 5 seconds longer for each of its URLs. Sent again after its answer was lost, as the {@link RetryPolicy} says, it
     * can make two versions in a bucket with versioning. With a callback there is no such
     * retry, and with {@code forbidOverwrite} a retry may find an object of an earlier attempt or of another client: both throw
     * {@link OutcomeUnknownException}.
     *
     * @throws CallbackFailedException if the object is stored but its callback failed, or was not performed
     * @throws ChecksumMismatchException if what OSS stored is not what was sent
     */
    public PutResult put(String key, Body body, PutOptions options) throws IOException {
        requireNonNull(body, "body");
        requireNonNull(options, "options");
        return PutObject.exchange(transport, ResourceNames.checkKey(key), body, options)
                .execute();
    }

    /**
     * Opens an object for reading. The stream compares the CRC64 of all bytes with the one that OSS holds when it comes
     * to the end. Close the result.
     */
    public GetResult get(String key) throws IOException {
        return get(key, GetOptions.NONE);
    }

    /**
     * Opens an object, or a part of it, for reading. Where the CRC64 can be compared the stream does so when it comes to
     * the end; {@link GetResult#crcChecked} tells. Close the result.
     *
     * @throws NotModifiedException if a condition says so
     */
    public GetResult get(String key, GetOptions options) throws IOException {
        requireNonNull(options, "options");
        return GetObject.exchange(transport, ResourceNames.checkKey(key), options)
                .execute();
    }

    /** Saves an object to a file. As {@link #getToFile(String, Path, GetOptions)} with no options. */
    public SavedObject getToFile(String key, Path file) throws IOException {
        return getToFile(key, file, GetOptions.NONE);
    }

    /**
     * Saves an object, or a part of it, to a file. The bytes are written beside it, and take its place only when all of
     * them are there and their CRC64 agrees. If anything fails, the file is as it was before, and nothing is left beside
     * it; a process that is killed leaves {@code .ossv4-*.part}.
     *
     * <p>Symbolic links are followed. A file that is replaced keeps its POSIX permissions; its owner and other attributes
     * are those of a new file, and its other hard links keep the old bytes. The folder must be writable; the file need not.
     * What is there and no regular file is not written to. Nothing is forced to the disk.
     *
     * @throws ChecksumMismatchException if what arrived is not what OSS has stored
     * @throws NotModifiedException if a condition says so
     * @throws IOException if the file cannot be written, too
     */
    public SavedObject getToFile(String key, Path file, GetOptions options) throws IOException {
        requireNonNull(file, "file");
        requireNonNull(options, "options");
        return new SaveToFile(transport, ResourceNames.checkKey(key), file, options).execute();
    }

    /** Downloads an object in parts. As {@link #download(String, Path, DownloadOptions)} with no options. */
    public SavedObject download(String key, Path file) throws IOException {
        return download(key, file, DownloadOptions.NONE);
    }

    /**
     * Downloads an object to a file in parts, some at a time. Each part that fails is fetched again by itself, as the
     * {@link RetryPolicy} says; with a {@linkplain DownloadOptions.Builder#checkpoint checkpoint} a download that ended
     * before its time goes on where it was. The CRC64 of the whole is compared with the one that OSS holds, and then the file
     * takes its place as with {@link #getToFile(String, Path, GetOptions)}. If anything fails, the file is as it was before.
     *
     * <p>All parts are of the object that a HeadObject finds first: it may be replaced meanwhile in a bucket with versioning,
     * where its version is asked for, which needs the right {@code oss:GetObjectVersion}. In another bucket the
     * download then fails and says so.
     *
     * <p>A thread that is interrupted cancels the download, waits until it has ended, and throws
     * {@link java.io.InterruptedIOException}.
     *
     * @throws ChecksumMismatchException if what arrived is not what OSS has stored. Nothing tells which part it is: nothing of
     *     it is kept, even with a checkpoint
     * @throws NotModifiedException if a condition says so
     * @throws IllegalArgumentException if the object has more than 10,000 parts of the size that was asked for, or if the
     *     checkpoint is the file, too
     * @throws IOException if the file cannot be written, the object changed meanwhile, or the checkpoint cannot be used, too
     */
    public SavedObject download(String key, Path file, DownloadOptions options) throws IOException {
        requireNonNull(file, "file");
        requireNonNull(options, "options");
        return new FileDownload(transport, ResourceNames.checkKey(key), file, options)
                .start()
                .await();
    }

    /** What OSS tells of an object without its bytes. An object that is not there is a {@link ServiceException} 404. */
    public ObjectMetadata head(String key) throws IOException {
        return head(key, HeadOptions.NONE);
    }

    /**
     * What OSS tells of an object, or a version of it, without its bytes.
     *
     * @throws NotModifiedException if a condition says so
     */
    public ObjectMetadata head(String key, HeadOptions options) throws IOException {
        requireNonNull(options, "options");
        return HeadObject.exchange(transport, ResourceNames.checkKey(key), options)
                .execute();
    }

    /** Compares a file with an object. As {@link #verify(String, Path, HeadOptions)} with no options. */
    public VerifyResult verify(String key, Path file) throws IOException {
        return verify(key, file, HeadOptions.NONE);
    }

    /**
     * Compares a file with an object, or a version of it, by length and CRC64. The object's bytes are not fetched; the file is
     * read by up to 4 threads. An object that is not there is a {@link ServiceException} 404.
     *
     * @throws NotModifiedException if a condition says so
     * @throws IOException if the file cannot be read, or changes its length meanwhile, too
     */
    public VerifyResult verify(String key, Path file, HeadOptions options) throws IOException {
        requireNonNull(file, "file");
        requireNonNull(options, "options");
        return VerifyFile.execute(transport, ResourceNames.checkKey(key), file, options);
    }

    /** Copies an object to {@code key}. As {@link #copy(CopySource, String, CopyOptions)} with no options. */
    public CopyResult copy(CopySource source, String key) throws IOException {
        return copy(source, key, CopyOptions.NONE);
    }

    /**
     * Copies an object of up to 1 GB to {@code key}, replacing one of the same key; no bytes pass through here.
     *
     * <p>A copy onto itself changes the metadata of an object. In a bucket without versioning OSS then takes them from the
     * options, as if {@link CopyOptions.Builder#replaceMetadata} were set.
     *
     * @throws NotModifiedException if a condition says so
     */
    public CopyResult copy(CopySource source, String key, CopyOptions options) throws IOException {
        requireNonNull(source, "source");
        requireNonNull(options, "options");
        return CopyObject.exchange(transport, source, ResourceNames.checkKey(key), options)
                .execute();
    }

    /** Appends bytes. As {@link #append(String, AppendPosition, Body, AppendOptions)} with no options. */
    public AppendResult append(String key, AppendPosition position, Body body) throws IOException {
        return append(key, position, body, AppendOptions.NONE);
    }

    /**
     * Appends bytes to an appendable object of up to 5 GB, which the first append makes. If the response is lost, HeadObject
     * returns the length of the object: if it is unchanged, the append is retried; otherwise {@link OutcomeUnknownException} is
     * thrown.
     *
     * <pre>{@code
     * AppendResult first = bucket.append("log", AppendPosition.START, Body.of(line1));
     * AppendResult second = bucket.append("log", first.next(), Body.of(line2));
     * }</pre>
     *
     * @param position where the object ends now: {@link AppendPosition#START}, {@link AppendResult#next}, or
     *     {@link ObjectMetadata#appendPosition}. At any other OSS refuses with {@code PositionNotEqualToLength}, and
     *     tells the right one in the header {@code x-oss-next-append-position} of the {@link ServiceException}
     * @throws ChecksumMismatchException if the object is then not what it should be
     */
    public AppendResult append(String key, AppendPosition position, Body body, AppendOptions options)
            throws IOException {
        requireNonNull(position, "position");
        requireNonNull(body, "body");
        requireNonNull(options, "options");
        return AppendObject.exchange(transport, ResourceNames.checkKey(key), position, body, options)
                .execute();
    }

    /** Uploads a file. As {@link #upload(String, Path, UploadOptions)} with no options. */
    public PutResult upload(String key, Path file) throws IOException {
        return upload(key, file, UploadOptions.NONE);
    }

    /**
     * Uploads a file of up to 48.8 TB, replacing an object of the same key: at once if it is no larger than a part, otherwise
     * in parts, some at a time. This is the call for files that are large, or for networks that are not reliable.
     *
     * <p>A part that fails is sent again by itself, as the {@link RetryPolicy} says; every part is checked by its CRC64, and
     * the object by that of the whole. If the upload fails nevertheless, its parts are dropped, unless the options say that
     * they stay. With a {@linkplain UploadOptions.Builder#checkpoint checkpoint} the upload can go on later, in another process
     * too. A file that changes its size or date meanwhile fails the upload, and no object is
     * made of its parts; what goes at once is stored all the same.
     *
     * <p>If the response to the last request is lost, the outcome is resolved as in
     * {@link MultipartUpload#complete(List, CompleteOptions)}. Parts are sent on threads
     * of OkHttp's dispatcher; one that was brought must allow as many requests per host as there are workers. A thread that is
     * interrupted ends the upload.
     *
     * @throws IllegalArgumentException if the file cannot have parts of the size that the options ask for
     * @throws CallbackFailedException if the object is there but its callback failed, or was not performed
     * @throws ChecksumMismatchException if the object is not what the file was
     * @throws IOException if the file cannot be read or has changed, or the checkpoint is that of another upload, too. If parts
     *     may be left after all, a suppressed exception names the upload
     */
    public PutResult upload(String key, Path file, UploadOptions options) throws IOException {
        requireNonNull(file, "file");
        requireNonNull(options, "options");
        return FileUpload.start(transport, ResourceNames.checkKey(key), file, options)
                .await();
    }

    /**
     * Uploads a stream to its end, however long it is, replacing an object of the same key. As
     * {@link #upload(String, Path, UploadOptions)}, but without a checkpoint. Parts are read into memory, as many as there are
     * workers, 18 MB unless the options say otherwise; their size limits the object to 10,000 of them, 58.6 GB. The stream is
     * read on another thread, and not closed; an interrupt does not wait for a read that blocks.
     *
     * @throws IllegalArgumentException if the options have a checkpoint, or parts of 2 GB or more
     */
    public PutResult upload(String key, InputStream stream, UploadOptions options) throws IOException {
        requireNonNull(stream, "stream");
        requireNonNull(options, "options");
        return StreamUpload.start(transport, ResourceNames.checkKey(key), stream, options)
                .await();
    }

    /**
     * Gives up an upload that was interrupted: drops its parts, and deletes its checkpoint.
     *
     * @return whether there was such a checkpoint
     * @throws IOException if the file is no checkpoint of an upload to this bucket; then it stays
     */
    public boolean discardUpload(Path checkpoint) throws IOException {
        return FileUpload.discard(transport, requireNonNull(checkpoint, "checkpoint"));
    }

    /**
     * Begins an upload in parts, of an object of up to 48.8 TB.
     *
     * @see MultipartUpload
     */
    public MultipartUpload initiateMultipartUpload(String key, MultipartOptions options) throws IOException {
        requireNonNull(options, "options");
        return MultipartUpload.initiate(transport, ResourceNames.checkKey(key), options)
                .execute();
    }

    /**
     * An upload in parts that was begun already, perhaps by another process. Nothing is sent.
     *
     * @throws IllegalArgumentException if OSS takes no such key, or the upload id is empty
     */
    public MultipartUpload multipartUpload(String key, String uploadId) {
        return MultipartUpload.of(transport, ResourceNames.checkKey(key), requireNonNull(uploadId, "uploadId"));
    }

    /** Up to 1,000 uploads in parts that were begun and neither completed nor aborted, by key. */
    public UploadList listMultipartUploads(ListUploadsOptions options) throws IOException {
        requireNonNull(options, "options");
        return ListMultipartUploads.exchange(transport, options).execute();
    }

    /** Deletes an object. It is no error if there is none. */
    public DeleteResult delete(String key) throws IOException {
        return delete(key, DeleteOptions.NONE);
    }

    /** Deletes an object, or a version of it. It is no error if there is none. */
    public DeleteResult delete(String key, DeleteOptions options) throws IOException {
        requireNonNull(options, "options");
        return DeleteObject.exchange(transport, ResourceNames.checkKey(key), options)
                .execute();
    }

    /**
     * Sends any request, for what this class has no method for. It is signed, sent and checked like all others: errors
     * are {@link ServiceException}s, the CRC64 of the body of a PUT is compared where OSS reports one, and that of the
     * whole object that a GET brings when it is read to the end. Close the response.
     *
     * @throws CallbackFailedException if the object is stored but its callback failed, or was not performed
     * @throws ChecksumMismatchException if what OSS stored is not what was sent
     * @throws NotModifiedException if a condition says so
     */
    public BucketResponse call(BucketRequest request) throws IOException {
        requireNonNull(request, "request");
        return AnyCall.exchange(transport, request).execute();
    }

    /**
     * A URL that lets whoever holds it get an object until it expires. Nothing is sent.
     *
     * @param validity 1 second to 7 days, 12 hours with temporary credentials, and never longer than these live
     * @throws IllegalArgumentException if {@code validity} is something else
     * @throws IllegalStateException if this client is anonymous
     * @throws IOException if the credentials cannot be had
     */
    public PresignedUrl presignGet(String key, Duration validity) throws IOException {
        return presignGet(key, GetOptions.NONE, validity);
    }

    /**
     * A URL that lets whoever holds it get an object, a version of it, or what OSS makes of it, until it expires. Nothing is
     * sent. Options that travel in headers, such as a range, are signed: the sender must send all of
     * {@link PresignedUrl#headers}. Nothing is checked here, and progress is not reported.
     *
     * @param validity as for {@link #presignGet(String, Duration)}
     * @throws IllegalArgumentException if {@code validity} is something else
     * @throws IllegalStateException if this client is anonymous
     * @throws IOException if the credentials cannot be had
     */
    public PresignedUrl presignGet(String key, GetOptions options, Duration validity) throws IOException {
        requireNonNull(options, "options");
        Operation operation = new Operation("GetObject", "GET", ResourceNames.checkKey(key));
        options.applyTo(operation);
        return transport.presign(operation, validity);
    }

    /**
     * A URL that lets whoever holds it put an object until it expires. Nothing is sent. All that the options say is signed
     * and cannot be changed: the sender must send all of {@link PresignedUrl#headers}. It may add headers that V4 does not
     * sign, such as {@code Cache-Control}, where the options have none. A callback travels in the query.
     *
     * <p>The size of the object is not limited, and the URL can be used again while it lives: {@code forbidOverwrite}
     * makes it good for one object. Progress is not reported here.
     *
     * @param validity as for {@link #presignGet(String, Duration)}
     * @throws IllegalArgumentException if {@code validity} is something else
     * @throws IllegalStateException if this client is anonymous
     * @throws IOException if the credentials cannot be had
     */
    public PresignedUrl presignPut(String key, PutOptions options, Duration validity) throws IOException {
        requireNonNull(options, "options");
        Operation operation = new Operation("PutObject", "PUT", ResourceNames.checkKey(key));
        options.applyTo(operation);
        return transport.presign(operation.callbackInQuery(), validity);
    }

    /**
     * A URL that lets whoever holds it send a request until it expires. Nothing is sent. Every header of the request is
     * signed, a callback among them: the sender must send all of {@link PresignedUrl#headers}. The body is not signed.
     *
     * @param validity as for {@link #presignGet(String, Duration)}
     * @throws IllegalArgumentException if {@code validity} is something else, or the request has a callback in its query
     *     as well as in its headers
     * @throws IllegalStateException if this client is anonymous
     * @throws IOException if the credentials cannot be had
     */
    public PresignedUrl presign(BucketRequest request, Duration validity) throws IOException {
        requireNonNull(request, "request");
        return transport.presign(request.withoutBody(), validity);
    }

    /**
     * Signs what somebody else may upload by a form, such as a browser, with this client's credentials. Nothing is sent.
     *
     * @param validity 1 second to 7 days; with temporary credentials the form ends with them, if they end before
     * @throws IllegalArgumentException if {@code validity} is something else, or the form is for another bucket
     * @throws IllegalStateException if this client is anonymous
     * @throws IOException if the credentials cannot be had
     */
    public SignedForm signForm(FormUpload form, Duration validity) throws IOException {
        requireNonNull(form, "form");
        requireNonNull(validity, "validity");
        if (!form.bucket().equals(transport.bucket())) {
            throw new IllegalArgumentException(
                    "a form for the bucket " + form.bucket() + ", this client is for " + transport.bucket());
        }
        return transport.sign(form, validity);
    }

    /** The URL that forms are posted to. */
    public String formUrl() {
        return transport.bucketUrl();
    }

    /**
     * Uploads by a form that was signed, here or by an application server; this client's own credentials are not used. The
     * CRC64 of the file is compared with the one that OSS computed. A redirect that the form asks for is not followed. With a
     * callback the call waits 5 seconds longer for each of its URLs.
     *
     * <p>The object's type is the form's field {@code x-oss-content-type}; without it OSS takes {@code
     * application/octet-stream}.
     *
     * @param filename of the file, which stands in the object's key where the form's says <code>${filename}</code>; a path before
     *     it is left out
     * @param body up to 5 GB with the form around it
     * @throws IllegalArgumentException if the form has a callback that OSS would refuse
     * @throws CallbackFailedException if the object is stored but its callback failed, or was not performed
     * @throws ChecksumMismatchException if what OSS stored is not what was sent
     */
    public PutResult postForm(SignedForm form, String filename, Body body) throws IOException {
        requireNonNull(form, "form");
        requireNonNull(filename, "filename");
        requireNonNull(body, "body");
        return PostObject.exchange(transport, form, filename, body).execute();
    }

    /**
     * Asks OSS for the object that a callback speaks of, with this client's credentials, and compares size, ETag, CRC64,
     * content type and MD5, as far as both say them. A notice that names no bucket is taken to mean this one. A callback's
     * signature proves no more than that OSS sent it, and a token no more than that its holder had it sent; this proves what is
     * stored.
     *
     * @throws IllegalArgumentException if the notice has no key, or one that OSS does not take
     */
    public CallbackConfirmation confirm(CallbackNotice notice) throws IOException {
        String key = requireNonNull(notice, "notice").key();
        if (key == null) {
            throw new IllegalArgumentException("a notice without a key: the callback's body must name ${object}");
        }
        return CallbackConfirmation.of(transport, notice, ResourceNames.checkKey(key));
    }

    /**
     * Ends the use of this client, and closes the connections and threads that it made. An {@link OkHttpClient} that was
     * brought is left as it is. Calls that are under way are not cancelled.
     */
    @Override
    public void close() {
        transport.close();
        if (ours != null) {
            ours.dispatcher().executorService().shutdown();
            ours.connectionPool().evictAll();
        }
    }

    @Override
    public String toString() {
        return "BucketClient{" + transport + "}";
    }

    /** Collects what a client needs. Not thread-safe. */
    public static final class Builder {
        private final String endpoint;
        private final String bucket;
        private @Nullable String region;
        private @Nullable CredentialsSource credentials;
        private @Nullable OkHttpClient okHttpClient;
        private boolean anonymous;
        private Clock clock = Clock.systemUTC();
        private RetryPolicy retryPolicy = RetryPolicy.STANDARD;
        private @Nullable CallListener listener;
        private @Nullable Duration callTimeout;
        private boolean cname;
        private boolean pathStyle;

        private Builder(String endpoint, String bucket) {
            this.endpoint = requireNonNull(endpoint, "endpoint");
            this.bucket = requireNonNull(bucket, "bucket");
        }

        /**
         * The bucket's region id, such as {@code cn-hangzhou}; of a cloud box its id, {@code cb-…}. Needed where the
         * endpoint's name does not tell: an accelerate endpoint, a domain of your own, an IP address.
         */
        public Builder region(String region) {
            this.region = requireNonNull(region, "region");
            return this;
        }

        /**
         * Says that the endpoint is a domain of your own that is bound to the bucket (CNAME), so that requests do not
         * put the bucket's name before it. The region must be given.
         */
        public Builder cname() {
            this.cname = true;
            return this;
        }

        /**
         * Addresses objects by path, {@code /bucket/key}, as is done at an IP address or localhost anyway. OSS itself
         * does not take it; some of its deployments on premises do.
         */
        public Builder pathStyle() {
            this.pathStyle = true;
            return this;
        }

        /** Credentials that never change. */
        public Builder credentials(Credentials credentials) {
            return credentials(CredentialsSource.of(credentials));
        }

        /** Where to get credentials for each request. */
        public Builder credentials(CredentialsSource credentials) {
            this.credentials = requireNonNull(credentials, "credentials");
            return this;
        }

        /** Sends everything unsigned, to a bucket that lets everybody in. It takes no credentials; a region is not used. */
        public Builder anonymous() {
            this.anonymous = true;
            return this;
        }

        /**
         * A client of yours, whose connection pool, proxy, TLS settings, timeouts and interceptors are used. Its
         * redirects, cache and authenticator are not. You close it.
         *
         * <p>Interceptors see the header {@code x-oss-security-token} of temporary credentials, and OkHttp's
         * {@code Request.toString} and logging interceptor print it unless they are told to redact it. A call timeout
         * must leave a callback its 5 seconds for each URL.
         */
        public Builder okHttpClient(OkHttpClient okHttpClient) {
            this.okHttpClient = requireNonNull(okHttpClient, "okHttpClient");
            return this;
        }

        /**
         * Sets the clock that signatures are dated by; default the system's. OSS accepts a difference of 15 minutes. A clock that
         * is further off is corrected by the time in the response of OSS: over https by up to 366 days; over http, where the
         * response may be forged, by up to a day for requests and by up to 15 minutes for presigned URLs and forms.
         */
        public Builder clock(Clock clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Limits the time of each call, including all attempts and waits. For {@link BucketClient#get} it includes reading the
         * bytes; for a transfer in parts it applies to each request. A call that takes longer fails with an
         * {@link java.io.InterruptedIOException} or an {@link OutcomeUnknownException}. A stream or a credentials source that
         * blocks is not interrupted.
         *
         * <p>By default each attempt is limited to 5 minutes plus a second per KB of an upload or of a download to a file, or to
         * five times the read timeout if that is longer; plus 5 seconds per URL of a callback. The bytes of a
         * {@link BucketClient#get} are not limited. If your {@link OkHttpClient} has a call timeout, or no read timeout, no such
         * limit is added.
         *
         * @throws IllegalArgumentException if it is not 1 ms to 365 days
         */
        public Builder callTimeout(Duration timeout) {
            if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(Duration.ofDays(365)) > 0) {
                throw new IllegalArgumentException("callTimeout must be 1 ms to 365 days, was " + timeout);
            }
            this.callTimeout = timeout;
            return this;
        }

        /** When requests are sent again; {@link RetryPolicy#STANDARD} unless set. */
        public Builder retryPolicy(RetryPolicy retryPolicy) {
            this.retryPolicy = requireNonNull(retryPolicy, "retryPolicy");
            return this;
        }

        /** Told what happens to every call. */
        public Builder listener(CallListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Checks and builds. Nothing is sent.
         *
         * @throws IllegalArgumentException if the endpoint is not a bare http or https URL, the bucket's name is not 3
         *     to 63 of a-z, 0-9 and hyphens, or the region is not a region id
         * @throws IllegalStateException if the credentials were not set, the region was not and the endpoint's name does
         *     not tell it, the client is to be anonymous and has credentials, or both {@link #cname} and {@link #pathStyle}
         *     are set
         */
        public BucketClient build() {
            ResourceNames.checkBucket(bucket);
            Endpoint where = Endpoint.of(endpoint, bucket, style());
            CurrentSigner signer = signer(where);
            OkHttpClient made = okHttpClient == null ? newOkHttpClient(where.isHttps()) : null;
            OkHttpClient client = made == null ? requireNonNull(okHttpClient) : made;
            return new BucketClient(
                    new Transport(client, where, bucket, signer, retryPolicy, listener, callTimeout), made);
        }

        private Endpoint.Style style() {
            if (cname && pathStyle) {
                throw new IllegalStateException("cname and pathStyle exclude each other");
            }
            return cname ? Endpoint.Style.CNAME : pathStyle ? Endpoint.Style.PATH : Endpoint.Style.AUTOMATIC;
        }

        private @Nullable CurrentSigner signer(Endpoint where) {
            if (anonymous) {
                if (credentials != null) {
                    throw new IllegalStateException("anonymous, and credentials are set as well");
                }
                return null;
            }
            String signingRegion = region == null ? where.region() : region;
            if (signingRegion == null) {
                throw new IllegalStateException(
                        "region is not set, and the endpoint does not tell it: " + where + " (it is the bucket's)");
            }
            if (credentials == null) {
                throw new IllegalStateException("credentials are not set");
            }
            return new CurrentSigner(credentials, signingRegion, Endpoint.productOf(signingRegion), clock);
        }

        private static Dispatcher dispatcher() {
            Dispatcher dispatcher = new Dispatcher(new DispatcherThreads());
            // All goes to one host.
            dispatcher.setMaxRequestsPerHost(dispatcher.getMaxRequests());
            return dispatcher;
        }

        private static OkHttpClient newOkHttpClient(boolean https) {
            return new OkHttpClient.Builder()
                    // Without TLS OkHttp need not read the platform's certificates, which do not fit into a heap of 6
                    // MB.
                    .connectionSpecs(
                            Collections.singletonList(https ? ConnectionSpec.MODERN_TLS : ConnectionSpec.CLEARTEXT))
                    // OSS answers a put of 5 GB only when it is stored: the default of 10 seconds would give up on it.
                    .dispatcher(dispatcher())
                    .connectTimeout(Duration.ofSeconds(10))
                    .readTimeout(Duration.ofSeconds(60))
                    .writeTimeout(Duration.ofSeconds(60))
                    .build();
        }
    }
}
