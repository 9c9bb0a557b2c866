// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.Account;
import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.Encryption;
import io.github.ossv4.emulator.internal.object.ObjectSettings;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.store.Bucket;
import io.github.ossv4.emulator.internal.store.PendingUpload;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.internal.xml.XmlElement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The operations that list and describe buckets. */
final class BucketInfo {
    private static final String DISABLED = "Disabled";
    private static final String MARKER = "marker";
    private static final Pattern PREFIX_OF_BUCKETS = Pattern.compile("[a-z0-9-]*");

    static final OssOperation GET =
            OssOperation.onBucket("GetBucketInfo", "GET").marker("bucketInfo").responding(BucketInfo::get);

    /** Returns whether the bucket exists. */
    static final OssOperation HEAD = OssOperation.onBucket("HeadBucket", "HEAD").responding(call -> {
        call.storedBucket();
        return ServerResponse.of(200).header("x-oss-bucket-region", location(call.services()));
    });

    static final OssOperation LOCATION =
            OssOperation.onBucket("GetBucketLocation", "GET").marker("location").responding(BucketInfo::getLocation);

    /** Returns the number and size of the objects. */
    static final OssOperation STAT =
            OssOperation.onBucket("GetBucketStat", "GET").marker("stat").responding(BucketInfo::getStat);

    /** Returns an empty list: the emulator has no live channels. */
    static final OssOperation LIVE_CHANNELS = OssOperation.onBucket("ListLiveChannel", "GET")
            .marker("live")
            .parameters(ListQuery.PREFIX, MARKER, ListQuery.MAX_KEYS)
            .starting(BucketInfo::listLiveChannels);

    /** Lists the buckets by name. */
    static final OssOperation LIST = OssOperation.onService("ListBuckets", "GET")
            .parameters(ListQuery.PREFIX, MARKER, ListQuery.MAX_KEYS)
            .parameters(BucketTags.KEY, BucketTags.VALUE, BucketTags.PARAMETER)
            .starting(BucketInfo::list);

    private BucketInfo() {}

    /** Returns the location of all buckets. */
    static String location(Services services) {
        return "oss-" + services.region();
    }

    /** Returns the elements in the order of OSS. */
    private static ServerResponse get(Call call) {
        Bucket bucket = call.storedBucket();
        BucketSettings settings = bucket.settings();
        XmlDocument document = new XmlDocument("BucketInfo")
                .open("Bucket")
                .element("AccessMonitor", DISABLED)
                .element("BlockPublicAccess", Boolean.toString(settings.blocksPublicAccess()))
                .element("Comment", "")
                .element("CreationDate", bucket.created())
                .element("CrossRegionReplication", DISABLED)
                .element("DataRedundancyType", settings.redundancy())
                .element("ExtranetEndpoint", call.services().endpoint())
                .element("IntranetEndpoint", call.services().endpoint())
                .element("Location", location(call.services()))
                .element("Name", bucket.name())
                .element("ResourceGroupId", "rg-default")
                .element("StorageClass", settings.storageClass())
                .element("TransferAcceleration", DISABLED)
                .element("Versioning", settings.versioning().value())
                .open("Owner")
                .element("DisplayName", Account.ID)
                .element("ID", Account.ID)
                .close()
                .open("AccessControlList")
                .element("Grant", settings.acl())
                .close()
                .open("ServerSideEncryptionRule");
        Encryption encryption = Encryption.of(settings);
        (encryption == null ? new Encryption("None", null, null) : encryption).describe(document);
        XmlElement logging = settings.document("logging");
        List<XmlElement> target = logging == null ? List.of() : logging.children("LoggingEnabled");
        return ServerResponse.of(200)
                .document(document.close()
                        .open("BucketPolicy")
                        .element(
                                "LogBucket", target.isEmpty() ? "" : BucketDocument.text(target.get(0), "TargetBucket"))
                        .element(
                                "LogPrefix", target.isEmpty() ? "" : BucketDocument.text(target.get(0), "TargetPrefix"))
                        .close());
    }

