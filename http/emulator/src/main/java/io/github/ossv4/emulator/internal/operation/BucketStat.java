// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.ObjectSettings;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import java.util.HashMap;
import java.util.Map;

/** Returns the number and size of the objects in a bucket. */
final class BucketStat {
    static final OssOperation OPERATION =
            OssOperation.onBucket("GetBucketStat", "GET").marker("stat").responding(BucketStat::start);

    private BucketStat() {}

    private static ServerResponse start(Call call) {
        Usage all = new Usage();
        Map<String, Usage> byClass = new HashMap<>();
        call.storedBucket().forEachVersion((key, version) -> {
            if (version instanceof StoredObject object) {
                all.add(object);
                byClass.computeIfAbsent(object.attributes().settings().storageClass(), name -> new Usage())
                        .add(object);
            }
        });
        XmlDocument document = new XmlDocument("BucketStat")
                .element("Storage", all.bytes)
                .element("ObjectCount", all.objects)
                .element(
                        "MultipartUploadCount", call.uploads().in(call.bucket()).size())
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
        return ServerResponse.of(200).document(document);
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
