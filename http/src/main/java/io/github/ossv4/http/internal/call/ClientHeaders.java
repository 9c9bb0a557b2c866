// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.internal.canonical.HeadersOfClient;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.sign.UnsignedRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The headers that each request of a client has, unless its call sets them. Immutable. */
public final class ClientHeaders {
    private static final Set<String> OF_REQUEST = new HashSet<>(Arrays.asList("cache-control", "expires", "range"));

    private static final String USER_AGENT = "user-agent";
    private static final String PAYER = "x-oss-request-payer";

    /** Only the User-Agent of the library. */
    public static final ClientHeaders STANDARD = new ClientHeaders(Collections.emptyMap()).withApplication("");

    private final Map<String, String> headers;
    private final Map<String, String> unsigned = new LinkedHashMap<>();

    private ClientHeaders(Map<String, String> headers) {
        this.headers = headers;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (!isSigned(header.getKey())) {
                unsigned.put(header.getKey(), header.getValue());
            }
        }
    }

    /**
     * Adds a header.
     *
     * @throws IllegalArgumentException if it is set by the client, belongs to one request, or is malformed
     */
    public ClientHeaders with(String name, String value) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        HeadersOfClient.check(name);
        if (lowerCase.equals(USER_AGENT)) {
            throw new IllegalArgumentException("header User-Agent: use userAgent(…)");
        }
        if (isOfRequest(lowerCase)) {
            throw new IllegalArgumentException("header " + PrintableText.escape(name)
                    + " belongs to one request: set it in its options or in a BucketRequest");
        }
        return put(lowerCase, Objects.requireNonNull(value, name));
    }

    /**
     * Puts the name of an application before the name of the library.
     *
     * @param application one or more products as in RFC 9110 section 10.1.5, such as {@code photos/1.2}; empty for none
     */
    public ClientHeaders withApplication(String application) {
        String library = "ossv4/" + LibraryVersion.VALUE + " (java " + javaVersion() + ")";
        return put(USER_AGENT, application.isEmpty() ? library : application + " " + library);
    }

    /** Returns the version without the characters that end a comment of the header. */
    private static String javaVersion() {
        String version = System.getProperty("java.version", "unknown");
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < version.length(); i++) {
            char c = version.charAt(i);
            printable.append(c > ' ' && c < 0x7f && c != '(' && c != ')' && c != '\\' ? c : '_');
        }
        return printable.toString();
    }

    /** Returns whether a header belongs to one request, or is stored with its object. */
    private static boolean isOfRequest(String name) {
        return name.startsWith("x-oss-")
                || name.startsWith("content-")
                || name.startsWith("if-")
                || OF_REQUEST.contains(name);
    }

    /** Sets whether the requester pays. */
    public ClientHeaders withPayer(boolean isRequester) {
        if (isRequester) {
            return put(PAYER, "requester");
        }
        Map<String, String> others = new LinkedHashMap<>(headers);
        others.remove(PAYER);
        return new ClientHeaders(others);
    }

    private ClientHeaders put(String name, String value) {
        // Checks the characters.
        UnsignedRequest.builder("GET", null, null).header(name, value).build();
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new ClientHeaders(Collections.unmodifiableMap(all));
    }

    /** Adds the headers that are signed to an operation, which keeps its own. */
    void addSigned(Operation operation) {
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (isSigned(header.getKey()) && !operation.headers().containsKey(header.getKey())) {
                operation.header(header.getKey(), header.getValue());
            }
        }
    }

    /** Returns the others, which are added when a request is sent: a call that waits does not keep them. */
    Map<String, String> unsigned() {
        return unsigned;
    }

    private static boolean isSigned(String name) {
        return name.startsWith("x-oss-");
    }
}
