// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.error.ErrorResponse;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if OSS, or a proxy before it, refuses a request. The message has status, code, message, request id and EC; after a
 * signature mismatch also the line that differs and its usual reason. It has no secrets.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/support/http-status-code-overview">Error responses</a>
 */
public final class ServiceException extends IOException {
    private static final long serialVersionUID = 1;

    private static final int MAX_HEADERS = 100;
    private static final int MAX_HEADER_CHARACTERS = 64 * 1024;

    private final int status;
    private final @Nullable String code;
    private final @Nullable String requestId;
    private final @Nullable String ec;
    private final @Nullable String hostId;
    private final HashMap<String, String> details;
    private final TreeMap<String, String> headers;
    private final @Nullable String serverTime;
    private final @Nullable String date;
    private final boolean overTls;

    ServiceException(
            String operation,
            OssResponse response,
            @Nullable ErrorResponse error,
            @Nullable String requestId,
            String text) {
        super(PrintableText.escape(operation + ": " + response.status() + " " + text));
        this.status = response.status();
        this.code = error == null ? OssResponse.id(response.header("x-oss-error-type")) : error.code();
        this.requestId = requestId;
        this.ec = error == null || error.ec() == null ? OssResponse.id(response.header("x-oss-ec")) : error.ec();
        this.hostId = error == null ? null : error.hostId();
        this.details = new HashMap<>();
        if (error != null) {
            error.details().forEach((name, value) -> details.put(name, response.redact(value)));
        }
        this.serverTime = error == null ? null : OssResponse.id(error.details().get("ServerTime"));
        this.date = OssResponse.id(response.header("Date"));
        this.overTls = response.isOverTls();
        this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copyHeaders(response, headers);
    }

    private static void copyHeaders(OssResponse response, Map<String, String> kept) {
        Headers all = response.headers();
        int room = MAX_HEADER_CHARACTERS;
        for (int i = 0; i < Math.min(all.size(), MAX_HEADERS); i++) {
            int length = all.name(i).length() + all.value(i).length();
            if (length <= room) {
                room -= length;
                kept.put(all.name(i), response.redact(all.value(i)));
            }
        }
    }

    /** Returns whether OSS refused with this error code. */
    static boolean is(@Nullable Throwable failure, String code) {
        return failure instanceof ServiceException && code.equals(((ServiceException) failure).code);
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /**
     * Returns the error code to program against, such as {@code NoSuchKey}; null if the response is not from OSS but from a
     * proxy.
     */
    public @Nullable String code() {
        return code;
    }

    /** Returns the id of the request, which support asks for. */
    public @Nullable String requestId() {
        return requestId;
    }

    /** Returns the detailed error code, such as {@code 0002-00000201}. OSS advises against programming against it. */
    public @Nullable String ec() {
        return ec;
    }

    /** Returns the host of the request, as OSS names it. */
    public @Nullable String hostId() {
        return hostId;
    }

    /** Returns the time of OSS from the error document. It is not redacted, since a custom variable may contain the day. */
    @Nullable
    String serverTime() {
        return serverTime;
    }

    /** As {@link #serverTime}, from the header. */
    @Nullable
    String date() {
        return date;
    }

    /** Returns whether the response came over a TLS connection, so that no proxy can have written it. */
    boolean isOverTls() {
        return overTls;
    }

    /** Returns the other elements of the error document by name, such as {@code ServerTime}, without secrets. */
    public Map<String, String> details() {
        return Collections.unmodifiableMap(details);
    }

    /**
     * Returns a header of the response, such as {@code Retry-After}, or {@code x-oss-next-append-position} of a {@code
     * PositionNotEqualToLength}; its last value if there are several. Names are not case-sensitive. The first 100 headers are
     * kept, up to 64 K characters in total.
     */
    public @Nullable String header(String name) {
        return headers.get(name);
    }
}
