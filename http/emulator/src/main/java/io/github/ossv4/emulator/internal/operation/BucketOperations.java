// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.store.Bucket;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.sign.ResourceNames;
import io.github.ossv4.xml.XmlElement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operations that create, delete and describe buckets.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/bucket-operations/">Operations on buckets</a>
 */
final class BucketOperations {
    private static final String MARKER = "marker";
    private static final Set<String> REDUNDANCIES = Set.of("LRS", "ZRS");

    /** The storage classes of objects, with their names in a GetBucketStat. */
    private static final Map<String, String> NAMES_OF_CLASSES = new LinkedHashMap<>();

    static {
        NAMES_OF_CLASSES.put("Standard", "Standard");
        NAMES_OF_CLASSES.put("IA", "InfrequentAccess");
        NAMES_OF_CLASSES.put("Archive", "Archive");
        NAMES_OF_CLASSES.put("ColdArchive", "ColdArchive");
        NAMES_OF_CLASSES.put("DeepColdArchive", "DeepColdArchive");
    }

    static final List<OssOperation> ALL = List.of(
            OssOperation.onService("ListBuckets", "GET", BucketOperations::list)
                    .parameters(ListPosition.PREFIX, MARKER, ListObjectsExecution.MAX_KEYS)
                    .build(),
            OssOperation.onBucket("PutBucket", "PUT", BucketOperations::put)
                    .headers(BucketSettings.ACL)
                    .createsBucket()
                    .build(),
            OssOperation.onBucket("DeleteBucket", "DELETE", BucketOperations::delete)
                    .build(),
            OssOperation.onBucket("GetBucketInfo", "GET", BucketOperations::info)
                    .marker("bucketInfo")
                    .build(),
            OssOperation.onBucket("GetBucketLocation", "GET", BucketOperations::location)
                    .marker("location")
                    .build(),
            OssOperation.onBucket("GetBucketStat", "GET", BucketOperations::stat)
                    .marker("stat")
                    .build());

    private BucketOperations() {}

    private static String location(Services services) {
        return "oss-" + services.region();
    }

    private static Execution list(ReceivedRequest request, Services services) {
        String prefix = ListPosition.parse(request, ListPosition.PREFIX);
        String marker = ListPosition.parse(request, MARKER);
        int limit = ListLimit.parse(request, ListObjectsExecution.MAX_KEYS, ListObjectsExecution.DEFAULT_MAX_KEYS);
        return Execution.responding(() -> {
            List<Bucket> rest = services.buckets().all().stream()
                    .filter(bucket ->
                            bucket.name().startsWith(prefix) && bucket.name().compareTo(marker) > 0)
                    .toList();
            List<Bucket> page = rest.subList(0, Math.min(limit, rest.size()));
            XmlDocument document = new XmlDocument("ListAllMyBucketsResult");
            if (page.size() < rest.size()) {
                document.element("Prefix", prefix)
                        .element("Marker", marker)
                        .element("MaxKeys", Integer.toString(limit))
                        .element("IsTruncated", "true")
                        .element("NextMarker", page.get(page.size() - 1).name());
            }
            ObjectListDocument.addOwner(document);
            document.open("Buckets");
            for (Bucket bucket : page) {
                document.open("Bucket");
                describe(document, bucket, services);
                document.element("Region", services.region()).close();
            }
            return ServerResponse.of(200).document(document);
        });
    }

    /** Adds what ListBuckets and GetBucketInfo have in common. */
    private static void describe(XmlDocument document, Bucket bucket, Services services) {
        document.element("CreationDate", bucket.created())
                .element("ExtranetEndpoint", services.endpoint())
                .element("IntranetEndpoint", services.endpoint())
                .element("Location", location(services))
                .element("Name", bucket.name())
                .element("StorageClass", bucket.settings().storageClass());
    }

    private static Execution put(ReceivedRequest request, String bucket, Services services) {
        checkName(bucket);
        services.buckets().settings(null).withAcl(request);
        return new DocumentExecution(request, root -> {
            String storageClass = choice(root, "StorageClass", NAMES_OF_CLASSES.keySet());
            String redundancy = choice(root, "DataRedundancyType", REDUNDANCIES);
            checkLocation(root, services);
            Bucket created = services.buckets().getOrCreate(bucket, defaults -> {
                BucketSettings settings = storageClass == null ? defaults : defaults.withStorageClass(storageClass);
                return redundancy == null ? settings : settings.withRedundancy(redundancy);
            });
            if (storageClass != null && !created.settings().storageClass().equals(storageClass)) {
                throw OssException.bucketAlreadyExists(bucket);
            }
            created.change(settings -> settings.withAcl(request));
            return ServerResponse.of(200).header("Location", "/" + bucket);
        });
    }

