// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of an object, {@code first} to {@code last}, counted from 0, both included.
 *
 * @see <a href="https://help.aliyun.com/document_detail/39571.htm">Range requests</a>
 */
record ByteRange(long first, long last) {
    private static final Pattern SYNTAX = Pattern.compile("bytes=([0-9]*)-([0-9]*)");

    /**
     * The range that a header asks for; null stands for the whole object. OSS sends that too where the range reaches
     * beyond the object, unless the client asks for HTTP's behaviour: then the range is cut.
     *
     * <p>Of several ranges the emulator serves none, and sends the whole object as HTTP allows.
     *
     * @param size of the object in bytes
     * @param standard whether the client asks for HTTP's behaviour
     * @throws OssException if {@code standard}, and no byte of the range exists
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
        // HTTP limits neither number: clients ask for 0 to 2^63 - 1, or more, when they mean all there is.
        BigInteger end = BigInteger.valueOf(size);
        BigInteger first = from.isEmpty() ? end.subtract(new BigInteger(to)) : new BigInteger(from);
        BigInteger last = from.isEmpty() || to.isEmpty() ? end.subtract(BigInteger.ONE) : new BigInteger(to);
        if (!from.isEmpty() && !to.isEmpty() && first.compareTo(last) > 0) {
            return null;
        }
        BigInteger firstThere = first.max(BigInteger.ZERO);
        BigInteger lastThere = last.min(end.subtract(BigInteger.ONE));
        boolean within = first.equals(firstThere) && last.equals(lastThere) && first.compareTo(last) <= 0;
        if (!within && !standard) {
            return null;
        }
        if (firstThere.compareTo(lastThere) > 0) {
            throw OssException.invalidRange(header);
        }
        return new ByteRange(firstThere.longValueExact(), lastThere.longValueExact());
    }

    long length() {
        return last - first + 1;
    }

    /** The value of {@code Content-Range}. */
    String contentRange(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }
}
