// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may send requests to an emulator, and what they may see of the answers. Give it to
 * {@link Emulator.Builder#cors(CorsRule)}. Immutable.
 *
 * <pre>{@code
 * CorsRule.of("https://app.example.com").methods("POST").maxAge(Duration.ofMinutes(10))
 * }</pre>
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/putbucketcors">PutBucketCors</a>
 */
public final class CorsRule {
    private static final String ANY = "*";
    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE", "HEAD");

    private final List<String> origins;
    private final List<String> methods;
    private final List<String> headers;
    private final List<String> exposedHeaders;
    private final @Nullable Duration maxAge;

    private CorsRule(
            List<String> origins,
            List<String> methods,
            List<String> headers,
            List<String> exposedHeaders,
            @Nullable Duration maxAge) {
        this.origins = origins;
        this.methods = methods;
        this.headers = headers;
        this.exposedHeaders = exposedHeaders;
        this.maxAge = maxAge;
    }

    /**
     * A rule for pages from these origins, such as {@code https://app.example.com}: all methods and headers are allowed,
     * and scripts see {@code ETag}, {@code Content-MD5}, {@code x-oss-ec}, {@code x-oss-hash-crc64ecma},
     * {@code x-oss-request-id} and {@code x-oss-version-id}. One {@code *} in an origin stands for anything.
     *
     * @throws IllegalArgumentException if there is none, or one is empty or has more than one {@code *}
     */
    public static CorsRule of(String... origins) {
        return new CorsRule(
                patterns("origin", origins),
                List.of("GET", "PUT", "POST", "DELETE", "HEAD"),
                List.of(ANY),
                List.of("ETag", "Content-MD5", "x-oss-ec", OssResponse.CRC64, "x-oss-request-id", "x-oss-version-id"),
                null);
    }

    private static List<String> patterns(String what, String... texts) {
        if (texts.length == 0) {
            throw new IllegalArgumentException("no " + what + " is given");
        }
        for (String text : texts) {
            if (text.isEmpty() || text.indexOf('*') != text.lastIndexOf('*')) {
                throw new IllegalArgumentException(what + " is empty, or has more than one *: \"" + text + "\"");
            }
        }
        return List.of(texts);
    }

    /**
     * This rule for these methods alone.
     *
     * @throws IllegalArgumentException if one is none of GET, PUT, POST, DELETE and HEAD, or there is none
     */
    public CorsRule methods(String... methods) {
        if (methods.length == 0 || !METHODS.containsAll(List.of(methods))) {
            throw new IllegalArgumentException("methods are not GET, PUT, POST, DELETE or HEAD: " + List.of(methods));
        }
        return new CorsRule(origins, List.of(methods), headers, exposedHeaders, maxAge);
    }

    /**
     * This rule for requests with these headers alone, in any case. One {@code *} in a name stands for anything.
     *
     * @throws IllegalArgumentException if there is none, or one is empty or has more than one {@code *}
     */
    public CorsRule headers(String... headers) {
        return new CorsRule(origins, methods, patterns("header", headers), exposedHeaders, maxAge);
    }

    /**
     * This rule with other headers that scripts see.
     *
     * @throws IllegalArgumentException if one is empty or has a {@code *}, which OSS does not take here
     */
    public CorsRule exposedHeaders(String... headers) {
        for (String header : headers) {
            if (header.isEmpty() || header.contains(ANY)) {
                throw new IllegalArgumentException("exposed header is empty or has a *: \"" + header + "\"");
            }
        }
        return new CorsRule(origins, methods, this.headers, List.of(headers), maxAge);
    }

    /**
     * This rule, which browsers may remember for so long.
     *
     * @throws IllegalArgumentException if it is less than no time
     */
    public CorsRule maxAge(Duration maxAge) {
        if (Objects.requireNonNull(maxAge, "maxAge").isNegative()) {
            throw new IllegalArgumentException("maxAge is negative: " + maxAge);
        }
        return new CorsRule(origins, methods, headers, exposedHeaders, maxAge);
    }

    /** Whether a page from {@code origin} may send a request with this method. */
    boolean allows(String origin, String method) {
        return methods.contains(method) && origins.stream().anyMatch(pattern -> matches(pattern, origin));
    }

    /** Whether a request may have a header. */
    boolean allowsHeader(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return headers.stream().anyMatch(pattern -> matches(pattern.toLowerCase(Locale.ROOT), lower));
    }

    private static boolean matches(String pattern, String text) {
        int any = pattern.indexOf('*');
        if (any < 0) {
            return pattern.equals(text);
        }
        String before = pattern.substring(0, any);
        String after = pattern.substring(any + 1);
        return text.length() >= before.length() + after.length() && text.startsWith(before) && text.endsWith(after);
    }

    /** What an answer says to whom it is for. */
    String allowedOrigin(String origin) {
        return origins.contains(ANY) ? ANY : origin;
    }

    /** The methods, as a list in a header. */
    String allowedMethods() {
        return String.join(", ", methods);
    }

    /** The headers that scripts see, as a list in a header; empty if there are none. */
    String seenHeaders() {
        return String.join(", ", exposedHeaders);
    }

    /** How long browsers may remember it; null if that is up to them. */
    @Nullable
    Duration age() {
        return maxAge;
    }

    /** Names the origins and methods. */
    @Override
    public String toString() {
        return "CorsRule{" + origins + " " + methods + "}";
    }
}
