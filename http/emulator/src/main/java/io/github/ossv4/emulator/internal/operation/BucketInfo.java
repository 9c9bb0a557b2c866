// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.store.Bucket;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;

/** The operations that describe a bucket. */
final class BucketInfo {
    static final OssOperation GET =
            OssOperation.onBucket("GetBucketInfo", "GET").marker("bucketInfo").responding(BucketInfo::get);

    static final OssOperation LOCATION =
            OssOperation.onBucket("GetBucketLocation", "GET").marker("location").responding(BucketInfo::getLocation);

    private BucketInfo() {}

    /** Returns the location of all buckets. */
    static String location(Services services) {
        return "oss-" + services.region();
    }

    /** Adds what ListBuckets and GetBucketInfo have in common. */
    static void describe(XmlDocument document, Bucket bucket, Services services) {
        document.element("CreationDate", bucket.created())
                .element("ExtranetEndpoint", services.endpoint())
                .element("IntranetEndpoint", services.endpoint())
                .element("Location", location(services))
                .element("Name", bucket.name())
                .element("StorageClass", bucket.settings().storageClass());
    }

    private static ServerResponse get(Call call) {
        Bucket bucket = call.storedBucket();
        XmlDocument document = new XmlDocument("BucketInfo").open("Bucket");
        describe(document, bucket, call.services());
        document.element("DataRedundancyType", bucket.settings().redundancy())
                .element("AccessMonitor", "Disabled")
                .element("CrossRegionReplication", "Disabled")
                .element("TransferAcceleration", "Disabled")
                .element("Versioning", bucket.settings().versioning().value());
        ObjectListDocument.addOwner(document);
        document.open("AccessControlList")
                .element("Grant", bucket.settings().acl())
                .close();
        return ServerResponse.of(200).document(document);
    }

    private static ServerResponse getLocation(Call call) {
        return ServerResponse.of(200).document(XmlDocument.ofText("LocationConstraint", location(call.services())));
    }
}
