// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.object;

import io.github.ossv4.internal.text.PercentDecoding;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.xml.XmlElement;
import io.github.ossv4.internal.xml.XmlText;
import io.github.ossv4.text.PercentEncoding;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tags of an object: up to 10 pairs of key and value. Immutable.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/putobjecttagging">PutObjectTagging</a>
 */
public final class ObjectTags {
    /** No tags. */
    public static final ObjectTags NONE = new ObjectTags(Collections.emptyMap());

    /** The maximum number of tags of an object. */
    public static final int MAX_TAGS = 10;

    private static final int MAX_KEY = 128;
    private static final int MAX_VALUE = 256;

    private final Map<String, String> tags;

    private ObjectTags(Map<String, String> tags) {
        this.tags = Collections.unmodifiableMap(tags);
    }

    /**
     * Returns tags.
     *
     * @throws IllegalArgumentException in the same cases as {@link #with}
     */
    public static ObjectTags of(Map<String, String> tags) {
        ObjectTags all = NONE;
        for (Map.Entry<String, String> tag :
                Objects.requireNonNull(tags, "tags").entrySet()) {
            all = all.with(tag.getKey(), tag.getValue());
        }
        return all;
    }

    /**
     * Returns these tags with one more tag, which replaces a tag of the same key.
     *
     * @param key 1 to 128 letters, digits, spaces and {@code + - = . _ : /}
     * @param value 0 to 256 of these characters
     * @throws IllegalArgumentException if key or value is invalid, or if there are 10 others
     */
    public ObjectTags with(String key, String value) {
        check("tag key", key, 1, MAX_KEY);
        check("value of tag " + key, value, 0, MAX_VALUE);
        if (tags.size() == MAX_TAGS && !tags.containsKey(key)) {
            throw new IllegalArgumentException("tags must be at most " + MAX_TAGS + ", the next one is " + key);
        }
        Map<String, String> all = new LinkedHashMap<>(tags);
        all.put(key, value);
        return new ObjectTags(all);
    }

    private static void check(String what, String text, int least, int most) {
        int length = Objects.requireNonNull(text, what).codePointCount(0, text.length());
        if (length < least || length > most) {
            throw new IllegalArgumentException(
                    what + " must be between " + least + " and " + most + " characters, was " + length);
        }
        text.codePoints().forEach(c -> {
            if (!Character.isLetterOrDigit(c) && " +-=._:/".indexOf(c) < 0) {
                throw new IllegalArgumentException(PrintableText.escape(what)
                        + " must consist of letters, digits, spaces and + - = . _ : /, was \""
                        + PrintableText.escape(text) + "\"");
            }
        });
    }

    /**
     * Parses a {@code Tagging}, the response to GetObjectTagging. Returns null for another document, for a tag without
     * a key, and if two tags have the same key. Other rules are not checked: OSS may allow more one day. Leading and
     * trailing spaces are lost.
     */
    public static @Nullable ObjectTags parse(byte[] document) {
        XmlElement root = XmlElement.parse(document, 1000);
        if (root == null || !root.name().equals("Tagging")) {
            return null;
        }
        Map<String, String> tags = new LinkedHashMap<>();
        for (XmlElement set : root.children("TagSet")) {
            for (XmlElement tag : set.children("Tag")) {
                String key = tag.text("Key");
                String value = tag.text("Value");
                if (key == null || tags.put(key, value == null ? "" : value) != null) {
                    return null;
                }
            }
        }
        return new ObjectTags(tags);
    }

    /**
     * Parses a value of {@link #headerValue}; null if it is malformed or repeats a key. Other rules are not checked.
     */
    static @Nullable ObjectTags parseHeaderValue(String text) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String tag : text.split("&", -1)) {
            int equals = tag.indexOf('=');
            String key = PercentDecoding.decodeUtf8(equals < 0 ? tag : tag.substring(0, equals));
            String value = equals < 0 ? "" : PercentDecoding.decodeUtf8(tag.substring(equals + 1));
            if (key == null || value == null || tags.put(key, value) != null) {
                return null;
            }
        }
        return new ObjectTags(tags);
    }

    /** Returns the values by key, in the order in which they were added or listed. */
    public Map<String, String> asMap() {
        return tags;
    }

    /** Returns the value of the header {@code x-oss-tagging}: pairs, percent-encoded. */
    public String headerValue() {
        StringBuilder text = new StringBuilder();
        tags.forEach((key, value) -> text.append(text.length() == 0 ? "" : "&")
                .append(PercentEncoding.encode(key))
                .append('=')
                .append(PercentEncoding.encode(value)));
        return text.toString();
    }

    /** Returns the request body of PutObjectTagging, in UTF-8. */
    public byte[] xml() {
        StringBuilder xml = new StringBuilder("<Tagging><TagSet>");
        tags.forEach((key, value) -> xml.append("<Tag><Key>")
                .append(XmlText.escape(key))
                .append("</Key><Value>")
                .append(XmlText.escape(value))
                .append("</Value></Tag>"));
        return xml.append("</TagSet></Tagging>").toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ObjectTags && ((ObjectTags) other).tags.equals(tags);
    }

    @Override
    public int hashCode() {
        return tags.hashCode();
    }

    /** Returns the keys; values are omitted. */
    @Override
    public String toString() {
        return PrintableText.escape("ObjectTags" + tags.keySet());
    }
}
