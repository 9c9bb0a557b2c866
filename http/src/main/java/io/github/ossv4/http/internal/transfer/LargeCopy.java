// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.CopyOptions;
import io.github.ossv4.http.CopyResult;
import io.github.ossv4.http.CopySource;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.VersionOptions;
import io.github.ossv4.http.internal.call.CallFailures;
import io.github.ossv4.http.internal.call.CancellableFuture;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.operation.ChecksumMismatches;
import io.github.ossv4.http.internal.operation.CopyObject;
import io.github.ossv4.http.internal.operation.HeadObject;
import io.github.ossv4.http.internal.operation.MultipartCalls;
import io.github.ossv4.http.internal.operation.ObjectTagging;
import io.github.ossv4.http.internal.redaction.Suppressed;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import io.github.ossv4.object.ObjectHeaders;
import io.github.ossv4.object.ObjectTags;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies an object, in parts if it has more than 1 GB: requests its metadata and tags, initiates an upload with them,
 * copies the parts, and compares the CRC64 of the whole. No bytes pass through this process, and no thread waits for
 * the requests.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/uploadpartcopy">UploadPartCopy</a>
 */
public final class LargeCopy {
    /** The code with which CopyObject refuses a large object. */
    private static final String TOO_LARGE = "EntityTooLarge";

    private static final long PART_SIZE = 100L * 1024 * 1024;
    private static final int WORKERS = 3;

    private final Transport transport;
    private final Transport sourceTransport;
    private final CopySource source;
    private final String key;
    private final CopyOptions options;
    private final TransferFuture<CopyResult> transfer = new TransferFuture<>();

    private LargeCopy(
            Transport transport, Transport sourceTransport, CopySource source, String key, CopyOptions options) {
        this.transport = transport.paidAs(options.requesterPays());
        this.sourceTransport = sourceTransport.paidAs(options.requesterPays());
        this.source = source;
        this.key = key;
        this.options = options;
    }

    public static CopyResult execute(Transport transport, CopySource source, String key, CopyOptions options)
            throws IOException {
        try {
            return CopyObject.exchange(transport, source, key, options).execute();
        } catch (ServiceException e) {
            if (!isRequired(e)) {
                throw e;
            }
            return start(transport, source, key, options, e).await();
        }
    }

    public static CancellableFuture<CopyResult> enqueue(
            Transport transport, CopySource source, String key, CopyOptions options) throws IOException {
        CancellableFuture<CopyResult> future = new CancellableFuture<>();
        CancellableFuture<CopyResult> copying =
                CopyObject.exchange(transport, source, key, options).enqueue();
        future.cancels(copying);
        copying.whenIdle((result, failure) -> {
            try {
                if (failure == null) {
                    future.succeed(result);
                } else if (isRequired(failure) && !future.isDone()) {
                    future.completeWith(start(transport, source, key, options, (ServiceException) failure));
                } else {
                    future.fail(failure);
                }
            } catch (Throwable t) {
                future.fail(t);
            }
        });
        return future;
    }

    /** Returns whether CopyObject refused an object because of its size. */
    private static boolean isRequired(@Nullable Throwable refusal) {
        return CallFailures.isRefusal(refusal, TOO_LARGE);
    }

    /**
     * Starts a copy in parts.
     *
     * @param refusal the exception by which CopyObject refused the object
     * @throws IOException {@code refusal}, if this client cannot address the bucket of the source
     */
    private static TransferFuture<CopyResult> start(
            Transport transport, CopySource source, String key, CopyOptions options, IOException refusal)
            throws IOException {
        Transport sourceTransport;
        try {
            String bucket = source.bucket();
            sourceTransport =
                    bucket == null || bucket.equals(transport.bucket()) ? transport : transport.ofBucket(bucket);
        } catch (IllegalArgumentException e) {
            Suppressed.add(refusal, e);
            throw refusal;
        }
        LargeCopy copy = new LargeCopy(transport, sourceTransport, source, key, options);
        copy.head();
        return copy.transfer;
    }

    private void head() throws IOException {
        Operation operation = HeadObject.operation(source.key(), options.requesterPays(), options.conditions())
                .query("versionId", source.versionId());
        transfer.after(
                HeadObject.exchange(sourceTransport, source.key(), operation).enqueue(), this::tags, transfer::fail);
    }

