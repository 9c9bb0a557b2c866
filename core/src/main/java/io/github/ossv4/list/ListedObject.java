// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import io.github.ossv4.internal.serial.DeserializedValue;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.xml.NameDecoder;
import io.github.ossv4.internal.xml.ResultDocument;
import io.github.ossv4.internal.xml.XmlElement;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An object in a list. Immutable. Serializable to be sent between machines, not to be stored. */
public final class ListedObject implements Serializable {
    private static final long serialVersionUID = 1;

    private final String key;
    private final long size;
    private final @Nullable String etag;
    private final @Nullable Instant lastModified;
    private final @Nullable String type;
    private final @Nullable String storageClass;
    private final @Nullable String restoreInfo;
    private final @Nullable Owner owner;

    private ListedObject(Builder builder) {
        this.key = builder.key;
        this.size = builder.size;
        this.etag = builder.etag;
        this.lastModified = builder.lastModified;
        this.type = builder.type;
        this.storageClass = builder.storageClass;
        this.restoreInfo = builder.restoreInfo;
        this.owner = builder.owner;
    }

    /**
     * Starts with only a key and a size, for a test of your code.
     *
     * @throws IllegalArgumentException if the size is negative
     */
    public static Builder builder(String key, long size) {
        return new Builder(key, size);
    }

    /**
     * Parses a page of objects, the {@code ListBucketResult} of ListObjectsV2; null if it is another document, lists
     * more than 1,000 entries or common prefixes, or has an object without a valid key or size, or a malformed marker.
     *
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjectsv2">ListObjectsV2</a>
     */
    public static @Nullable Page<ListedObject> parsePage(byte[] document) {
        return ResultDocument.read(document, ListedObject::readPage);
    }

    /**
     * Reads a page from a stream; memory is needed only for the entries. Returns null in the same cases as {@link
     * #parsePage}.
     *
     * @param document limited in size and closed by the caller
     * @throws IOException if the stream cannot be read
     */
    public static @Nullable Page<ListedObject> readPage(InputStream document) throws IOException {
        List<ListedObject> objects = new ArrayList<>();
        ResultDocument result = ResultDocument.readList(document, "ListBucketResult", (element, names) -> {
            if (!element.name().equals("Contents")) {
                return true;
            }
            ListedObject object = of(element, names);
            // A list that omits objects would lead a caller to delete or to upload the wrong ones.
            return object != null && objects.size() < ResultDocument.MAX_ENTRIES && objects.add(object);
        });
        return result == null ? null : Page.of(result, objects, result.tokenMarker("NextContinuationToken"), "");
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
            return bytes < 0 ? null : builder(key, bytes).values(element).build();
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

    private Object readResolve() throws InvalidObjectException {
        return DeserializedValue.of(() -> {
            builder(key, size);
            return this;
        });
    }

    @Override
    public String toString() {
        return PrintableText.escape(key + ", " + size + " bytes, etag=" + etag + ", lastModified=" + lastModified);
    }

    /** Collects the values of an object in a list. Not thread-safe. Values that are not set are null. */
    public static final class Builder {
        private final String key;
        private final long size;
        private @Nullable String etag;
        private @Nullable Instant lastModified;
        private @Nullable String type;
        private @Nullable String storageClass;
        private @Nullable String restoreInfo;
        private @Nullable Owner owner;

        Builder(String key, long size) {
            if (size < 0) {
                throw new IllegalArgumentException("size must be at least 0, was " + size);
            }
            this.key = Objects.requireNonNull(key, "key");
            this.size = size;
        }

        private Builder values(XmlElement element) {
            owner = Owner.of(element);
            String quoted = element.text("ETag");
            return etag(quoted == null ? null : quoted.replace("\"", ""))
                    .lastModified(ResultDocument.instant(element.text("LastModified")))
                    .type(element.text("Type"))
                    .storageClass(element.text("StorageClass"))
                    .restoreInfo(element.text("RestoreInfo"));
        }

        /** Sets the ETag, without quotes. */
        public Builder etag(@Nullable String etag) {
            this.etag = etag;
            return this;
        }

        /** Sets the time at which the object was stored. */
        public Builder lastModified(@Nullable Instant time) {
            this.lastModified = time;
            return this;
        }

        /** Sets the object type, such as {@code Normal}. */
        public Builder type(@Nullable String type) {
            this.type = type;
            return this;
        }

        /** Sets the storage class, such as {@code Standard}. */
        public Builder storageClass(@Nullable String storageClass) {
            this.storageClass = storageClass;
            return this;
        }

        /** Sets the state of the restoration, such as {@code ongoing-request="true"}. */
        public Builder restoreInfo(@Nullable String restoreInfo) {
            this.restoreInfo = restoreInfo;
            return this;
        }

        /** Returns the object. */
        public ListedObject build() {
            return new ListedObject(this);
        }
    }
}
