// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of an object, {@code first} to {@code last}, counted from 0, both included.
 *
 * @see <a href="https://help.aliyun.com/document_detail/39571.htm">Range requests</a>
 */
record ByteRange(long first, long last) {
    private static final Pattern SYNTAX = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    /**
     * The range that a header asks for; null stands for the whole object. OSS sends that too where the range reaches
     * beyond the object, unless the client asks for HTTP's behaviour: then the range is cut.
     *
     * <p>Of several ranges the emulator serves none, and sends the whole object as HTTP allows.
     *
     * @param size of the object in bytes
     * @param standard whether the client asks for HTTP's behaviour
     * @throws Refusal if {@code standard}, and no byte of the range exists
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
        long first = from.isEmpty() ? size - Long.parseLong(to) : Long.parseLong(from);
        long last = from.isEmpty() || to.isEmpty() ? size - 1 : Long.parseLong(to);
        if (!from.isEmpty() && !to.isEmpty() && first > last) {
            return null;
        }
        if (first >= 0 && first <= last && last < size) {
            return new ByteRange(first, last);
        }
        if (!standard) {
            return null;
        }
        if (first >= size) {
            throw Refusal.invalidRange(header);
        }
        return new ByteRange(Math.max(first, 0), Math.min(last, size - 1));
    }

    long length() {
        return last - first + 1;
    }

    /** The value of {@code Content-Range}. */
    String contentRange(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }
}
