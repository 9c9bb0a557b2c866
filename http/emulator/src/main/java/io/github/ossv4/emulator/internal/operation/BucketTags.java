// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.Tagging;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.xml.XmlElement;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tags of buckets, which have no effect.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/putbuckettags">PutBucketTags</a>
 */
final class BucketTags {
    static final String PARAMETER = "tagging";

    private static final int MAX_TAGS = 20;
    private static final int MAX_KEY = 64;
    private static final int MAX_VALUE = 128;

    private static final BucketDocument DOCUMENT = new BucketDocument(
            PARAMETER,
            BucketDocument.initially(new XmlDocument("Tagging").open("TagSet").close()),
            BucketDocument.xml((call, root) -> Tagging.document(parse(root))));

    static final List<OssOperation> OPERATIONS = List.of(
            DOCUMENT.get("GetBucketTags"),
            DOCUMENT.put("PutBucketTags"),
            OssOperation.onBucket("DeleteBucketTags", "DELETE")
                    .marker(PARAMETER)
                    .responding(BucketTags::delete));

    private BucketTags() {}

    /** Checks a document and returns its tags. */
    private static Map<String, String> parse(@Nullable XmlElement root) {
        XmlElement tagging = BucketDocument.checked(
                root, "Tagging", element -> !element.children("TagSet").isEmpty());
        Map<String, String> tags = new LinkedHashMap<>();
        for (XmlElement set : tagging.children("TagSet")) {
            for (XmlElement tag : set.children("Tag")) {
                if (tags.put(BucketDocument.text(tag, "Key"), BucketDocument.text(tag, "Value")) != null) {
                    throw OssError.DUPLICATE_TAG.exception();
                }
            }
        }
        return check(tags);
    }

    private static Map<String, String> check(Map<String, String> tags) {
        if (tags.size() > MAX_TAGS) {
            throw OssError.TOO_MANY_TAGS.saying("Bucket tags cannot be greater than " + MAX_TAGS + ".");
        }
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > MAX_KEY || value.length() > MAX_VALUE) {
                throw OssError.INVALID_TAG.exception();
            }
        });
        return tags;
    }

    /** Deletes all tags, or those whose keys are the value of the parameter, separated by commas. */
    private static ServerResponse delete(Call call) {
        String keys = call.request().query().getOrDefault(PARAMETER, "");
        Map<String, String> rest = of(call.storedBucket().settings());
        rest.keySet()
                .removeIf(key -> keys.isEmpty() || List.of(keys.split(",", -1)).contains(key));
        return DOCUMENT.change(call, BucketDocument.text(Tagging.document(rest)), 204);
    }

    /** Returns the tags of a bucket. */
    private static Map<String, String> of(BucketSettings settings) {
        String document = settings.documents().get(PARAMETER);
        return document == null
                ? new LinkedHashMap<>()
                : parse(XmlElement.parse(document.getBytes(StandardCharsets.UTF_8)));
    }
}
