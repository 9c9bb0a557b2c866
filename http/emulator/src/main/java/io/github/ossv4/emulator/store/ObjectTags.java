// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.store;

import io.github.ossv4.emulator.wire.OssException;
import io.github.ossv4.emulator.wire.ServerResponse;
import io.github.ossv4.emulator.wire.StorageRequest;
import io.github.ossv4.text.PercentEncoding;
import io.github.ossv4.text.Utf8;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The number of tags of an object, which is all that responses contain. Immutable.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/user-guide/object-tagging-8">Object tagging</a>
 */
record ObjectTags(int count) {
    private static final String HEADER = "x-oss-tagging";
    private static final String MALFORMED = "0010-00000219";
    private static final String INVALID = "0010-00000217";
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
            return new ObjectTags(0);
        }
        Set<String> keys = new HashSet<>();
        for (String tag : header.split("&", -1)) {
            String[] parts = tag.split("=", -1);
            String key = decode(parts[0]);
            String value = parts.length == 1 ? "" : decode(parts[1]);
            if (parts.length > 2 || key == null || value == null) {
                throw invalid(MALFORMED, header);
            }
            if (!KEY.matcher(key).matches() || !VALUE.matcher(value).matches() || !keys.add(key)) {
                throw invalid(INVALID, header);
            }
        }
        if (keys.size() > MAX_COUNT) {
            throw invalid(INVALID, header);
        }
        return new ObjectTags(keys.size());
    }

    private static @Nullable String decode(String text) {
        byte[] bytes = PercentEncoding.decode(text);
        return bytes == null ? null : Utf8.decode(bytes);
    }

    private static OssException invalid(String ec, String header) {
        return OssException.invalidArgument(
                ec,
                "The header 'x-oss-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without"
                        + " tag name duplicates.",
                HEADER,
                header);
    }

    /** Adds the number of tags, if there are any. */
    void describe(ServerResponse response) {
        if (count > 0) {
            response.header("x-oss-tagging-count", Integer.toString(count));
        }
    }
}
