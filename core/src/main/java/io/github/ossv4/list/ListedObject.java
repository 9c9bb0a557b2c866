// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import io.github.ossv4.internal.xml.NameDecoder;
import io.github.ossv4.internal.xml.ResultDocument;
import io.github.ossv4.internal.xml.XmlElement;
import io.github.ossv4.text.PrintableText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An object in a list. Immutable. */
public final class ListedObject {
    private final String key;
    private final long size;
    private final @Nullable String etag;
    private final @Nullable Instant lastModified;
    private final @Nullable String type;
    private final @Nullable String storageClass;
    private final @Nullable String restoreInfo;
    private final @Nullable Owner owner;

    private ListedObject(String key, long size, XmlElement element) {
        this.key = key;
        this.size = size;
        String quoted = element.text("ETag");
        this.etag = quoted == null ? null : quoted.replace("\"", "");
        this.lastModified = ResultDocument.instant(element.text("LastModified"));
        this.type = element.text("Type");
        this.storageClass = element.text("StorageClass");
        this.restoreInfo = element.text("RestoreInfo");
        this.owner = Owner.of(element);
    }

    /** Parses an element; null if it has no valid key or no valid size. */
    static @Nullable ListedObject of(XmlElement element, NameDecoder names) {
        String key = names.name(element, "Key");
        String size = element.text("Size");
        if (key == null || size == null) {
            return null;
        }
        try {
            long bytes = Long.parseLong(size);
            return bytes < 0 ? null : new ListedObject(key, bytes, element);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Returns the key. */
    public String key() {
        return key;
    }

    /** Returns the size in bytes. */
    public long size() {
        return size;
    }

    /** Returns the ETag without its quotes. It is an MD5 only for objects of type {@code Normal}. */
    public @Nullable String etag() {
        return etag;
    }

    /** Returns the time at which the object was stored. */
    public @Nullable Instant lastModified() {
        return lastModified;
    }

    /** Returns the object type: {@code Normal}, {@code Multipart}, {@code Appendable} or {@code Symlink}. */
    public @Nullable String type() {
        return type;
    }

    /** Returns the storage class, such as {@code Standard} or {@code IA}. */
    public @Nullable String storageClass() {
        return storageClass;
    }

    /**
     * Returns the state of the restoration of an archived object, such as {@code ongoing-request="true"}; null if it is
     * not being restored.
     */
    public @Nullable String restoreInfo() {
        return restoreInfo;
    }

    /** Returns the owner; null if the request did not ask for it. */
    public @Nullable Owner owner() {
        return owner;
    }

    @Override
    public String toString() {
        return PrintableText.escape(key + ", " + size + " bytes, etag=" + etag + ", lastModified=" + lastModified);
    }
}
