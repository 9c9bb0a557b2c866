// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import io.github.ossv4.object.ObjectTags;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Copies an object of more than 1 GB in parts: requests its metadata and tags, initiates an upload with them, copies the parts,
 * and compares the CRC64 of the whole. No bytes pass through this process, and no thread waits for the requests.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/uploadpartcopy">UploadPartCopy</a>
 */
final class LargeCopy {
    /** The code with which CopyObject refuses a large object. */
    private static final String TOO_LARGE = "EntityTooLarge";

    private static final long PART_SIZE = 100L * 1024 * 1024;
    private static final int WORKERS = 3;
    private static final int PRECONDITION_FAILED = 412;

    private final Transport transport;
    private final Transport ofSource;
    private final CopySource source;
    private final String key;
    private final CopyOptions options;
    private final Transfer<CopyResult> transfer = new Transfer<>();

    private LargeCopy(Transport transport, Transport ofSource, CopySource source, String key, CopyOptions options) {
        this.transport = transport;
        this.ofSource = ofSource;
        this.source = source;
        this.key = key;
        this.options = options;
    }

    /** Returns whether CopyObject refused an object because of its size. */
    static boolean isRequired(@Nullable Throwable refusal) {
        return ServiceException.is(refusal, TOO_LARGE);
    }

    /**
     * Starts the copy.
     *
     * @param refusal of CopyObject
     * @throws IOException {@code refusal}, if this client cannot address the bucket of the source
     */
    static Transfer<CopyResult> start(
            Transport transport, CopySource source, String key, CopyOptions options, IOException refusal)
            throws IOException {
        Transport ofSource;
        try {
            String bucket = source.bucket();
            ofSource = bucket == null || bucket.equals(transport.bucket()) ? transport : transport.ofBucket(bucket);
        } catch (IllegalArgumentException e) {
            refusal.addSuppressed(e);
            throw refusal;
        }
        LargeCopy copy = new LargeCopy(transport, ofSource, source, key, options);
        copy.head();
        return copy.transfer;
    }

    private interface Step {
        void run() throws IOException;
    }

    private void proceed(Step step) {
        try {
            step.run();
        } catch (Throwable t) {
            transfer.fail(t);
        }
    }

    private <R> void after(CancellableFuture<R> step, UploadSteps.Next<R> next) {
        transfer.cancels(step);
        step.whenIdle((result, failure) -> {
            if (failure != null) {
                transfer.fail(failure);
            } else {
                proceed(() -> next.then(result));
            }
        });
    }

    private void head() throws IOException {
        Operation operation = new Operation("HeadObject", "HEAD", source.key()).query("versionId", source.versionId());
        options.applyConditionsTo(operation);
        after(HeadObject.exchange(ofSource, source.key(), operation).enqueue(), this::tags);
    }

    private void tags(ObjectMetadata metadata) throws IOException {
        String count = metadata.header("x-oss-tagging-count");
        if (options.replacesTags() || count == null || count.equals("0")) {
            copy(metadata, ObjectTags.NONE);
            return;
        }
        TagOptions.Builder ofVersion = TagOptions.builder();
        String version = version(metadata);
        if (version != null) {
            ofVersion.versionId(version);
        }
        after(ObjectTagging.get(ofSource, source.key(), ofVersion.build()).enqueue(), tags -> copy(metadata, tags));
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
        transfer.cancels(steps.transfer());
        steps.transfer().whenIdle((stored, failure) -> {
            if (failure != null) {
                transfer.fail(changed(failure));
            } else {
                proceed(() -> transfer.succeed(result(metadata, stored)));
            }
        });
        steps.initiate(null, upload -> copyParts(steps, upload, metadata, plan));
    }

    /** Converts a 412: the only condition of a part is the ETag of the source. */
    private static Throwable changed(Throwable failure) {
        return failure instanceof ServiceException && ((ServiceException) failure).status() == PRECONDITION_FAILED
                ? new IOException("the source changed during the copy: " + failure.getMessage(), failure)
                : failure;
    }

    private void copyParts(UploadSteps steps, MultipartUpload upload, ObjectMetadata metadata, PartPlan plan) {
        String version = version(metadata);
        CopySource exact = version == null ? source : source.version(version);
        Map<Integer, UploadedPart> copied = new ConcurrentSkipListMap<>();
        PartsRun run = new PartsRun(
                IntStream.rangeClosed(1, plan.count()).mapToObj(plan::part).iterator(),
                WORKERS,
                part -> copyPart(upload, exact, metadata, part, copied));
        steps.continueAfter(run.future(), done -> {
            steps.complete(new ArrayList<>(copied.values()), plan.count(), plan.size());
        });
        run.start();
    }

    private CancellableFuture<UploadedPart> copyPart(
            MultipartUpload upload,
            CopySource exact,
            ObjectMetadata metadata,
            Part part,
            Map<Integer, UploadedPart> copied)
            throws IOException {
        CancellableFuture<UploadedPart> copying = upload.uploadPartCopyExchange(
                        part.number(), exact, part.offset(), part.length(), operation -> {
                            if (metadata.etag() != null) {
                                operation.header("x-oss-copy-source-if-match", "\"" + metadata.etag() + "\"");
                            }
                            options.request().applyPayerTo(operation);
                        })
                .enqueue();
        CancellableFuture<UploadedPart> future = new CancellableFuture<>();
        future.cancels(copying);
        copying.whenIdle((done, failure) -> {
            if (failure == null) {
                copied.put(part.number(), done);
                future.succeed(done);
            } else {
                future.fail(failure);
            }
        });
        return future;
    }

    private UploadOptions uploadOptions(ObjectMetadata metadata, ObjectTags tags) {
        UploadOptions.Builder upload = UploadOptions.builder();
        if (options.replacesMetadata()) {
            // As CopyObject does. Otherwise the type would be inferred from the key.
            upload.contentType("application/octet-stream");
        } else {
            copyHeaders(metadata, upload);
        }
        tags.asMap().forEach(upload::tag);
        upload.headers(options.headers());
        if (options.forbidsOverwrite()) {
            upload.forbidOverwrite();
        }
        if (options.request().isPaidByRequester()) {
            upload.requesterPays();
        }
        return upload.build();
    }

    private static void copyHeaders(ObjectMetadata metadata, UploadOptions.Builder upload) {
        String contentType = metadata.contentType();
        String cacheControl = metadata.header("Cache-Control");
        String disposition = metadata.header("Content-Disposition");
        String encoding = metadata.header("Content-Encoding");
        Instant expires = ObjectMetadata.instant(metadata.header("Expires"));
        upload.contentType(contentType == null ? "application/octet-stream" : contentType);
        if (cacheControl != null) {
            upload.cacheControl(cacheControl);
        }
        if (disposition != null) {
            upload.contentDisposition(disposition);
        }
        if (encoding != null) {
            upload.contentEncoding(encoding);
        }
        if (expires != null) {
            upload.expires(expires);
        }
        metadata.metadata().forEach(upload::metadata);
    }

    /** Compares the copy with the source: OSS reports no CRC64 of the parts. */
    private CopyResult result(ObjectMetadata metadata, PutResult stored) throws IOException {
        Long copied = stored.knownCrc64();
        Long expected = metadata.crc64();
        if (copied != null && expected != null && !copied.equals(expected)) {
            throw ChecksumMismatchException.copied(
                    new Operation("CompleteMultipartUpload", "POST", key).at(transport.host()),
                    copied,
                    expected,
                    stored);
        }
        return new CopyResult(stored, version(metadata));
    }
}
