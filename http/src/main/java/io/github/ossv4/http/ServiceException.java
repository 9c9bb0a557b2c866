// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.error.ErrorResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OSS, or something on the way to it, refused a request. The message holds status, code, message, request id and EC,
 * and where a signature did not match, which line differs and why that usually is; nothing secret.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/support/http-status-code-overview">Error responses</a>
 */
public final class ServiceException extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient @Nullable ErrorResponse error;
    private final @Nullable String requestId;

    ServiceException(
            String operation, int status, @Nullable ErrorResponse error, @Nullable String requestId, String text) {
        super(operation + ": " + status + " " + text);
        this.status = status;
        this.error = error;
        this.requestId = requestId;
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
        return error == null ? null : error.code();
    }

    /** The id of the request, which support asks for. */
    public @Nullable String requestId() {
        return requestId;
    }

    /** The finer error code, such as {@code 0002-00000201}. OSS asks not to program against it. */
    public @Nullable String ec() {
        return error == null ? null : error.ec();
    }

    /** The host that was addressed, as OSS names it. */
    public @Nullable String hostId() {
        return error == null ? null : error.hostId();
    }

    /** What else OSS said, by element, such as {@code ServerTime}. It may echo a security token: do not log it. */
    public Map<String, String> details() {
        return error == null ? Collections.emptyMap() : error.details();
    }
}
