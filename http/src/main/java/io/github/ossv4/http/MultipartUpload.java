// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.multipart.CompleteMultipartUpload;
import io.github.ossv4.multipart.CopiedPart;
import io.github.ossv4.multipart.InitiatedUpload;
import io.github.ossv4.multipart.PartList;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An object that is uploaded in parts. It exists once {@link #complete} has succeeded; until then, or until {@link #abort},
 * OSS keeps the parts and charges for them. Thread-safe: parts may be sent at the same time.
 *
 * <pre>{@code
 * MultipartUpload upload = bucket.initiateMultipartUpload("big", MultipartOptions.NONE);
 * PartPlan plan = PartPlan.of(Files.size(file));
 * List<UploadedPart> parts = new ArrayList<>();
 * for (int number = 1; number <= plan.count(); number++) {
 *     Part part = plan.part(number);
 *     parts.add(upload.uploadPart(number, Body.of(file, part.offset(), part.length())));
 * }
 * PutResult result = upload.complete(parts);
 * }</pre>
 *
 * <p>Every call throws {@link ServiceException} if OSS refuses it, with {@code NoSuchUpload} once the upload is completed or
 * aborted, and {@link IOException} if the network fails.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/multipart-upload-related-operations">Multipart upload</a>
 */
public final class MultipartUpload {
    static final String NO_SUCH_UPLOAD = "NoSuchUpload";

    private static final int MAX_PARTS_LISTED = 1000;

    private final Transport transport;
    private final String key;
    private final String uploadId;
    private final @Nullable Instant initiated;
    private final @Nullable Map<String, String> metadata;

    /** @param metadata that of the user; null if it is not known */
    private MultipartUpload(
            Transport transport,
            String key,
            String uploadId,
            @Nullable Instant initiated,
            @Nullable Map<String, String> metadata) {
        this.transport = transport;
        this.key = key;
        this.uploadId = uploadId;
        this.initiated = initiated;
        this.metadata = metadata;
    }

    static Exchange<MultipartUpload> initiate(Transport transport, String key, MultipartOptions options)
            throws IOException {
        return initiate(transport, key, options, begun -> {});
    }

    /** @param begun told of the upload before anybody else, even if nobody waits for it any more */
    static Exchange<MultipartUpload> initiate(
            Transport transport, String key, MultipartOptions options, Consumer<MultipartUpload> begun)
            throws IOException {
        Operation operation = new Operation("InitiateMultipartUpload", "POST", key)
                .query("uploads", "")
                .query("encoding-type", "url")
                .body(UploadBody.empty());
        options.applyTo(operation);
        return new Exchange<>(transport, operation, response -> {
            try (OssResponse answered = response) {
                InitiatedUpload upload = RefusedAnswer.document(operation, answered, InitiatedUpload::parse);
                MultipartUpload multipart = new MultipartUpload(
                        transport,
                        key,
                        upload.uploadId(),
                        ObjectMetadata.instant(answered.header("Date")),
                        ExpectedObject.userMetadata(options.headers()));
                begun.accept(multipart);
                return multipart;
            }
        });
    }

    static MultipartUpload of(Transport transport, String key, String uploadId) {
        return of(transport, key, uploadId, null, null);
    }

    /**
     * An upload that was initiated before.
     *
     * @param initiated when it was initiated, by OSS's clock; null if that is not known
     * @param metadata that of the user; null if it is not known
     */
    static MultipartUpload of(
            Transport transport,
            String key,
            String uploadId,
            @Nullable Instant initiated,
            @Nullable Map<String, String> metadata) {
        if (uploadId.isEmpty()) {
            throw new IllegalArgumentException("uploadId is empty");
        }
        return new MultipartUpload(transport, key, uploadId, initiated, metadata);
    }

    /** The key that the object will have. */
    public String key() {
        return key;
    }

    /** What OSS calls this upload. With it another process can go on: {@link BucketClient#multipartUpload}. */
    public String uploadId() {
        return uploadId;
    }

    /** The metadata of the user that the upload was initiated with; null if it is not known. */
    @Nullable
    Map<String, String> metadata() {
        return metadata;
    }

    /** When the upload was initiated, by OSS's clock. */
    @Nullable
    Instant initiated() {
        return initiated;
    }

    /** Sends a part. As {@link #uploadPart(int, Body, PartOptions)} with no options. */
    public UploadedPart uploadPart(int number, Body body) throws IOException {
        return uploadPart(number, body, PartOptions.NONE);
    }

    /**
     * Sends a part, replacing one of the same number. Its CRC64 is compared with the one that OSS computed.
     *
     * @param number 1 to 10,000; parts stand in the object in the order of their numbers, which may leave gaps
     * @param body 100 KB to 5 GB; the last part may be smaller
     * @throws IllegalArgumentException if the number is something else, or the body is larger
     * @throws ChecksumMismatchException if what OSS stored is not what was sent: send it again
     */
    public UploadedPart uploadPart(int number, Body body, PartOptions options) throws IOException {
        return uploadPartExchange(number, body, options).execute();
    }

    /** As {@link #uploadPart(int, Body, PartOptions)}, without waiting; see {@link AsyncBucketClient}. */
    public CompletableFuture<UploadedPart> uploadPartAsync(int number, Body body, PartOptions options) {
        return AsyncBucketClient.begin(
                () -> uploadPartExchange(number, body, options).enqueue());
    }

    Exchange<UploadedPart> uploadPartExchange(int number, Body body, PartOptions options) throws IOException {
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(options, "options");
        UploadBody upload = new UploadBody(body, options.progress());
        Operation operation = part(number, "UploadPart").body(upload).retryOnMismatch();
        options.applyTo(operation);
        return new Exchange<>(transport, operation, response -> {
            try (OssResponse answered = response) {
                PutResult result =
                        StoredAnswer.of(operation, key, upload, answered).withoutCallback();
                return UploadedPart.of(number, etag(operation, result.etag()), upload.length(), upload.sentCrc64());
            }
        });
    }

    /**
     * Makes a part of a range of an object that OSS has; no bytes pass through here.
     *
     * @param number as for {@link #uploadPart}
     * @param first the first byte of the source
     * @param length how many bytes, 100 KB to 5 GB; for the last part it may be less, but not 0
     * @return the part, with the CRC64 that OSS reports for it; without one where OSS reports none, and then
     *     {@link #complete} cannot compare that of the whole
     * @throws IllegalArgumentException if number, first or length is something else
     */
    public UploadedPart uploadPartCopy(int number, CopySource source, long first, long length) throws IOException {
        return uploadPartCopyExchange(number, source, first, length).execute();
    }

    /** As {@link #uploadPartCopy}, without waiting; see {@link AsyncBucketClient}. */
    public CompletableFuture<UploadedPart> uploadPartCopyAsync(int number, CopySource source, long first, long length) {
        return AsyncBucketClient.begin(
                () -> uploadPartCopyExchange(number, source, first, length).enqueue());
    }

    private Exchange<UploadedPart> uploadPartCopyExchange(int number, CopySource source, long first, long length)
            throws IOException {
        Objects.requireNonNull(source, "source");
        if (first < 0 || length <= 0 || length > PartPlan.MAX_PART_SIZE || first > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException(
                    "not a range of 1 to " + PartPlan.MAX_PART_SIZE + " bytes: " + length + " from " + first);
        }
        Operation operation = part(number, "UploadPartCopy")
                .body(UploadBody.empty())
                .header("x-oss-copy-source", source.header(transport.bucket()))
                .header("x-oss-copy-source-range", "bytes=" + first + "-" + (first + length - 1));
        return new Exchange<>(transport, operation, response -> {
            try (OssResponse answered = response) {
                CopiedPart copied = RefusedAnswer.document(operation, answered, CopiedPart::parse);
                return UploadedPart.of(number, etag(operation, copied.etag()), length, answered.crc64());
            }
        });
    }

    private Operation part(int number, String name) {
        if (number < 1 || number > PartPlan.MAX_PARTS) {
            throw new IllegalArgumentException(
                    "part number is " + number + ", 1 to " + PartPlan.MAX_PARTS + " are allowed");
        }
        return new Operation(name, "PUT", key).part(number).query("uploadId", uploadId);
    }

    private static String etag(Operation operation, @Nullable String etag) throws IOException {
        if (etag == null || etag.isEmpty()) {
            throw new IOException(operation + ": OSS answered without an ETag, which completing the upload needs");
        }
        return etag;
    }

    /**
     * Up to 1,000 of the parts that OSS has.
     *
     * @param partNumberMarker the number behind which the list begins; 0 for all
     */
    public PartList listParts(int partNumberMarker) throws IOException {
        return listPartsExchange(partNumberMarker).execute();
    }

    Exchange<PartList> listPartsExchange(int partNumberMarker) {
        return listPartsExchange(partNumberMarker, MAX_PARTS_LISTED);
    }

    /** Lists one part: enough to know whether the upload still exists. */
    Exchange<PartList> firstPartExchange() {
        return listPartsExchange(0, 1);
    }

    private Exchange<PartList> listPartsExchange(int partNumberMarker, int maxParts) {
        Operation operation = new Operation("ListParts", "GET", key)
                .query("uploadId", uploadId)
                .query("encoding-type", "url")
                .query("max-parts", Integer.toString(maxParts))
                .query("part-number-marker", partNumberMarker == 0 ? null : Integer.toString(partNumberMarker));
        return new Exchange<>(transport, operation, response -> {
            try (OssResponse answered = response) {
                return RefusedAnswer.document(operation, answered, PartList::parse);
            }
        });
    }

    /** All parts that OSS has, by number, in as many calls as it takes. */
    public List<UploadedPart> listParts() throws IOException {
        List<UploadedPart> parts = new ArrayList<>();
        PartList list = listParts(0);
        int marker = 0;
        while (true) {
            parts.addAll(list.parts());
            if (!list.isTruncated()) {
                return parts;
            }
            if (list.parts().isEmpty()
                    || list.nextPartNumberMarker() <= marker
                    || list.nextPartNumberMarker() > PartPlan.MAX_PARTS) {
                throw new IOException(
                        "ListParts " + PrintableText.escape(key) + ": OSS says that there are more parts behind "
                                + list.nextPartNumberMarker() + ", and has listed them already");
            }
            marker = list.nextPartNumberMarker();
            list = listParts(marker);
        }
    }

    /** Makes an object of parts. As {@link #complete(List, CompleteOptions)} with no options. */
    public PutResult complete(List<UploadedPart> parts) throws IOException {
        return complete(parts, CompleteOptions.NONE);
    }

    /**
     * Makes an object of parts; others of this upload are dropped. The CRC64 of the whole, made of those of the parts where
     * all are known, is compared with the one that OSS computed. It waits 5 seconds longer for each URL of a callback.
     *
     * <p>If the response is lost, or OSS reports an error of its own, ListParts decides: while the upload exists it was not
     * completed, and the request is sent again, its callback included. If the upload no longer exists, HeadObject must find
     * an object with the size and CRC64 of the parts that was stored since the upload was initiated, and with its user metadata
     * if this object was returned by {@link BucketClient#initiateMultipartUpload}. With a callback
     * {@link CallbackFailedException} is then thrown, since its response is lost. In all other cases, and if the CRC64 of a part
     * is unknown, {@link OutcomeUnknownException} is thrown.
     *
     * @param parts by number
     * @throws IllegalArgumentException if there are none or more than 10,000, their numbers do not ascend, or one but the last
     *     is smaller than 100 KB
     * @throws CallbackFailedException if the object is there but its callback failed, or was not performed
     * @throws ChecksumMismatchException if the object is not what the parts were
     */
    public PutResult complete(List<UploadedPart> parts, CompleteOptions options) throws IOException {
        return completeExchange(parts, options).execute();
    }

    /** As {@link #complete(List, CompleteOptions)}, without waiting; see {@link AsyncBucketClient}. */
    public CompletableFuture<PutResult> completeAsync(List<UploadedPart> parts, CompleteOptions options) {
        return AsyncBucketClient.begin(() -> completeExchange(parts, options).enqueue());
    }

    private Exchange<PutResult> completeExchange(List<UploadedPart> parts, CompleteOptions options) throws IOException {
        Objects.requireNonNull(options, "options");
        return completeExchange(parts, options, outcome(parts, options));
    }

    /** As {@link #complete(List, CompleteOptions)}, with {@link #outcome} to decide after a lost response. */
    Exchange<PutResult> completeExchange(List<UploadedPart> parts, CompleteOptions options, CompleteOutcome outcome)
            throws IOException {
        Body document = Body.of(CompleteMultipartUpload.xml(parts));
        Operation operation = complete().body(new UploadBody(document, null)).header("Content-Type", "application/xml");
        return complete(operation, UploadedPart.crc64(parts), options, outcome);
    }

    /** Decides the outcome of completing the upload with these parts. */
    CompleteOutcome outcome(List<UploadedPart> parts, CompleteOptions options) {
        Long crc64 = UploadedPart.crc64(parts);
        return outcome(ExpectedObject.of(size(parts), crc64).metadata(metadata), crc64, options);
    }

    private CompleteOutcome outcome(ExpectedObject expected, @Nullable Long crc64, CompleteOptions options) {
        return new CompleteOutcome(transport, this, options, expected.stored(initiated, null), crc64);
    }

    private static long size(List<UploadedPart> parts) {
        return parts.stream().mapToLong(UploadedPart::size).sum();
    }

    /**
     * Makes an object of all parts that OSS has. It cannot notice that one is missing: compare {@link PutResult#crc64} with
     * the checksum of what the object should be. If the response is lost it is sent again while the upload exists; once the
     * upload no longer exists, an {@link OutcomeUnknownException} says so.
     *
     * @throws CallbackFailedException if the object is there but its callback failed, or was not performed
     */
    public PutResult completeAll(CompleteOptions options) throws IOException {
        return completeAllExchange(options).execute();
    }

    private Exchange<PutResult> completeAllExchange(CompleteOptions options) throws IOException {
        Objects.requireNonNull(options, "options");
        Operation operation = complete().body(UploadBody.empty()).header("x-oss-complete-all", "yes");
        return complete(operation, null, options, outcome(ExpectedObject.ofAnyContent(), null, options));
    }

    /** As {@link #completeAll}, without waiting; see {@link AsyncBucketClient}. */
    public CompletableFuture<PutResult> completeAllAsync(CompleteOptions options) {
        return AsyncBucketClient.begin(() -> completeAllExchange(options).enqueue());
    }

    Operation complete() {
        return new Operation("CompleteMultipartUpload", "POST", key)
                .query("uploadId", uploadId)
                .query("encoding-type", "url");
    }

    private Exchange<PutResult> complete(
            Operation operation, @Nullable Long crc64, CompleteOptions options, CompleteOutcome outcome) {
        options.applyTo(operation);
        Exchange<PutResult> exchange = new Exchange<>(transport, operation, response -> {
            try (OssResponse answered = response) {
                StoredAnswer answer = StoredAnswer.ofParts(operation, key, crc64, answered);
                return options.callback() == null ? answer.ofComplete() : answer.ofCompleteWithCallback();
            }
        });
        return exchange.resolvedBy(outcome);
    }

    /** Drops the parts. Parts that are being sent meanwhile may stay: abort again when they have ended. */
    public void abort() throws IOException {
        Exchange<String> exchange = abortExchange();
        try {
            exchange.execute();
        } catch (ServiceException e) {
            // An attempt whose response was lost may have aborted it.
            if (!exchange.isPossiblyExecuted() || !NO_SUCH_UPLOAD.equals(e.code())) {
                throw e;
            }
        }
    }

    /** With an empty body: OkHttp by itself would resend a request without one, and hide that its response was lost. */
    Exchange<String> abortExchange() throws IOException {
        Operation operation = new Operation("AbortMultipartUpload", "DELETE", key)
                .query("uploadId", uploadId)
                .body(UploadBody.empty());
        return new Exchange<>(transport, operation, response -> {
            try (OssResponse answered = response) {
                RefusedAnswer.throwUnlessSuccessful(operation, answered);
                return uploadId;
            }
        });
    }

    @Override
    public String toString() {
        return PrintableText.escape("MultipartUpload{" + key + ", uploadId=" + uploadId + "}");
    }
}
