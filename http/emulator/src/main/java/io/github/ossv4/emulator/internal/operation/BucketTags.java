// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.Tagging;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.internal.xml.XmlElement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tags of buckets, by which ListBuckets selects.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/putbuckettags">PutBucketTags</a>
 */
final class BucketTags {
    static final String PARAMETER = "tagging";

    /** The header of PutBucket. */
    static final String HEADER = "x-oss-bucket-tagging";

    /** A query parameter of ListBuckets. */
    static final String KEY = "tag-key";

    /** A query parameter of ListBuckets. */
    static final String VALUE = "tag-value";

    private static final int MAX_TAGS = 20;
    private static final int MAX_KEY = 64;
    private static final int MAX_VALUE = 128;
    private static final Pattern PAIR = Pattern.compile("(\"?)([^\",:]*)\\1:(\"?)([^\",]*)\\3(?:,(?=.)|$)");

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
        XmlElement tagging = DocumentExecution.checked(
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
            throw OssError.INVALID_TAG.saying("Bucket tags cannot be greater than " + MAX_TAGS + ".");
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
        XmlElement tagging = settings.document(PARAMETER);
        return tagging == null ? new LinkedHashMap<>() : parse(tagging);
    }

    /** Adds the tags to a bucket in a list. */
    static void describe(XmlDocument document, BucketSettings settings) {
        XmlElement tagging = settings.document(PARAMETER);
        if (tagging != null) {
            document.element(tagging);
        }
    }

    /** Returns settings with the tags in the header of PutBucket, if it is present. */
    static BucketSettings withHeader(BucketSettings settings, Call call) {
        String header = call.header(HEADER);
        return header == null || header.isEmpty()
                ? settings
                : settings.withDocument(
                        PARAMETER, BucketDocument.text(Tagging.document(check(Tagging.parse(HEADER, header)))));
    }

    /** Returns whether ListBuckets lists a bucket with such settings. */
    static Predicate<BucketSettings> filter(Call call) {
        String key = call.parameter(KEY);
        String value = call.parameter(VALUE);
        String tagging = call.parameter(PARAMETER);
        Map<String, String> wanted = new HashMap<>();
        String rest = tagging == null
                ? ""
                : PAIR.matcher(tagging).replaceAll(pair -> {
                    wanted.put(pair.group(2), pair.group(4));
                    return "";
                });
        if (!rest.isEmpty() || (tagging != null && key != null) || (key == null && value != null)) {
            throw OssException.invalidArgument(
                    "ListBuckets requires tag-key, or tag-key and tag-value, or tagging in the form \"key\":\"value\"; they cannot be"
                            + " combined.",
                    PARAMETER,
                    String.valueOf(tagging));
        }
        if (key != null && value != null) {
            wanted.put(key, value);
        }
        return settings -> {
            Map<String, String> tags = of(settings);
            return tags.entrySet().containsAll(wanted.entrySet()) && (key == null || tags.containsKey(key));
        };
    }
}
