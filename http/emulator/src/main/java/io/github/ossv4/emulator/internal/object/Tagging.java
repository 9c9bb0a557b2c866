// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.object;

import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.StorageRequest;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.internal.text.PercentDecoding;
import io.github.ossv4.internal.xml.XmlElement;
import io.github.ossv4.object.ObjectTags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tags of an object in requests and responses.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/user-guide/object-tagging-8">Object tagging</a>
 */
public final class Tagging {
    private static final String HEADER = "x-oss-tagging";
    private static final String MALFORMED = "0010-00000219";
    private static final String INVALID = "0010-00000217";
    private static final String MALFORMED_DOCUMENT = "0010-00000101";

    private Tagging() {}

    /**
     * Parses the tags of a request.
     *
     * @throws OssException if they are malformed, a key occurs twice, or there are more than 10
     */
    static ObjectTags of(StorageRequest request) {
        String header = request.header(HEADER);
        if (header == null || header.isEmpty()) {
            return ObjectTags.NONE;
        }
        Map<String, String> tags = parse(HEADER, header);
        if (tags.size() > ObjectTags.MAX_TAGS) {
            throw OssError.TOO_MANY_TAGS.exception();
        }
        try {
            return ObjectTags.of(tags);
        } catch (IllegalArgumentException e) {
            throw OssError.INVALID_TAG.exception();
        }
    }

    /**
     * Parses the tags in a header: {@code key=value&key=value}, percent-encoded.
     *
     * @throws OssException if they are malformed or a key occurs twice
     */
    public static Map<String, String> parse(String name, String header) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String tag : header.split("&", -1)) {
            String[] parts = tag.split("=", -1);
            String key = PercentDecoding.decodeUtf8(parts[0]);
            String value = parts.length == 1 ? "" : PercentDecoding.decodeUtf8(parts[1]);
            if (parts.length > 2 || key == null || value == null) {
                throw invalid(MALFORMED, name, header);
            }
            if (tags.put(key, value) != null) {
                throw invalid(INVALID, name, header);
            }
        }
        return tags;
    }

    private static OssException invalid(String ec, String name, String header) {
        return OssException.invalidArgument(
                ec,
                "The header '" + name + "' shall be encoded as UTF-8 then URLEncoded URL query parameters without"
                        + " tag name duplicates.",
                name,
                header);
    }

    /**
     * Reads the document of a PutObjectTagging.
     *
     * @param root null if it is not well-formed
     * @throws OssException if it is malformed, a key occurs twice, or there are more than 10 tags
     */
    public static ObjectTags of(@Nullable XmlElement root) {
        if (root == null
                || !root.name().equals("Tagging")
                || root.children("TagSet").isEmpty()) {
            throw OssException.malformedXml(MALFORMED_DOCUMENT, "the node Tagging.TagSet is missing.");
        }
        ObjectTags tags = ObjectTags.NONE;
        for (XmlElement tag : root.children("TagSet").get(0).children("Tag")) {
            String key = content(tag, "Key");
            String value = content(tag, "Value");
            if (tags.asMap().containsKey(key)) {
                throw OssError.DUPLICATE_TAG.with("TagKey", key).with("TagValue", value);
            }
            try {
                tags = tags.with(key, value);
            } catch (IllegalArgumentException e) {
                OssError error =
                        tags.asMap().size() == ObjectTags.MAX_TAGS ? OssError.TOO_MANY_TAGS : OssError.INVALID_TAG;
                throw error.with("TagKey", key).with("TagValue", value);
            }
        }
        return tags;
    }

    private static String content(XmlElement tag, String name) {
        List<XmlElement> children = tag.children(name);
        return children.isEmpty() ? "" : children.get(0).content();
    }

    /** Returns the document of GetObjectTagging and GetBucketTags. */
    public static XmlDocument document(Map<String, String> tags) {
        XmlDocument document = new XmlDocument("Tagging").open("TagSet");
        tags.forEach((key, value) ->
                document.open("Tag").element("Key", key).element("Value", value).close());
        return document;
    }
}
