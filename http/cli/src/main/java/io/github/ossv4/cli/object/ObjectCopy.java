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
import io.github.ossv4.internal.error.KnownError;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Copies objects within OSS, and compares each copy with its source. A move deletes the source only if the copy is the
 * same, and the source is still the one that was copied. Thread-safe.
 *
 * @param sources the client of the bucket of the sources
 * @param targets the client of the bucket of the targets
 * @param options the options of each copy
 */
record ObjectCopy(BucketClient sources, BucketClient targets, CopyOptions options) {
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
        String etag = source.etag();
        if (etag != null) {
            ofItem.conditions(Conditions.match(etag));
        }
        CopySource from = CopySource.of(item.source().bucket(), item.source().key());
        String version = item.versionId();
        CopyResult stored;
        try {
            stored = targets.copy(
                    version == null ? from : from.version(version),
                    item.target().key(),
                    ofItem.build());
        } catch (ServiceException e) {
            throw explained(e, item);
        }
        ObjectMetadata copy = head(targets, item.target().key(), stored.versionId());
        CopyCheck check = CopyCheck.of(source, copy);
        if (check == CopyCheck.DIFFERENT) {
            throw new IOException("the copy " + item.target() + " differs from " + item.source()
                    + ", which is kept: another request may have replaced the copy");
        }
        if (item.kind() == CopyItem.Kind.MOVE) {
            ObjectDeletion.deleteMoved(sources, item, source, check);
        }
        return CopiedObject.of(item, copy, check);
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