    private static void checkLocation(@Nullable XmlElement root, Services services) {
        String location = root == null ? null : root.text("LocationConstraint");
        if (location != null && !location.equals(location(services))) {
            throw OssException.invalidLocationConstraint(location);
        }
    }

    /** @throws OssException if no bucket can have this name */
    static void checkName(String bucket) {
        try {
            ResourceNames.checkBucket(bucket);
        } catch (IllegalArgumentException e) {
            throw OssException.invalidBucketName(bucket);
        }
    }

    /** Returns the text of an element of the configuration, which must be one of {@code values}; null if it is absent. */
    private static @Nullable String choice(@Nullable XmlElement root, String name, Set<String> values) {
        if (root == null) {
            return null;
        }
        String value = root.text(name);
        if (!root.name().equals("CreateBucketConfiguration") || (value != null && !values.contains(value))) {
            throw OssException.malformedXml();
        }
        return value;
    }

    private static Execution delete(ReceivedRequest request, String bucket, Services services) {
        return Execution.responding(() -> {
            services.buckets().delete(bucket, () -> services.uploads().anyIn(bucket));
            return ServerResponse.of(204);
        });
    }

    private static Execution info(ReceivedRequest request, String name, Services services) {
        return Execution.responding(() -> {
            Bucket bucket = services.buckets().get(name);
            XmlDocument document = new XmlDocument("BucketInfo").open("Bucket");
            describe(document, bucket, services);
            document.element("DataRedundancyType", bucket.settings().redundancy())
                    .element("AccessMonitor", "Disabled")
                    .element("CrossRegionReplication", "Disabled")
                    .element("TransferAcceleration", "Disabled");
            String versioning = bucket.settings().versioning().value();
            if (versioning != null) {
                document.element("Versioning", versioning);
            }
            ObjectListDocument.addOwner(document);
            document.open("AccessControlList")
                    .element("Grant", bucket.settings().acl())
                    .close();
            return ServerResponse.of(200).document(document);
        });
    }

    private static Execution location(ReceivedRequest request, String bucket, Services services) {
        return Execution.responding(
                () -> ServerResponse.of(200).document(XmlDocument.ofText("LocationConstraint", location(services))));
    }

    private static Execution stat(ReceivedRequest request, String name, Services services) {
        return Execution.responding(() -> {
            Usage all = new Usage();
            Map<String, Usage> byClass = new HashMap<>();
            services.buckets().get(name).forEachVersion((key, version) -> {
                if (version instanceof StoredObject object) {
                    all.add(object);
                    byClass.computeIfAbsent(object.attributes().settings().storageClass(), key2 -> new Usage())
                            .add(object);
                }
            });
            XmlDocument document = new XmlDocument("BucketStat")
                    .element("Storage", Long.toString(all.bytes))
                    .element("ObjectCount", Long.toString(all.objects))
                    .element(
                            "MultipartUploadCount",
                            Integer.toString(services.uploads().in(name).size()))
                    .element("LiveChannelCount", "0")
                    .element("LastModifiedTime", Long.toString(all.lastModified));
            NAMES_OF_CLASSES.forEach((storageClass, prefix) -> {
                Usage usage = byClass.getOrDefault(storageClass, new Usage());
                document.element(prefix + "Storage", Long.toString(usage.bytes));
                if (!prefix.equals("Standard")) {
                    document.element(prefix + "RealStorage", Long.toString(usage.bytes));
                }
                document.element(prefix + "ObjectCount", Long.toString(usage.objects));
            });
            return ServerResponse.of(200).document(document);
        });
    }

    /** The number and total size of objects. Not thread-safe. */
    private static final class Usage {
        private long objects;
        private long bytes;
        private long lastModified;

        void add(StoredObject object) {
            objects++;
            bytes += object.body().size();
            lastModified = Math.max(lastModified, object.epochSecond());
        }
    }
}
