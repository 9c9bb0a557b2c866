// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.CopyOptions;
import io.github.ossv4.http.CopyResult;
import io.github.ossv4.http.CopySource;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.OutcomeUnknownException;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.internal.call.AsyncCall;
import io.github.ossv4.http.internal.call.CallFailures;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.Scope;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.operation.ChecksumMismatches;
import io.github.ossv4.http.internal.operation.CopyObject;
import io.github.ossv4.http.internal.operation.HeadObject;
import io.github.ossv4.http.internal.operation.MultipartCalls;
import io.github.ossv4.http.internal.operation.ObjectTagging;
import io.github.ossv4.internal.error.Suppressed;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.list.ObjectVersion;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import io.github.ossv4.object.ObjectHeaders;
import io.github.ossv4.object.ObjectTags;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A copy of an object, in parts if OSS refuses it as too large for one request: requests its metadata and tags,
 * initiates an upload with them, copies the parts, and compares the CRC64 of the whole. No bytes pass through this
 * process.
 *
 * <p>Rule: CopyObject up to 1 GB, then parts with the headers and tags of the source; its CRC64 is compared ({@code
 * LargeCopyTest}).
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

    private LargeCopy(
            Transport transport, Transport sourceTransport, CopySource source, String key, CopyOptions options) {
        this.transport = transport;
        this.sourceTransport = sourceTransport;
        this.source = source;
        this.key = key;
        this.options = options;
    }

    /** Copies an object on this thread. */
    public static CopyResult execute(Transport transport, CopySource source, String key, CopyOptions options)
            throws IOException {
        Exchange<CopyResult> copying = CopyObject.exchange(transport, source, key, options);
        return execute(copying, transport, source, key, options, Scope.ofCaller(), Scope.ofTransfer(transport));
    }

    /** Copies an object on a thread of the client. */
    public static AsyncCall<CopyResult> start(Transport transport, CopySource source, String key, CopyOptions options)
            throws IOException {
        Exchange<CopyResult> copying = CopyObject.exchange(transport, source, key, options);
        return copying.enqueue(scope -> execute(copying, transport, source, key, options, scope, scope));
    }

    private static CopyResult execute(
            Exchange<CopyResult> copying,
            Transport transport,
            CopySource source,
            String key,
            CopyOptions options,
            Scope ofRequest,
            Scope ofParts)
            throws IOException {
        LargeCopy inParts;
        try {
            return copying.execute(ofRequest);
        } catch (ServiceException e) {
            inParts = afterRefusal(transport, source, key, options, e, e);
        } catch (OutcomeUnknownException e) {
            inParts = afterRefusal(transport, source, key, options, e.getCause(), e);
        }
        try {
            return inParts.run(ofParts);
        } catch (IOException e) {
            if (!copying.isPossiblyExecuted() || e instanceof OutcomeUnknownException) {
                throw e;
            }
            // The source was replaced by a larger one between the attempts.
            throw CallFailures.outcomeUnknown(
                    new Operation("CopyObject", "PUT", key).by(transport),
                    "an attempt without a response may have copied the object, and the copy in parts failed",
                    e);
        }
    }

    /**
     * Returns the copy in parts that follows a refusal.
     *
     * @param reason the exception by which CopyObject refused the object
     * @param failure the exception of CopyObject
     * @throws IOException {@code failure}, if the object was refused for another reason than its size, or this client
     *     cannot address the bucket of the source
     */
    private static LargeCopy afterRefusal(
            Transport transport,
            CopySource source,
            String key,
            CopyOptions options,
            @Nullable Throwable reason,
            IOException failure)
            throws IOException {
        if (!CallFailures.isRefusal(reason, TOO_LARGE)) {
            throw failure;
        }
        try {
            String bucket = source.bucket();
            Transport sourceTransport =
                    bucket == null || bucket.equals(transport.bucket()) ? transport : transport.ofBucket(bucket);
            return new LargeCopy(transport, sourceTransport, source, key, options);
        } catch (IllegalArgumentException e) {
            Suppressed.add(failure, e);
            throw failure;
        }
    }

    private CopyResult run(Scope scope) throws IOException {
        Operation head =
                HeadObject.operation(source.key(), options.conditions()).query("versionId", source.versionId());
        ObjectMetadata metadata =
                HeadObject.exchange(sourceTransport, source.key(), head).execute(scope);
        ObjectTags tags = tags(metadata, scope);
        if (metadata.size() < 0) {
            throw new IOException("HeadObject " + PrintableText.escape(source.key())
                    + ": OSS did not return the size of the object (request id " + metadata.requestId() + ")");
        }
        PartPlan plan = PartPlan.of(
                metadata.size(),
                Math.max(PART_SIZE, PartPlan.of(metadata.size()).partSize()));
        UploadSteps steps = new UploadSteps(transport, key, uploadOptions(metadata, tags), null);
        try {
            MultipartCalls upload = steps.initiate(null, scope);
            List<UploadedPart> copied = copyParts(upload, metadata, plan, scope);
            return result(metadata, steps.complete(copied, plan.count(), plan.size(), scope));
        } catch (Throwable t) {
            steps.abortUnlessKept(t, scope);
            throw t;
        }
    }

    private ObjectTags tags(ObjectMetadata metadata, Scope scope) throws IOException {
        // OSS omits the number of tags if the caller has no permission to read them.
        if (options.replaceTags() || "0".equals(metadata.header("x-oss-tagging-count"))) {
            return ObjectTags.NONE;
        }
        String version = version(metadata);
        ObjectVersion found =
                version == null ? ObjectVersion.of(source.key()) : ObjectVersion.of(source.key(), version);
        try {
            return ObjectTagging.get(sourceTransport, found).execute(scope);
        } catch (ServiceException e) {
            throw new IOException(
                    "cannot read the tags of the source; call replaceTags(true) to copy the object without them: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Returns the version that was found; null in a bucket without versioning. */
    private @Nullable String version(ObjectMetadata metadata) {
        return metadata.versionId() == null ? source.versionId() : metadata.versionId();
    }

    private List<UploadedPart> copyParts(MultipartCalls upload, ObjectMetadata metadata, PartPlan plan, Scope scope)
            throws IOException {
        String version = version(metadata);
        CopySource exact = version == null ? source : source.version(version);
        Parts<UploadedPart> parts = new Parts<>(
                transport,
                scope,
                WORKERS,
                (part, ofPart) -> copyPart(upload, exact, metadata, part).execute(ofPart));
        try {
            return parts.run(Parts.of(plan));
        } catch (ServiceException e) {
            // The only condition of a part is the ETag of the source.
            throw CallFailures.isPreconditionFailed(e)
                    ? new IOException("the source changed during the copy: " + e.getMessage(), e)
                    : e;
        }
    }

    private static Exchange<UploadedPart> copyPart(
            MultipartCalls upload, CopySource exact, ObjectMetadata metadata, Part part) throws IOException {
        return upload.uploadPartCopyExchange(part.number(), exact, part.offset(), part.length(), operation -> {
            if (metadata.etag() != null) {
                operation.header("x-oss-copy-source-if-match", "\"" + metadata.etag() + "\"");
            }
        });
    }

    private UploadOptions uploadOptions(ObjectMetadata metadata, ObjectTags tags) {
        UploadOptions.Builder upload = UploadOptions.builder();
        if (options.replaceMetadata()) {
            // As CopyObject does. Otherwise the type would be inferred from the key.
            upload.contentType("application/octet-stream");
        } else {
            upload.headers(headers(metadata));
        }
        tags.asMap().forEach(upload::tag);
        upload.headers(options.headers());
        if (options.forbidOverwrite()) {
            upload.forbidOverwrite(true);
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
