// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.error;

import io.github.ossv4.internal.json.JsonTree;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.xml.XmlElement;
import java.io.IOException;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error response of OSS: a code for programs, a human-readable message, ids for support, and details that depend on
 * the code. Immutable.
 *
 * <pre>{@code
 * ErrorResponse error = ErrorResponse.parse(body);
 * if (error != null && error.code().equals("NoSuchKey")) {
 *     System.err.println("does not exist, request id " + error.requestId());
 * }
 * }</pre>
 *
 * <p>An error document has at most {@value #MAX_BYTES} bytes, and 256 elements or JSON values; {@link #code} has at
 * most 128 characters. Longer ids are omitted.
 *
 * <p>Parsed from {@code <Error><Code/><Message/><RequestId/><HostId/><EC/>…</Error>}, or from a JSON object with the
 * same members. Other elements become {@linkplain #details details}. A member that is {@code null} counts as absent.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/support/http-status-code-overview">Error responses</a>
 */
public final class ErrorResponse {
    /**
     * The limit of an error document in bytes: 128 KiB. If a signature does not match, it repeats parts of the request,
     * some of them byte by byte in hexadecimal.
     */
    public static final int MAX_BYTES = 128 * 1024;

    static final int MAX_ELEMENTS = 256;

    /** Its elements are the reason why a policy denies a request. */
    private static final String DENIAL = "AccessDeniedDetail";

    private static final int MAX_SHOWN = 300;
    private static final int MAX_ID = 128;

    private final String code;
    private final String message;
    private final @Nullable String requestId;
    private final @Nullable String hostId;
    private final @Nullable String ec;
    private final Map<String, String> details;

    private ErrorResponse(Map<String, String> elements) {
        Map<String, String> rest = new LinkedHashMap<>(elements);
        this.code = text(rest.remove("Code"));
        this.message = text(rest.remove("Message"));
        this.requestId = id(rest.remove("RequestId"));
        this.hostId = id(rest.remove("HostId"));
        this.ec = id(rest.remove("EC"));
        this.details = Collections.unmodifiableMap(rest);
    }

    private static @Nullable String id(@Nullable String value) {
        return value == null || value.length() > MAX_ID ? null : value;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /**
     * Parses the body of an error response, XML or JSON. Null if it is not an error document with a code, or exceeds a
     * limit.
     */
    public static @Nullable ErrorResponse parse(byte[] document) {
        if (document.length > MAX_BYTES) {
            return null;
        }
        Map<String, String> elements = isJson(document) ? json(document) : xml(document);
        String code = text(elements.get("Code"));
        return code.isEmpty() || code.length() > MAX_ID ? null : new ErrorResponse(elements);
    }

    /**
     * Parses the header {@code x-oss-err}, which contains the error document in Base64 if a response has no body, for
     * example to HEAD. Null if it is not an error document, or exceeds a limit.
     */
    public static @Nullable ErrorResponse parseHeader(String base64) {
        if (base64.length() > MAX_BYTES / 3 * 4) {
            return null;
        }
        try {
            return parse(Base64.getDecoder().decode(base64.trim()));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isJson(byte[] document) {
        for (byte b : document) {
            if (b > ' ') {
                return b == '{';
            }
        }
        return false;
    }

    private static Map<String, String> xml(byte[] document) {
        Map<String, String> elements = new LinkedHashMap<>();
        XmlElement root = XmlElement.parse(document, MAX_ELEMENTS);
        if (root != null && root.name().equals("Error")) {
            for (XmlElement child : root.children()) {
                List<XmlElement> parts =
                        child.name().equals(DENIAL) ? child.children() : Collections.singletonList(child);
                parts.forEach(part -> elements.putIfAbsent(part.name(), part.text()));
            }
        }
        return elements;
    }

    private static Map<String, String> json(byte[] document) {
        Map<String, String> elements = new LinkedHashMap<>();
        Object tree;
        try {
            tree = JsonTree.parse(document, 0, MAX_ELEMENTS + 1);
        } catch (IOException e) {
            return elements;
        }
        for (Map.Entry<?, ?> member : ((Map<?, ?>) tree).entrySet()) {
            String text = JsonTree.scalar(member.getValue());
            if (text != null) {
                elements.put((String) member.getKey(), text.trim());
            }
        }
        return elements;
    }

    /** Returns the code for programs, such as {@code NoSuchKey}. Never empty. */
    public String code() {
        return code;
    }

    /** Returns the human-readable message. It may be empty. */
    public String message() {
        return message;
    }

    /** Returns the id of the request, for support. */
    public @Nullable String requestId() {
        return requestId;
    }

    /** Returns the host of the request. */
    public @Nullable String hostId() {
        return hostId;
    }

    /** Returns the detailed error code, such as {@code 0002-00000201}. Programs should not depend on it. */
    public @Nullable String ec() {
        return ec;
    }

    /**
     * Returns the other elements by name, such as {@code ServerTime} or {@code StringToSign}, and those of
     * {@code AccessDeniedDetail}, such as {@code AuthAction}. {@code CanonicalRequest} may contain a security token: do
     * not log it.
     */
    public Map<String, String> details() {
        return details;
    }

    /** Returns code, ids and at most 1000 characters of the message; details are omitted. */
    @Override
    public String toString() {
        String ids = (requestId == null ? "" : ", request id " + requestId) + (ec == null ? "" : ", EC " + ec);
        return PrintableText.escape(code
                + (message.isEmpty() ? "" : ": " + PrintableText.truncate(message, MAX_SHOWN))
                + (ids.isEmpty() ? "" : " (" + ids.substring(2) + ")"));
    }
}
