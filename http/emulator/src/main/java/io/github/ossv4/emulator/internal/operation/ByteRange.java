// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A range of bytes of an object, {@code first} to {@code last}, from 0 and inclusive.
 *
 * @see <a href="https://help.aliyun.com/document_detail/39571.htm">Range requests</a>
 */
record ByteRange(long first, long last) {
    private static final Pattern SYNTAX = Pattern.compile("bytes=([0-9]*)-([0-9]*)(?:,(?!\\s*[0-9]*-[0-9]*).*)?");

    /**
     * Returns the range in a header, or null for the whole object. If a range ends after the object, OSS returns the
     * whole object. If the client requests the standard behaviour, OSS truncates the range.
     *
     * <p>Several ranges select the whole object, as HTTP permits. A text after the first range is ignored.
     *
     * @param size the size of the object in bytes
     * @param standard whether the client requests the behaviour of HTTP
     * @throws OssException if {@code standard} is true and no byte of the range exists, or if it is {@code -0}
     */
    static @Nullable ByteRange of(@Nullable String header, long size, boolean standard) {
        Matcher syntax = SYNTAX.matcher(header == null ? "" : header);
        if (header == null || !syntax.matches()) {
            return null;
        }
        String from = syntax.group(1);
        String to = syntax.group(2);
        if (from.isEmpty() && to.isEmpty()) {
            return null;
        }
        // HTTP limits neither number: clients send 2^63 - 1 or more for "up to the end".
        BigInteger end = BigInteger.valueOf(size);
        BigInteger first = from.isEmpty() ? end.subtract(new BigInteger(to)) : new BigInteger(from);
        BigInteger last = from.isEmpty() || to.isEmpty() ? end.subtract(BigInteger.ONE) : new BigInteger(to);
        if (!from.isEmpty() && !to.isEmpty() && first.compareTo(last) > 0) {
            return null;
        }
        BigInteger existingFirst = first.max(BigInteger.ZERO);
        BigInteger existingLast = last.min(end.subtract(BigInteger.ONE));
        // A range of no bytes.
        boolean empty = from.isEmpty() && first.equals(end);
        boolean within = first.equals(existingFirst) && last.equals(existingLast) && first.compareTo(last) <= 0;
        if (!within && !standard && !empty) {
            return null;
        }
        if (existingFirst.compareTo(existingLast) > 0) {
            throw OssError.INVALID_RANGE.with("Range", header);
        }
        return new ByteRange(existingFirst.longValueExact(), existingLast.longValueExact());
    }

    /** Returns the number of bytes. */
    long length() {
        return last - first + 1;
    }

    /** Returns the value of {@code Content-Range}. */
    String contentRange(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }
}
