// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.internal.error.KnownError;
import io.github.ossv4.internal.error.Suppressed;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if OSS, or a proxy in front of it, refuses a request. The message has status, code, message, request id and
 * EC; after a signature mismatch also the line that differs and its usual reason. If it is known what to change, the
 * message ends with this {@link #advice}. It has no secrets.
 *
 * <p>Rule: Which response says that an object does not exist ({@code ServiceExceptionTest}).
 *
 * @see <a href="https://help.aliyun.com/zh/oss/support/http-status-code-overview">Error responses</a>
 */
public final class ServiceException extends IOException {
    private static final long serialVersionUID = 1;
    private static final int NOT_FOUND = 404;

    private final int status;
    private final @Nullable String code;
    private final @Nullable String requestId;
    private final @Nullable String ec;
    private final @Nullable String hostId;
    private final HashMap<String, String> details;
    private final TreeMap<String, String> headers;
    private final @Nullable Instant serverTime;
    private final String description;
    private final @Nullable Advice advice;

    ServiceException(Builder builder) {
        super(
                PrintableText.escape(builder.description) + (builder.advice == null ? "" : "; " + builder.advice),
                builder.cause);
        this.status = builder.status;
        this.code = builder.code;
        this.requestId = builder.requestId;
        this.ec = builder.ec;
        this.hostId = builder.hostId;
        this.details = new HashMap<>(builder.details);
        this.headers = new TreeMap<>(builder.headers);
        this.serverTime = builder.serverTime;
        this.description = PrintableText.escape(builder.description);
        this.advice = builder.advice;
    }

    /**
     * Starts a refusal, also for a test of your handler:
     *
     * <pre>{@code
     * ServiceException missing = ServiceException.builder(404).code("NoSuchKey").build();
     * }</pre>
     */
    public static Builder builder(int status) {
        return new Builder(status);
    }

    /**
     * Starts with all values and suppressed exceptions of this refusal, which becomes the cause, for example to
     * explain it.
     */
    public Builder newBuilder() {
        return new Builder(this);
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /**
     * Returns the error code to program against, such as {@code NoSuchKey}; null if the response is not from OSS but
     * from a proxy.
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

    /** Returns the host that OSS received. It differs from the host of the request if a proxy changed it. */
    public @Nullable String hostId() {
        return hostId;
    }

    /**
     * Returns the time of OSS's clock, from the error document or else the header {@code Date}; null if neither is
     * valid.
     */
    public @Nullable Instant serverTime() {
        return serverTime;
    }

    /** Returns the message without the advice, for a program that prints the advice in its own words. */
    public String description() {
        return description;
    }

    /**
     * Returns the cause and the setting to change; null if OSS's message says all that is known.
     *
     * @see <a href="https://help.aliyun.com/zh/oss/support/http-status-code-overview">Error responses</a>
     */
    public @Nullable Advice advice() {
        return advice;
    }

    /**
     * Returns whether OSS reports that the object does not exist: status 404, with the code {@code NoSuchKey}, or
     * without a code but with a request id. A HEAD has no error document, and some deployments send no {@code
     * x-oss-err} either: then a missing bucket or version cannot be distinguished from a missing object. False for a
     * 404 of a proxy, and for all other codes, such as {@code NoSuchBucket}, {@code NoSuchUpload}, {@code
     * NoSuchVersion} and {@code SymlinkTargetNotExist}.
     */
    public boolean isNotFound() {
        return status == NOT_FOUND
                && (code == null ? requestId != null && !requestId.isEmpty() : KnownError.NO_KEY.has(code));
    }

    /** Returns the other elements of the error document by name, such as {@code ServerTime}, without secrets. */
    public Map<String, String> details() {
        return Collections.unmodifiableMap(details);
    }

    /**
     * Returns a header of the response, such as {@code Retry-After}, or {@code x-oss-next-append-position} of a {@code
     * PositionNotEqualToLength}; its last value if there are several. Names are not case-sensitive. The first 100
     * headers are kept, up to 64 K characters in total.
     */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** Collects the values of a refusal. Not thread-safe. */
    public static final class Builder {
        private final int status;
        private final HashMap<String, String> details = new HashMap<>();
        private final TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private String description;
        private @Nullable String code;
        private @Nullable String requestId;
        private @Nullable String ec;
        private @Nullable String hostId;
        private @Nullable Instant serverTime;
        private @Nullable Advice advice;
        private @Nullable ServiceException cause;

        Builder(int status) {
            this.status = status;
            this.description = "OSS returned " + status;
        }

        private Builder(ServiceException other) {
            this.status = other.status;
            this.description = other.description;
            this.code = other.code;
            this.requestId = other.requestId;
            this.ec = other.ec;
            this.hostId = other.hostId;
            this.details.putAll(other.details);
            this.headers.putAll(other.headers);
            this.serverTime = other.serverTime;
            this.advice = other.advice;
            this.cause = other;
        }

        /** Sets the message without the advice, which must have no secrets; default names only the status. */
        public Builder description(String description) {
            this.description = Objects.requireNonNull(description, "description");
            return this;
        }

        /** Sets what to change; it becomes the end of the message. Default null. */
        public Builder advice(@Nullable Advice advice) {
            this.advice = advice;
            return this;
        }

        /** Sets the error code; null for a response that is not from OSS. */
        public Builder code(@Nullable String code) {
            this.code = code;
            return this;
        }

        /** Sets the id of the request. */
        public Builder requestId(@Nullable String requestId) {
            this.requestId = requestId;
            return this;
        }

        /** Sets the detailed error code. */
        public Builder ec(@Nullable String ec) {
            this.ec = ec;
            return this;
        }

        /** Sets the host of the request, as OSS names it. */
        public Builder hostId(@Nullable String hostId) {
            this.hostId = hostId;
            return this;
        }

        /** Sets the time that OSS's clock had at the response. */
        public Builder serverTime(@Nullable Instant instant) {
            this.serverTime = instant;
            return this;
        }

        /** Adds another element of the error document by its name. */
        public Builder detail(String name, String value) {
            details.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, name));
            return this;
        }

        /** Adds a header of the response; replaces an earlier one of the same name. */
        public Builder header(String name, String value) {
            headers.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, name));
            return this;
        }

        /** Returns the exception. */
        public ServiceException build() {
            ServiceException built = new ServiceException(this);
            if (cause != null) {
                for (Throwable earlier : cause.getSuppressed()) {
                    Suppressed.add(built, earlier);
                }
            }
            return built;
        }
    }
}