    private static ServerResponse getLocation(Call call) {
        return ServerResponse.of(200).document(XmlDocument.ofText("LocationConstraint", location(call.services())));
    }

    private static ServerResponse getStat(Call call) {
        Usage all = new Usage();
        Map<String, Usage> byClass = new HashMap<>();
        AtomicLong markers = new AtomicLong();
        call.storedBucket().forEachVersion((key, version) -> {
            if (version instanceof StoredObject object) {
                all.add(object);
                byClass.computeIfAbsent(object.attributes().settings().storageClass(), name -> new Usage())
                        .add(object);
            } else {
                markers.incrementAndGet();
            }
        });
        Collection<PendingUpload> uploads = call.uploads().in(call.bucket());
        XmlDocument document = new XmlDocument("BucketStat")
                .element("Storage", all.bytes)
                .element("ObjectCount", all.objects)
                .element("MultipartUploadCount", uploads.size())
                .element(
                        "MultipartPartCount",
                        uploads.stream()
                                .mapToLong(upload -> upload.parts().size())
                                .sum())
                .element("LiveChannelCount", 0)
                .element("LastModifiedTime", all.lastModified);
        for (String storageClass : ObjectSettings.STORAGE_CLASSES) {
            String prefix = storageClass.equals("IA") ? "InfrequentAccess" : storageClass;
            Usage usage = byClass.getOrDefault(storageClass, new Usage());
            document.element(prefix + "Storage", usage.bytes);
            if (!prefix.equals("Standard")) {
                document.element(prefix + "RealStorage", usage.bytes);
            }
            document.element(prefix + "ObjectCount", usage.objects);
        }
        return ServerResponse.of(200).document(document.element("DeleteMarkerCount", markers.get()));
    }

    private static Execution list(Call call) {
        ListQuery query = ListQuery.of(call);
        String marker = ListQuery.position(call, MARKER);
        if (!PREFIX_OF_BUCKETS.matcher(query.prefix()).matches()) {
            throw OssException.invalidArgument(
                    "0017-00000290", "No bucket can have this prefix.", ListQuery.PREFIX, query.prefix());
        }
        Predicate<BucketSettings> tags = BucketTags.filter(call);
        return Execution.responding(() -> {
            List<Bucket> rest = call.services().buckets().all().stream()
                    .filter(bucket -> bucket.name().startsWith(query.prefix())
                            && bucket.name().compareTo(marker) > 0
                            && tags.test(bucket.settings()))
                    .toList();
            List<Bucket> page = rest.subList(0, Math.min(query.limit(), rest.size()));
            XmlDocument document = new XmlDocument("ListAllMyBucketsResult");
            if (page.size() < rest.size()) {
                document.element("Prefix", query.prefix())
                        .element("Marker", marker)
                        .element("MaxKeys", query.limit())
                        .element("IsTruncated", "true")
                        .element("NextMarker", page.get(page.size() - 1).name());
            }
            ObjectListDocument.addOwner(document);
            document.open("Buckets");
            for (Bucket bucket : page) {
                document.open("Bucket");
                document.element("CreationDate", bucket.created())
                        .element("ExtranetEndpoint", call.services().endpoint())
                        .element("IntranetEndpoint", call.services().endpoint())
                        .element("Location", location(call.services()))
                        .element("Name", bucket.name())
                        .element("Region", call.services().region())
                        .element("StorageClass", bucket.settings().storageClass());
                if (call.parameter(BucketTags.PARAMETER) != null) {
                    BucketTags.describe(document, bucket.settings());
                }
                document.close();
            }
            return ServerResponse.of(200).document(document);
        });
    }

    private static Execution listLiveChannels(Call call) {
        ListQuery query = ListQuery.of(call);
        XmlDocument document = new XmlDocument("ListLiveChannelResult")
                .element("Prefix", query.prefix())
                .element("Marker", ListQuery.position(call, MARKER))
                .element("MaxKeys", query.limit())
                .element("IsTruncated", "false");
        return Execution.responding(() -> ServerResponse.of(200).document(document));
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
