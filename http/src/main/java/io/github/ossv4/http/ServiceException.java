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
 * OSS, or something on the way to it, refused a request. The message holds status, code, message, request id and EC,
 * and where a signature did not match, which line differs and why that usually is; nothing secret.
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
        this.code = error == null ? RefusedAnswer.id(response.header("x-oss-error-type")) : error.code();
        this.requestId = requestId;
        this.ec = error == null || error.ec() == null ? RefusedAnswer.id(response.header("x-oss-ec")) : error.ec();
        this.hostId = error == null ? null : error.hostId();
        this.details = new HashMap<>();
        if (error != null) {
            error.details().forEach((name, value) -> details.put(name, response.redact(value)));
        }
        this.serverTime =
                error == null ? null : RefusedAnswer.id(error.details().get("ServerTime"));
        this.date = RefusedAnswer.id(response.header("Date"));
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

    /** Whether OSS refused with this error code. */
    static boolean is(@Nullable Throwable failure, String code) {
        return failure instanceof ServiceException && code.equals(((ServiceException) failure).code);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /**
     * The error code to program against, such as {@code NoSuchKey}. Null if the answer was not one of OSS, as that of a
     * proxy.
     */
    public @Nullable String code() {
        return code;
    }

    /** The id of the request, which support asks for. */
    public @Nullable String requestId() {
        return requestId;
    }

    /** The finer error code, such as {@code 0002-00000201}. OSS asks not to program against it. */
    public @Nullable String ec() {
        return ec;
    }

    /** The host that was addressed, as OSS names it. */
    public @Nullable String hostId() {
        return hostId;
    }

    /** The time of OSS as its document says it: not redacted, since a custom variable may hold the day. */
    @Nullable
    String serverTime() {
        return serverTime;
    }

    /** As {@link #serverTime}, by the header. */
    @Nullable
    String date() {
        return date;
    }

    /** Whether the response came over a TLS connection, so that nobody on the way can have written it. */
    boolean isOverTls() {
        return overTls;
    }

    /** What else OSS said, by element, such as {@code ServerTime}; without what of it is secret. */
    public Map<String, String> details() {
        return Collections.unmodifiableMap(details);
    }

    /**
     * A header of the response, such as {@code Retry-After}, or {@code x-oss-next-append-position} of a
     * {@code PositionNotEqualToLength}; its last value if there are several. Names are not case-sensitive. Kept are the first
     * 100 headers, without those that would make them longer than 64 K characters together.
     */
    public @Nullable String header(String name) {
        return headers.get(name);
    }
}
