// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.xml;

import io.github.ossv4.internal.text.PercentDecoding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the keys, prefixes and markers of a response. With {@code encoding-type=url} OSS percent-encodes them, since
 * XML cannot contain control characters. A plus is decoded as a space, as in the vendor's SDKs; OSS encodes a plus as
 * {@code %2B}. Immutable.
 */
public final class NameDecoder {
    /** The longest key in bytes. */
    private static final int MAX_BYTES = 1023;

    private final boolean encoded;

    NameDecoder(boolean encoded) {
        this.encoded = encoded;
    }

    /**
     * Decodes a text of the document; null if an escape is malformed, or the bytes are not UTF-8: another name would
     * lead a caller to delete or to upload the wrong object.
     */
    public @Nullable String decode(String text) {
        return encoded ? decodeToken(text.replace('+', ' ')) : text;
    }

    /** Like {@link #decode}, but keeps what is malformed. */
    String decodeLeniently(String text) {
        return encoded ? PercentDecoding.decodeLeniently(text.replace('+', ' ')) : text;
    }

    /** Like {@link #decode}, but a plus stays a plus: a token in Base64 may have some, and never has spaces. */
    @Nullable
    String decodeToken(String text) {
        return encoded ? PercentDecoding.decodeUtf8(text) : text;
    }

    /** Decodes the key or prefix in a child of an element; null if there is none, or it is malformed or too long. */
    public @Nullable String name(XmlElement element, String child) {
        List<XmlElement> named = element.children(child);
        String text = named.isEmpty() ? null : named.get(0).content();
        String name = text == null || text.length() > 3 * MAX_BYTES ? null : decode(text);
        return name == null || name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES ? null : name;
    }

    @Override
    public String toString() {
        return encoded ? "NameDecoder{url}" : "NameDecoder{}";
    }
}
