// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.internal.canonical.CanonicalLines;
import io.github.ossv4.internal.canonical.SignatureNames;
import io.github.ossv4.text.PercentEncoding;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A request whose canonical request is known, and the way in which it was sent as far as that is known. Immutable. */
final class SentRequest {
    private static final Pattern ADDITIONAL = Pattern.compile("AdditionalHeaders=([^,\\s]*)");

    /** The bucket between two slashes; a slash if the request is for the service. */
    final String root;

    /** The key; empty if the request is for a bucket. */
    final String key;

    final String rawPath;

    /** The decoded parameters without the signature, in the order in which they were sent. */
    final Map<String, String> query;

    /** The headers by their names in lower case. */
    final Map<String, String> headers = new TreeMap<>();

    /** The headers as they were sent. */
    final List<Map.Entry<String, String>> headerLines;

    /** The names of the additional headers as the client sent them; empty if there are none. */
    final String additionalHeaders;

    /** @param sent the request as it was received; null if only its canonical request is known */
    SentRequest(CanonicalLines right, @Nullable RawRequest sent) {
        String path = right.line(CanonicalLines.PATH);
        int slash = path.indexOf('/', 1);
        this.root = PercentEncoding.decodeLeniently(path.substring(0, slash + 1)) + (slash < 0 ? "/" : "");
        this.key = PercentEncoding.decodeLeniently(path.substring(slash < 0 ? Math.min(1, path.length()) : slash + 1));
        this.rawPath = sent == null ? path : sent.rawPath();
        Map<String, String> parameters = parse(right.line(CanonicalLines.QUERY));
        Map<String, String> inOrder =
                parse(sent == null ? "" : String.valueOf(sent.rawQuery()).replace("+", "%20"));
        inOrder.remove(SignatureNames.SIGNATURE);
        this.query = inOrder.equals(parameters) ? inOrder : parameters;
        this.headerLines = sent == null ? inTitleCase(right.headers()) : sent.headers();
        headerLines.forEach(header ->
                headers.merge(header.getKey().toLowerCase(Locale.ROOT), header.getValue(), (a, b) -> a + "," + b));
        headers.putAll(right.headers());
        Matcher additional = ADDITIONAL.matcher(headers.getOrDefault(SignatureNames.AUTHORIZATION, ""));
        this.additionalHeaders =
                query.getOrDefault(SignatureNames.ADDITIONAL_HEADERS, additional.find() ? additional.group(1) : "");
    }

    private static Map<String, String> parse(String rawQuery) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String parameter : rawQuery.split("&", -1)) {
            String[] pair = parameter.split("=", 2);
            if (!parameter.isEmpty()) {
                query.put(
                        PercentEncoding.decodeLeniently(pair[0]),
                        pair.length < 2 ? "" : PercentEncoding.decodeLeniently(pair[1]));
            }
        }
        return query;
    }

    /** Returns headers with the names as clients usually write them: {@code Content-Type}. */
    private static List<Map.Entry<String, String>> inTitleCase(Map<String, String> headers) {
        List<Map.Entry<String, String>> lines = new ArrayList<>();
        headers.forEach((name, value) -> lines.add(new AbstractMap.SimpleImmutableEntry<>(
                Stream.of(name.split("-"))
                        .filter(word -> !word.isEmpty())
                        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                        .collect(Collectors.joining("-")),
                value)));
        return lines;
    }
}
