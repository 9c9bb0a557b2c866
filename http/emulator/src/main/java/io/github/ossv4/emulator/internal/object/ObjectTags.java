// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.object;

import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.StorageRequest;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.text.PercentEncoding;
import io.github.ossv4.text.Utf8;
import io.github.ossv4.xml.XmlElement;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tags of an object: at most 10, each with its own key. Immutable.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/user-guide/object-tagging-8">Object tagging</a>
 */
public record ObjectTags(Map<String, String> values) {
    /** No tags. */
    public static final ObjectTags NONE = new ObjectTags(Map.of());

    private static final String HEADER = "x-oss-tagging";
    private static final String MALFORMED = "0010-00000219";
    private static final String INVALID = "0010-00000217";
    private static final String MALFORMED_DOCUMENT = "0010-00000101";
    private static final int MAX_COUNT = 10;
    private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{N} +=._:/-]{1,128}");
    private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{N} +=._:/-]{0,256}");

    /**
     * Parses the tags of a request: {@code key=value&key=value}, percent-encoded.
     *
     * @throws OssException if they are malformed, a key occurs twice, or there are more than 10
     */
    static ObjectTags of(StorageRequest request) {
        String header = request.header(HEADER);
        if (header == null || header.isEmpty()) {
            return NONE;
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String tag : header.split("&", -1)) {
            String[] parts = tag.split("=", -1);
            String key = decode(parts[0]);
            String value = parts.length == 1 ? "" : decode(parts[1]);
            if (parts.length > 2 || key == null || value == null) {
                throw invalid(MALFORMED, header);
            }
            if (!isTag(key, value) || values.put(key, value) != null) {
                throw invalid(INVALID, header);
            }
        }
        if (values.size() > MAX_COUNT) {
            throw invalid(INVALID, header);
        }
        return new ObjectTags(Collections.unmodifiableMap(values));
    }

    private static @Nullable String decode(String text) {
        byte[] bytes = PercentEncoding.decode(text);
        return bytes == null ? null : Utf8.decode(bytes);
    }

    private static boolean isTag(String key, String value) {
        return KEY.matcher(key).matches() && VALUE.matcher(value).matches();
    }

    private static OssException invalid(String ec, String header) {
        return OssException.invalidArgument(
                ec,
                "The header 'x-oss-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without"
                        + " tag name duplicates.",
                HEADER,
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
        Map<String, String> values = new LinkedHashMap<>();
        for (XmlElement tag : root.children("TagSet").get(0).children("Tag")) {
            String key = content(tag, "Key");
            String value = content(tag, "Value");
            if (!isTag(key, value)) {
                throw OssError.INVALID_TAG.with("TagKey", key).with("TagValue", value);
            }
            if (values.put(key, value) != null) {
                throw OssError.DUPLICATE_TAG.with("TagKey", key).with("TagValue", value);
            }
        }
        if (values.size() > MAX_COUNT) {
            throw OssError.TOO_MANY_TAGS.exception();
        }
        return new ObjectTags(Collections.unmodifiableMap(values));
    }

    private static String content(XmlElement tag, String name) {
        List<XmlElement> children = tag.children(name);
        return children.isEmpty() ? "" : children.get(0).content();
    }

    /** Returns the document of a GetObjectTagging. */
    public XmlDocument toDocument() {
        XmlDocument document = new XmlDocument("Tagging").open("TagSet");
        values.forEach((key, value) ->
                document.open("Tag").element("Key", key).element("Value", value).close());
        return document;
    }

    /** Adds the number of tags, if there are any. */
    void describe(ServerResponse response) {
        if (!values.isEmpty()) {
            response.header("x-oss-tagging-count", Integer.toString(values.size()));
        }
    }
}
