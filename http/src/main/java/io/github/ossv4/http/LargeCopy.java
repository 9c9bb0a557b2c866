// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import io.github.ossv4.object.ObjectHeaders;
import io.github.ossv4.object.ObjectTags;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
        this.transport = transport.paidAs(options.request());
        this.ofSource = ofSource.paidAs(options.request());
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
        // OSS omits the number of tags if the caller has no permission to read them.
        if (options.replacesTags() || "0".equals(metadata.header("x-oss-tagging-count"))) {
            copy(metadata, ObjectTags.NONE);
            return;
        }
        TagOptions.Builder ofVersion = TagOptions.builder();
        String version = version(metadata);
        if (version != null) {
            ofVersion.versionId(version);
        }
        CancellableFuture<ObjectTags> step =
                ObjectTagging.get(ofSource, source.key(), ofVersion.build()).enqueue();
        transfer.cancels(step);
        step.whenIdle((tags, failure) -> {
            if (failure == null) {
                proceed(() -> copy(metadata, tags));
            } else {
                transfer.fail(failure instanceof ServiceException ? unreadable(failure) : failure);
            }
        });
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
