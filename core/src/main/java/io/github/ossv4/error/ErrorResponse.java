// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.error;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.ossv4.xml.XmlElement;
import java.io.IOException;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The error that OSS answers with: a code to program against, a message for people, ids for support, and details that
 * depend on the code. Immutable.
 *
 * <p>Read from {@code <Error><Code/><Message/><RequestId/><HostId/><EC/>…</Error>}, or from a JSON object with the same
 * members: what else there is becomes {@linkplain #details details}. A member that is {@code null} counts as absent.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/support/http-status-code-overview">Error responses</a>
 */
public final class ErrorResponse {
    private static final JsonFactory JSON = new JsonFactory();

    private static final int MAX_SHOWN = 1000;

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
        this.requestId = rest.remove("RequestId");
        this.hostId = rest.remove("HostId");
        this.ec = rest.remove("EC");
        this.details = Collections.unmodifiableMap(rest);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** Reads the body of an error answer, XML or JSON; null if it is not an error document with a code. */
    public static @Nullable ErrorResponse parse(byte[] document) {
        Map<String, String> elements = isJson(document) ? json(document) : xml(document);
        return text(elements.get("Code")).isEmpty() ? null : new ErrorResponse(elements);
    }

    /**
     * Reads the header {@code x-oss-err}, which carries the error document in Base64 where an answer has no body, as to
     * HEAD; null if it is not one.
     */
    public static @Nullable ErrorResponse parseHeader(String base64) {
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
        XmlElement root = XmlElement.parse(document);
        if (root != null && root.name().equals("Error")) {
            for (XmlElement child : root.children()) {
                elements.putIfAbsent(child.name(), child.text());
            }
        }
        return elements;
    }

    private static Map<String, String> json(byte[] document) {
        Map<String, String> elements = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(document)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_NULL) {
                    continue;
                }
                if (value.isScalarValue()) {
                    elements.putIfAbsent(name, json.getText().trim());
                } else {
                    json.skipChildren();
                }
            }
            return elements;
        } catch (IOException e) {
            return new LinkedHashMap<>();
        }
    }

    /** The code to program against, such as {@code NoSuchKey}. Never empty. */
    public String code() {
        return code;
    }

    /** What happened, for people. It may be empty. */
    public String message() {
        return message;
    }

    /** The id of the request, which support asks for. */
    public @Nullable String requestId() {
        return requestId;
    }

    /** The host that was addressed. */
    public @Nullable String hostId() {
        return hostId;
    }

    /** The finer error code, such as {@code 0002-00000201}. OSS asks not to program against it. */
    public @Nullable String ec() {
        return ec;
    }

    /**
     * The other elements by name, such as {@code ServerTime} or {@code StringToSign}. {@code CanonicalRequest} may echo
     * a security token: do not log it.
     */
    public Map<String, String> details() {
        return details;
    }

    /** Code, ids and message, of which 1000 characters are enough; details are left out. */
    @Override
    public String toString() {
        String shown = message.length() > MAX_SHOWN ? message.substring(0, MAX_SHOWN) + "…" : message;
        return code + ": " + shown + " (request id " + requestId + (ec == null ? "" : ", EC " + ec) + ")";
    }
}