    private void tags(ObjectMetadata metadata) throws IOException {
        // OSS omits the number of tags if the caller has no permission to read them.
        if (options.replacesTags() || "0".equals(metadata.header("x-oss-tagging-count"))) {
            copy(metadata, ObjectTags.NONE);
            return;
        }
        VersionOptions.Builder ofVersion = VersionOptions.builder();
        String version = version(metadata);
        if (version != null) {
            ofVersion.versionId(version);
        }
        transfer.after(
                ObjectTagging.get(sourceTransport, source.key(), ofVersion.build())
                        .enqueue(),
                tags -> copy(metadata, tags),
                failure -> transfer.fail(failure instanceof ServiceException ? unreadable(failure) : failure));
    }

    private static IOException unreadable(Throwable refusal) {
        return new IOException(
                "cannot read the tags of the source; call replaceTags() to copy the object without them: "
                        + refusal.getMessage(),
                refusal);
    }

    /** Returns the version that was found; null in a bucket without versioning. */
    private @Nullable String version(ObjectMetadata metadata) {
        return metadata.versionId() == null ? source.versionId() : metadata.versionId();
    }

    private void copy(ObjectMetadata metadata, ObjectTags tags) throws IOException {
        if (metadata.size() < 0) {
            throw new IOException("HeadObject " + PrintableText.escape(source.key())
                    + ": OSS did not return the size of the object (request id " + metadata.requestId() + ")");
        }
        PartPlan plan = PartPlan.of(
                metadata.size(),
                Math.max(PART_SIZE, PartPlan.of(metadata.size()).partSize()));
        UploadSteps steps = new UploadSteps(transport, key, uploadOptions(metadata, tags), null, null);
        transfer.after(
                steps.transfer(),
                stored -> transfer.succeed(result(metadata, stored)),
                failure -> transfer.fail(changed(failure)));
        steps.initiate(null, upload -> copyParts(steps, upload, metadata, plan));
    }

    /** Converts a 412: the only condition of a part is the ETag of the source. */
    private static Throwable changed(Throwable failure) {
        return CallFailures.isPreconditionFailed(failure)
                ? new IOException("the source changed during the copy: " + failure.getMessage(), failure)
                : failure;
    }

    private void copyParts(UploadSteps steps, MultipartCalls upload, ObjectMetadata metadata, PartPlan plan) {
        String version = version(metadata);
        CopySource exact = version == null ? source : source.version(version);
        PartsRun<UploadedPart> run = new PartsRun<>(plan, WORKERS, part -> copyPart(upload, exact, metadata, part));
        steps.continueAfter(run.future(), copied -> steps.complete(copied, plan.count(), plan.size()));
        run.start();
    }

    private static CancellableFuture<UploadedPart> copyPart(
            MultipartCalls upload, CopySource exact, ObjectMetadata metadata, Part part) throws IOException {
        return upload.uploadPartCopyExchange(part.number(), exact, part.offset(), part.length(), operation -> {
                    if (metadata.etag() != null) {
                        operation.header("x-oss-copy-source-if-match", "\"" + metadata.etag() + "\"");
                    }
                })
                .enqueue();
    }

    private UploadOptions uploadOptions(ObjectMetadata metadata, ObjectTags tags) {
        UploadOptions.Builder upload = UploadOptions.builder();
        if (options.replacesMetadata()) {
            // As CopyObject does. Otherwise the type would be inferred from the key.
            upload.contentType("application/octet-stream");
        } else {
            upload.headers(headers(metadata));
        }
        tags.asMap().forEach(upload::tag);
        upload.headers(options.headers());
        if (options.forbidsOverwrite()) {
            upload.forbidOverwrite();
        }
        return upload.build();
    }

    /** Returns the headers of the source as they were received, which OSS accepted once. */
    private static ObjectHeaders headers(ObjectMetadata metadata) {
        Map<String, String> received = new LinkedHashMap<>();
        for (String name : ObjectHeaders.STANDARD) {
            String value = metadata.header(name);
            if (value != null) {
                received.put(name, value);
            }
        }
        received.putIfAbsent("Content-Type", "application/octet-stream");
        metadata.metadata().forEach((name, value) -> received.put(ObjectHeaders.METADATA_PREFIX + name, value));
        return ObjectHeaders.of(received);
    }

    /** Compares the copy with the source: OSS reports no CRC64 of the parts. */
    private CopyResult result(ObjectMetadata metadata, PutResult stored) throws IOException {
        Long copied = stored.crc64();
        Long expected = metadata.crc64();
        if (copied != null && expected != null && !copied.equals(expected)) {
            throw ChecksumMismatches.copied(
                    new Operation("CompleteMultipartUpload", "POST", key).by(transport), copied, expected, stored);
        }
        return CopyResult.builder(key)
                .etag(stored.etag())
                .crc64(copied)
                .versionId(stored.versionId())
                .sourceVersionId(version(metadata))
                .requestId(stored.requestId())
                .build();
    }
}
