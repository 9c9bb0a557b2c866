// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.ObjectOptions;
import io.github.ossv4.http.Advice;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.Conditions;
import io.github.ossv4.http.CopyOptions;
import io.github.ossv4.http.CopyResult;
import io.github.ossv4.http.CopySource;
import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.Transfer;
import io.github.ossv4.internal.error.KnownError;
import io.github.ossv4.list.ObjectVersion;
import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.object.ObjectHeaders;
import io.github.ossv4.object.StorageClass;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Copies objects within OSS with their storage classes and ACLs, and compares each copy with its source. Thread-safe.
 *
 * @param sources the client of the bucket of the sources
 * @param targets the client of the bucket of the targets
 * @param options the options of each copy
 */
record ObjectCopy(BucketClient sources, BucketClient targets, CopyOptions options) {
    private static final String STANDARD = StorageClass.STANDARD.value();

    /** Checks the options. */
    static ObjectCopy of(BucketClient sources, BucketClient targets, ObjectOptions headers, boolean forbidOverwrite) {
        CopyOptions.Builder options = CopyOptions.builder().forbidOverwrite(forbidOverwrite);
        headers.applyTo(options);
        return new ObjectCopy(sources, targets, options.build());
    }

    /** Returns the metadata of the source. */
    ObjectMetadata source(CopyItem item) throws IOException {
        try {
            return head(sources, item.source().key(), item.versionId());
        } catch (ServiceException e) {
            throw explained(e, item);
        }
    }

    CopiedObject copy(CopyItem item) throws IOException {
        ObjectMetadata source = source(item);
        CopyOptions.Builder ofItem = options.newBuilder();
        Map<String, String> named = options.headers().asMap();
        if (!named.containsKey(ObjectChange.STORAGE_CLASS)) {
            String kept = source.storageClass();
            ofItem.headers(ObjectHeaders.of(Map.of(ObjectChange.STORAGE_CLASS, kept == null ? STANDARD : kept)));
        }
        if (!named.containsKey(ObjectChange.ACL)) {
            String key = item.source().key();
            String versionId = item.versionId();
            ObjectVersion object = versionId == null ? ObjectVersion.of(key) : ObjectVersion.of(key, versionId);
            ObjectAcl acl = ObjectChange.readAcl(sources, item.source(), object);
            if (acl != ObjectAcl.DEFAULT) {
                ofItem.acl(acl);
            }
        }
        String etag = source.etag();
        if (etag != null) {
            ofItem.conditions(Conditions.match(etag));
        }
        CopySource from = CopySource.of(item.source().bucket(), item.source().key());
        String version = item.versionId();
        CopyResult stored;
        try {
            stored = await(targets.async()
                    .copy(
                            version == null ? from : from.version(version),
                            item.target().key(),
                            ofItem.build()));
        } catch (ServiceException e) {
            throw explained(e, item);
        }
        ObjectMetadata copy = head(targets, item.target().key(), stored.versionId());
        CopyCheck check = CopyCheck.of(source, copy);
        if (check == CopyCheck.DIFFERENT) {
            throw new IOException("the copy " + item.target() + " differs from " + item.source()
                    + ": another request may have replaced the copy");
        }
        return CopiedObject.of(item, copy, check);
    }

    /**
     * Waits for a copy. An interrupt cancels it, and its parts are deleted before this method throws. A blocking call
     * would notice Ctrl-C only with the response of OSS, which can take minutes.
     */
    static CopyResult await(Transfer<CopyResult> copying) throws IOException {
        try {
            return copying.get();
        } catch (InterruptedException e) {
            copying.cancel(true);
            InterruptedIOException interrupted = new InterruptedIOException("the copy was interrupted");
            copying.idle()
                    .exceptionally(left -> {
                        interrupted.addSuppressed(left);
                        return null;
                    })
                    .join();
            Thread.currentThread().interrupt();
            throw interrupted;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        }
    }

    private static ObjectMetadata head(BucketClient client, String key, @Nullable String versionId) throws IOException {
        GetOptions.Builder options = GetOptions.builder();
        if (versionId != null) {
            options.versionId(versionId);
        }
        return client.head(key, options.build());
    }

    /** Adds advice to an error that is caused by buckets in different regions. */
    private static ServiceException explained(ServiceException refusal, CopyItem item) {
        KnownError known = KnownError.of(refusal.code(), refusal.ec(), refusal.description(), refusal.details());
        return known != KnownError.OTHER_ENDPOINT
                        || item.source().bucket().equals(item.target().bucket())
                ? refusal
                : refusal.newBuilder()
                        .advice(Advice.of("OSS copies only within a region: if "
                                + item.source().bucket() + " and "
                                + item.target().bucket()
                                + " are in different regions, download and upload the objects"))
                        .build();
    }
}
