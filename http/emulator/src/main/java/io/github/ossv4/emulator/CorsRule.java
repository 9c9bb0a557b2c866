// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.emulator.internal.access.OptionValue;
import io.github.ossv4.emulator.internal.object.OriginRule;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A CORS rule: which web pages may send requests to an emulator, and which parts of the responses they can read. Give
 * it to {@link Emulator.Builder#cors(CorsRule)}. Immutable.
 *
 * <pre>{@code
 * CorsRule rule = CorsRule.of("https://app.example.com").methods("POST").maxAge(Duration.ofMinutes(10));
 * }</pre>
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/putbucketcors">PutBucketCors</a>
 */
public final class CorsRule {
    private static final String ANY = "*";

    /** The form of an origin that browsers send, RFC 6454 section 7. */
    private static final Pattern ORIGIN = Pattern.compile("null|[a-z][a-z0-9+.-]*://[^/?#@\\s]+");

    private final OriginRule rule;

    private CorsRule(OriginRule rule) {
        this.rule = rule;
    }

    /**
     * Returns a rule for pages from these origins, such as {@code https://app.example.com}. All methods and headers are
     * allowed, and scripts can read {@code ETag}, {@code Content-MD5}, {@code x-oss-ec}, {@code x-oss-hash-crc64ecma},
     * {@code x-oss-next-append-position}, {@code x-oss-request-id} and {@code x-oss-version-id}. One {@code *} in an
     * origin matches any text.
     *
     * @throws IllegalArgumentException if there is no origin, or an origin is empty, has more than one {@code *}, or
     *     has no {@code *} and is neither {@code null} nor a scheme, a host and an optional port
     */
    public static CorsRule of(String... origins) {
        for (String origin : patterns("origin", origins)) {
            if (!origin.contains(ANY) && !ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException("origin must be null or a scheme, a host and an optional port,"
                        + " such as https://app.example.com:8443" + OptionValue.shown(origin));
            }
        }
        return new CorsRule(new OriginRule(
                patterns("origin", origins),
                OriginRule.METHODS,
                List.of(ANY),
                List.of(
                        "ETag",
                        "Content-MD5",
                        "x-oss-ec",
                        ServerResponse.CRC64,
                        "x-oss-next-append-position",
                        "x-oss-request-id",
                        "x-oss-version-id"),
                null));
    }

    private static List<String> patterns(String what, String... texts) {
        if (texts.length == 0) {
            throw new IllegalArgumentException("at least one " + what + " is required");
        }
        for (String text : texts) {
            if (!OriginRule.isPattern(text)) {
                throw new IllegalArgumentException(
                        what + " must not be empty and must have at most one *, was \"" + text + "\"");
            }
        }
        return List.of(texts);
    }

    /**
     * Returns this rule for these methods only.
     *
     * @throws IllegalArgumentException if there is no method, or one is not GET, PUT, POST, DELETE or HEAD
     */
    public CorsRule methods(String... methods) {
        if (methods.length == 0 || !OriginRule.METHODS.containsAll(List.of(methods))) {
            throw new IllegalArgumentException(
                    "methods must be GET, PUT, POST, DELETE or HEAD, were " + List.of(methods));
        }
        return new CorsRule(
                new OriginRule(rule.origins(), List.of(methods), rule.headers(), rule.exposedHeaders(), rule.maxAge()));
    }

    /**
     * Returns this rule for requests with these headers only, in upper or lower case. One {@code *} in a name matches
     * any text.
     *
     * @throws IllegalArgumentException if there is no header, or one is empty or has more than one {@code *}
     */
    public CorsRule headers(String... headers) {
        return new CorsRule(new OriginRule(
                rule.origins(), rule.methods(), patterns("header", headers), rule.exposedHeaders(), rule.maxAge()));
    }

    /**
     * Returns this rule with these response headers for scripts, in place of the default ones.
     *
     * @throws IllegalArgumentException if one is empty or has a {@code *}, which OSS rejects here
     */
    public CorsRule exposedHeaders(String... headers) {
        for (String header : headers) {
            if (header.isEmpty() || header.contains(ANY)) {
                throw new IllegalArgumentException(
                        "exposed header must not be empty and must not have a *, was \"" + header + "\"");
            }
        }
        return new CorsRule(
                new OriginRule(rule.origins(), rule.methods(), rule.headers(), List.of(headers), rule.maxAge()));
    }

    /**
     * Returns this rule with the time for which browsers may cache it.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public CorsRule maxAge(Duration maxAge) {
        if (Objects.requireNonNull(maxAge, "maxAge").isNegative()) {
            throw new IllegalArgumentException("maxAge must not be negative, was " + maxAge);
        }
        return new CorsRule(
                new OriginRule(rule.origins(), rule.methods(), rule.headers(), rule.exposedHeaders(), maxAge));
    }

    OriginRule rule() {
        return rule;
    }

    /** Returns the origins and methods. */
    @Override
    public String toString() {
        return "CorsRule{" + rule.origins() + " " + rule.methods() + "}";
    }
}
