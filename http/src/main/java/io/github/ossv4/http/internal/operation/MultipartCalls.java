// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.AsyncMultipartUpload;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.ChecksumMismatchException;
import io.github.ossv4.http.CompleteOptions;
import io.github.ossv4.http.CopySource;
import io.github.ossv4.http.MultipartOptions;
import io.github.ossv4.http.MultipartUpload;
import io.github.ossv4.http.PartOptions;
import io.github.ossv4.http.PresignedUrl;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.ResponseDocument;
import io.github.ossv4.http.internal.call.ResponseHeaders;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.call.UploadBody;
import io.github.ossv4.internal.error.KnownError;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.ResourceNames;
import io.github.ossv4.multipart.CompleteMultipartUpload;
import io.github.ossv4.multipart.MultipartResponse;
import io.github.ossv4.multipart.PartList;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The calls of a multipart upload. Thread-safe. */
public final class MultipartCalls implements MultipartUpload {
    public static final String NO_SUCH_UPLOAD = KnownError.NO_UPLOAD.key();

    private static final int MAX_PARTS_LISTED = 1000;

    private final Transport transport;
    private final String key;
    private final String uploadId;
    private final @Nullable Instant initiated;
    private final @Nullable Map<String, String> metadata;

    /** @param metadata the user metadata; null if it is not known */
    private MultipartCalls(
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

    public static Exchange<MultipartUpload> initiate(Transport transport, String key, MultipartOptions options)
            throws IOException {
        Objects.requireNonNull(options, "options");
        NewObject object = new NewObject(options.headers(), options.forbidOverwrite(), null);
        return initiate(transport, key, null, object, options.sequential(), initiated -> initiated);
    }

    /**
     * Returns the call.
     *
     * @param body the bytes of the whole object; null if unknown
     * @param initiated is given the upload first, even if the call was cancelled, and returns the result
     */
    public static <U> Exchange<U> initiate(
            Transport transport,
            String key,
            @Nullable Body body,
            NewObject object,
            boolean isSequential,
            Function<MultipartCalls, U> initiated)
            throws IOException {
        Operation operation =
                object.addToInitiate(new Operation("InitiateMultipartUpload", "POST", ResourceNames.checkKey(key))
                        .query("uploads", "")
                        .query("encoding-type", "url")
                        .body(UploadBody.empty())
                        .query("sequential", isSequential ? "" : null));
        transport.contentTypes().applyTo(operation, body);
        return new Exchange<>(transport, operation, response -> {
            String uploadId = ResponseDocument.document(operation, response, MultipartResponse::uploadId);
            MultipartCalls multipart = new MultipartCalls(
                    transport, key, uploadId, ResponseHeaders.instant(response.header("Date")), object.metadata());
            return initiated.apply(multipart);
        });
    }

    public static MultipartCalls of(Transport transport, String key, String uploadId) {
        return of(transport, ResourceNames.checkKey(key), uploadId, null, null);
    }

    /**
     * Returns an upload that was initiated before.
     *
     * @param initiated the time at which it was initiated, by OSS's clock; null if unknown
     * @param metadata the user metadata; null if unknown
     */
    public static MultipartCalls of(
            Transport transport,
            String key,
            String uploadId,
            @Nullable Instant initiated,
            @Nullable Map<String, String> metadata) {
        if (Objects.requireNonNull(uploadId, "uploadId").isEmpty()) {
            throw new IllegalArgumentException("uploadId must not be empty");
        }
        return new MultipartCalls(transport, key, uploadId, initiated, metadata);
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public String uploadId() {
        return uploadId;
    }

    /** Returns the user metadata of the upload; null if unknown. */
    @Nullable
    public Map<String, String> metadata() {
        return metadata;
    }

    /** Returns the time at which the upload was initiated, by OSS's clock; null if unknown. */
    @Nullable
    public Instant initiated() {
        return initiated;
    }

    @Override
    public UploadedPart uploadPart(int number, Body body, PartOptions options) throws IOException {
        return uploadPartExchange(number, body, options).execute();
    }

    public Exchange<UploadedPart> uploadPartExchange(int number, Body body, PartOptions options) throws IOException {
        Objects.requireNonNull(options, "options");
        UploadBody upload = new UploadBody(body, options.progress());
        Operation operation = part(number, "UploadPart")
                .body(upload)
                .retryOnMismatch()
                .trafficLimit(options.trafficLimit())
                .header("Content-MD5", options.contentMd5());
        return new Exchange<>(transport, operation, response -> {
            PutResult result;
            try {
                result = StoredResponse.of(operation, key, upload, response).withoutCallback();
            } catch (ChecksumMismatchException e) {
                throw ChecksumMismatches.ofPart(operation, e);
            }
            return UploadedPart.of(number, etag(operation, result.etag()), upload.length(), upload.sentCrc64());
        });
    }

    @Override
    public UploadedPart uploadPartCopy(int number, CopySource source, long first, long length) throws IOException {
        return uploadPartCopyExchange(number, source, first, length, operation -> {})
                .execute();
    }

    /**
     * Copies a range of an object to a part.
     *
     * @param more adds further headers to the request
     */
    public Exchange<UploadedPart> uploadPartCopyExchange(
            int number, CopySource source, long first, long length, Consumer<Operation> more) throws IOException {
        Objects.requireNonNull(source, "source");
        if (first < 0 || length <= 0 || length > PartPlan.MAX_PART_SIZE || first > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("range must be between 1 and " + PartPlan.MAX_PART_SIZE + " bytes, was "
                    + length + " from " + first);
        }
        Operation operation = part(number, "UploadPartCopy")
                .respondsWhenStored()
                .body(UploadBody.empty())
                .header("x-oss-copy-source", CopyObject.header(source, transport.bucket()))
                .header("x-oss-copy-source-range", "bytes=" + first + "-" + (first + length - 1));
        more.accept(operation);
        return new Exchange<>(transport, operation, response -> {
            String etag = ResponseDocument.document(operation, response, MultipartResponse::partEtag);
            return UploadedPart.of(number, etag, length, response.crc64());
        });
    }

    @Override
    public PresignedUrl presignPart(int number, Duration validity) throws IOException {
        return transport.presign(part(number, "UploadPart"), validity);
    }

    private Operation part(int number, String name) {
        if (number < 1 || number > PartPlan.MAX_PARTS) {
            throw new IllegalArgumentException(
                    "part number must be between 1 and " + PartPlan.MAX_PARTS + ", was " + number);
        }
        return new Operation(name, "PUT", key).part(number).query("uploadId", uploadId);
    }

    private static String etag(Operation operation, @Nullable String etag) throws IOException {
        if (etag == null || etag.isEmpty()) {
            throw new IOException(operation + ": the response has no ETag, which completing the upload requires");
        }
        return etag;
    }

    public Exchange<PartList> listPartsExchange(int partNumberMarker) {
        return listPartsExchange(partNumberMarker, MAX_PARTS_LISTED);
    }

    /** Lists one part, which proves that the upload still exists. */
    Exchange<PartList> firstPartExchange() {
        return listPartsExchange(0, 1);
    }

    private Exchange<PartList> listPartsExchange(int partNumberMarker, int maxParts) {
        Operation operation = new Operation("ListParts", "GET", key)
                .query("uploadId", uploadId)
                .query("encoding-type", "url")
                .query("max-parts", Integer.toString(maxParts))
                .query("part-number-marker", partNumberMarker == 0 ? null : Integer.toString(partNumberMarker));
        return ListResponse.list(transport, operation, PartList::read, list -> null);
    }

    @Override
    public List<UploadedPart> listParts() throws IOException {
        List<UploadedPart> parts = new ArrayList<>();
        PartList list = listPartsExchange(0).execute();
        int marker = 0;
        while (true) {
            parts.addAll(list.parts());
            if (!list.isTruncated()) {
                return parts;
            }
            if (list.parts().isEmpty()
                    || list.nextPartNumberMarker() <= marker
                    || list.nextPartNumberMarker() > PartPlan.MAX_PARTS) {
                throw new IOException("ListParts " + PrintableText.escape(key) + ": the list continues after part "
                        + list.nextPartNumberMarker() + ", which it has already listed");
            }
            marker = list.nextPartNumberMarker();
            list = listPartsExchange(marker).execute();
        }
    }

    @Override
    public PutResult complete(List<UploadedPart> parts, CompleteOptions options) throws IOException {
        return completeExchange(parts, options).execute();
    }

    private Exchange<PutResult> completeExchange(List<UploadedPart> parts, CompleteOptions options) throws IOException {
        NewObject object = NewObject.of(Objects.requireNonNull(options, "options"));
        return completeExchange(Objects.requireNonNull(parts, "parts"), object, outcome(parts, object));
    }

    /** Like {@link #complete(List, CompleteOptions)}, with {@link #outcome} to decide after a lost response. */
    public Exchange<PutResult> completeExchange(List<UploadedPart> parts, NewObject object, CompleteOutcome outcome)
            throws IOException {
        Body document = Body.of(CompleteMultipartUpload.xml(parts));
        Operation operation = complete().body(new UploadBody(document, null)).header("Content-Type", "application/xml");
        return complete(operation, UploadedPart.crc64(parts), object, outcome);
    }

    /** Returns what decides the outcome after a lost response. */
    public CompleteOutcome outcome(List<UploadedPart> parts, NewObject object) {
        Long crc64 = UploadedPart.crc64(parts);
        return outcome(ExpectedObject.of(size(parts), crc64).metadata(metadata), crc64, object);
    }

    private CompleteOutcome outcome(ExpectedObject expected, @Nullable Long crc64, NewObject object) {
        return new CompleteOutcome(transport, this, object, expected.stored(initiated, null), crc64);
    }

    private static long size(List<UploadedPart> parts) {
        return parts.stream().mapToLong(UploadedPart::size).sum();
    }

    @Override
    public PutResult completeAll(CompleteOptions options) throws IOException {
        return completeAllExchange(options).execute();
    }

    private Exchange<PutResult> completeAllExchange(CompleteOptions options) throws IOException {
        NewObject object = NewObject.of(Objects.requireNonNull(options, "options"));
        Operation operation = complete().body(UploadBody.empty()).header("x-oss-complete-all", "yes");
        return complete(operation, null, object, outcome(ExpectedObject.ofAnyContent(), null, object));
    }

    public Operation complete() {
        return new Operation("CompleteMultipartUpload", "POST", key)
                .respondsWhenStored()
                .query("uploadId", uploadId)
                .query("encoding-type", "url");
    }

    private Exchange<PutResult> complete(
            Operation operation, @Nullable Long crc64, NewObject object, CompleteOutcome outcome) {
        object.addToComplete(operation);
        Exchange<PutResult> exchange = new Exchange<>(transport, operation, response -> {
            StoredResponse stored = StoredResponse.ofParts(operation, key, crc64, response);
            return object.hasCallback() ? stored.ofCompleteWithCallback() : stored.ofComplete();
        });
        return exchange.resolvedBy(outcome);
    }

    @Override
    public void abort() throws IOException {
        Exchange<String> exchange = abortExchange();
        try {
            exchange.execute();
        } catch (ServiceException e) {
            // An attempt with a lost response may have aborted it.
            if (!exchange.isPossiblyExecuted() || !NO_SUCH_UPLOAD.equals(e.code())) {
                throw e;
            }
        }
    }

    /**
     * The request has an empty body: OkHttp itself would retry a request without a body, and its lost response would go
     * unnoticed.
     */
    public Exchange<String> abortExchange() throws IOException {
        Operation operation = new Operation("AbortMultipartUpload", "DELETE", key)
                .query("uploadId", uploadId)
                .body(UploadBody.empty());
        return new Exchange<>(transport, operation, response -> {
            ResponseDocument.throwUnlessSuccessful(operation, response);
            return uploadId;
        });
    }

    @Override
    public String toString() {
        return PrintableText.escape("MultipartUpload{" + key + ", uploadId=" + uploadId + "}");
    }

    @Override
    public AsyncMultipartUpload async() {
        return new AsyncCalls();
    }

    private final class AsyncCalls implements AsyncMultipartUpload {
        @Override
        public CompletableFuture<UploadedPart> uploadPart(int number, Body body, PartOptions options) {
            return Exchange.start(() -> uploadPartExchange(number, body, options));
        }

        @Override
        public CompletableFuture<UploadedPart> uploadPartCopy(int number, CopySource source, long first, long length) {
            return Exchange.start(() -> uploadPartCopyExchange(number, source, first, length, operation -> {}));
        }

        @Override
        public CompletableFuture<PutResult> complete(List<UploadedPart> parts, CompleteOptions options) {
            return Exchange.start(() -> completeExchange(parts, options));
        }

        @Override
        public CompletableFuture<PutResult> completeAll(CompleteOptions options) {
            return Exchange.start(() -> completeAllExchange(options));
        }
    }
}
