// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.Encryption;
import io.github.ossv4.emulator.internal.object.ObjectSettings;
import io.github.ossv4.emulator.internal.store.Bucket;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.internal.text.ResourceNames;
import io.github.ossv4.internal.xml.XmlElement;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates a bucket, or changes the ACL of an existing one.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/putbucket">PutBucket</a>
 */
final class PutBucket {
    private static final Set<String> REDUNDANCIES = Set.of("LRS", "ZRS");

    static final OssOperation OPERATION = OssOperation.onBucket("PutBucket", "PUT")
            .headers(BucketSettings.ACL, BucketTags.HEADER)
            .headers(Encryption.HEADERS)
            .createsBucket()
            .starting(PutBucket::start);

    private PutBucket() {}

    private static Execution start(Call call) {
        String bucket = call.bucket();
        checkName(bucket);
        withHeaders(call.settings(), call);
        return DocumentExecution.of(call, DocumentExecution.MAX_SETTINGS_BYTES, body -> {
            XmlElement root = body.length == 0
                    ? null
                    : DocumentExecution.checked(
                            DocumentExecution.parseSettings(body), "CreateBucketConfiguration", document -> true);
            String storageClass = choice(root, "StorageClass", ObjectSettings.STORAGE_CLASSES);
            String redundancy = choice(root, "DataRedundancyType", REDUNDANCIES);
            String location = root == null ? null : root.text("LocationConstraint");
            if (location != null && !location.equals(BucketInfo.location(call.services()))) {
                throw OssError.INVALID_LOCATION.with("LocationConstraint", location);
            }
            Bucket created = call.services().buckets().getOrCreate(bucket, defaults -> {
                BucketSettings settings = storageClass == null ? defaults : defaults.withStorageClass(storageClass);
                return redundancy == null ? settings : settings.withRedundancy(redundancy);
            });
            if (storageClass != null && !created.settings().storageClass().equals(storageClass)) {
                throw OssError.BUCKET_ALREADY_EXISTS.with("BucketName", bucket);
            }
            created.change(settings -> withHeaders(settings, call));
            return ServerResponse.of(200).header("Location", "/" + bucket);
        });
    }

    /**
     * Returns settings with the ACL, the encryption and the tags in headers.
     *
     * @throws OssException if one is invalid
     */
    private static BucketSettings withHeaders(BucketSettings settings, Call call) {
        Encryption encryption = Encryption.of(call.request());
        BucketSettings tagged = BucketTags.withHeader(settings.withAcl(call.request()), call);
        return encryption == null
                ? tagged
                : tagged.withDocument(Encryption.PARAMETER, BucketDocument.text(encryption.document()));
    }

    /** @throws OssException if no bucket can have this name */
    static void checkName(String bucket) {
        try {
            ResourceNames.checkBucket(bucket);
        } catch (IllegalArgumentException e) {
            throw OssError.INVALID_BUCKET_NAME.with("BucketName", bucket);
        }
    }

    /**
     * Returns the text of an element of the configuration, which must be one of {@code values}; null if it is absent.
     */
    private static @Nullable String choice(@Nullable XmlElement root, String name, Collection<String> values) {
        if (root == null) {
            return null;
        }
        String value = root.text(name);
        if (value != null && !values.contains(value)) {
            throw OssError.MALFORMED_XML.exception();
        }
        return value;
    }
}
