// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.object;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A CORS rule. A {@code *} in an origin or a header matches any text.
 *
 * @param headers the request headers that are allowed
 * @param exposedHeaders the response headers that scripts can read
 * @param maxAge how long browsers may cache it; null for their default
 */
public record OriginRule(
        List<String> origins,
        List<String> methods,
        List<String> headers,
        List<String> exposedHeaders,
        @Nullable Duration maxAge) {
    /** The methods that a rule can allow. */
    public static final List<String> METHODS = List.of("GET", "PUT", "POST", "DELETE", "HEAD");

    private static final String ANY = "*";

    /** Returns whether a text can be an origin or a header of a rule: it is not empty and has at most one {@code *}. */
    public static boolean isPattern(String text) {
        return !text.isEmpty() && text.indexOf('*') == text.lastIndexOf('*');
    }

    /** Returns how many seconds browsers may cache it; null for their default. */
    public @Nullable String maxAgeSeconds() {
        return maxAge == null ? null : Long.toString(maxAge.toSeconds());
    }

    /** Returns whether a page from {@code origin} may send a request with this method. */
    public boolean allows(String origin, String method) {
        return methods.contains(method) && origins.stream().anyMatch(pattern -> matches(pattern, origin));
    }

    /** Returns whether a request may have a header. */
    public boolean allowsHeader(String name) {
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

    /** Returns the value of {@code Access-Control-Allow-Origin} for an allowed origin. */
    public String allowedOrigin(String origin) {
        return origins.contains(ANY) ? ANY : origin;
    }
}
