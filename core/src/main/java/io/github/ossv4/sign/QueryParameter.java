// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import io.github.ossv4.text.PrintableText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of the query parameters of a signature. None of them needs encoding. */
final class QueryParameter {
    static final String ADDITIONAL_HEADERS = "x-oss-additional-headers";
    static final String CREDENTIAL = "x-oss-credential";
    static final String DATE = "x-oss-date";
    static final String EXPIRES = "x-oss-expires";
    static final String SECURITY_TOKEN = "x-oss-security-token";
    static final String SIGNATURE = "x-oss-signature";
    static final String SIGNATURE_VERSION = "x-oss-signature-version";

    private QueryParameter() {}

    /**
     * Decodes a query; a plus is a space. The value of a parameter without {@code =} is empty.
     *
     * @throws IllegalArgumentException if an escape is malformed, or a name is empty or repeated
     */
    static Map<String, String> parse(@Nullable String rawQuery) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String parameter : (rawQuery == null ? "" : rawQuery).split("&", -1)) {
            if (parameter.isEmpty()) {
                continue;
            }
            int equals = parameter.indexOf('=');
            String name = RecordedRequest.decode(
                    "name of query parameter", equals < 0 ? parameter : parameter.substring(0, equals));
            String value = equals < 0
                    ? ""
                    : RecordedRequest.decode("query parameter " + name, parameter.substring(equals + 1));
            if (query.put(name, value) != null) {
                throw new IllegalArgumentException("query parameter is repeated: " + PrintableText.escape(name));
            }
        }
        return query;
    }
}
