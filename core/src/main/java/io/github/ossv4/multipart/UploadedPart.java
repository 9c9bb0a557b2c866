// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.internal.serial.DeserializedValue;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.xml.XmlElement;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A part that is stored in OSS. Immutable. Serializable to be sent between machines, not to be stored.
 *
 * <p>Rule: The CRC64 of an object is combined from the CRC64s of its parts ({@code MultipartTest}).
 *
 * <p>Rule: Nothing that has a secret or a connection is serializable ({@code SerializableValuesTest}, {@code
 * CoreArchitectureTest}, {@code HttpArchitectureTest}).
 */
public final class UploadedPart implements Serializable {
    private static final long serialVersionUID = 1;

    private final int number;
    private final String etag;
    private final long size;
    private final @Nullable Long crc64;

    private UploadedPart(int number, String etag, long size, @Nullable Long crc64) {
        this.number = number;
        this.etag = etag;
        this.size = size;
        this.crc64 = crc64;
    }

    /**
     * Returns a part.
     *
     * @param number 1 to 10,000
     * @param etag as UploadPart returned it, with or without quotes
     * @param size the size in bytes
     * @param crc64 an unsigned number; null if unknown
     * @throws IllegalArgumentException if the number is out of range, the ETag is empty, or the size is negative
     */
    public static UploadedPart of(int number, String etag, long size, @Nullable Long crc64) {
        if (number < 1 || number > PartPlan.MAX_PARTS) {
            throw new IllegalArgumentException(
                    "part number must be between 1 and " + PartPlan.MAX_PARTS + ", was " + number);
        }
        String bare = Objects.requireNonNull(etag, "etag").replace("\"", "");
        if (bare.isEmpty()) {
            throw new IllegalArgumentException("ETag of part " + number + " must not be empty");
        }
        if (size < 0) {
            throw new IllegalArgumentException("size of part " + number + " must not be negative, was " + size);
        }
        return new UploadedPart(number, bare, size, crc64);
    }

    /** Parses an element; null if number, ETag or size is missing or malformed. */
    static @Nullable UploadedPart of(XmlElement part) {
        String number = part.text("PartNumber");
        String etag = part.text("ETag");
        String size = part.text("Size");
        String crc64 = part.text("HashCrc64ecma");
        if (number == null || etag == null || size == null) {
            return null;
        }
        try {
            return of(
                    Integer.parseInt(number),
                    etag,
                    Long.parseLong(size),
                    crc64 == null || crc64.isEmpty() ? null : Crc64.parse(crc64));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Returns the CRC64 of the object that consists of these parts; null if the CRC64 of a part is unknown.
     *
     * @param parts all parts, in the order of their numbers
     */
    public static @Nullable Long crc64(List<UploadedPart> parts) {
        long crc = 0;
        for (UploadedPart part : parts) {
            if (part.crc64 == null) {
                return null;
            }
            crc = Crc64.combine(crc, part.crc64, part.size);
        }
        return crc;
    }

    /** Returns the number, 1 to 10,000. */
    public int number() {
        return number;
    }

    /** Returns the ETag without quotes: the MD5 in upper-case hex. */
    public String etag() {
        return etag;
    }

    /** Returns the size in bytes. */
    public long size() {
        return size;
    }

    /** Returns the CRC64 of the part, an unsigned number; null if unknown. */
    public @Nullable Long crc64() {
        return crc64;
    }

    private Object readResolve() throws InvalidObjectException {
        return DeserializedValue.of(() -> of(number, etag, size, crc64));
    }

    @Override
    public String toString() {
        return PrintableText.escape("part " + number + ", " + size + " bytes, etag=" + etag + ", crc64="
                + (crc64 == null ? "unknown" : Crc64.toString(crc64)));
    }
}
