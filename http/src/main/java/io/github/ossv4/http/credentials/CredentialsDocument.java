// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Parses credentials in the JSON of STS: {@code AccessKeyId}, {@code AccessKeySecret}, {@code SecurityToken}, {@code
 * Expiration} and {@code Code}; other members are ignored. No exception contains any of their values.
 */
final class CredentialsDocument {
    static final String ID = "AccessKeyId";
    static final String SECRET = "AccessKeySecret";
    static final String TOKEN = "SecurityToken";
    static final String EXPIRATION = "Expiration";
    private static final String CODE = "Code";

    private static final List<String> KNOWN = Arrays.asList(ID, SECRET, TOKEN, EXPIRATION, CODE);
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private CredentialsDocument() {}

    /**
     * Parses a document.
     *
     * @param from its origin, for exceptions
     * @param required members, in addition to {@code AccessKeyId} and {@code AccessKeySecret}
     * @throws IOException if it is malformed, lacks a member, or has a {@code Code} other than {@code Success}
     */
    static ExpiringCredentials parse(byte[] json, String from, String... required) throws IOException {
        Map<String, String> members = members(json, from);
        String code = members.get(CODE);
        if (code != null && !code.equals("Success")) {
            throw new IOException(from + " returned no credentials: its Code is not Success");
        }
        String missing = Stream.concat(Stream.of(ID, SECRET), Arrays.stream(required))
                .filter(name -> !members.containsKey(name))
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new IOException(from + " returned credentials without " + missing);
        }
        Credentials credentials = credentials(members, from);
        String expiration = members.get(EXPIRATION);
        return expiration == null
                ? ExpiringCredentials.never(credentials)
                : ExpiringCredentials.of(credentials, instant(expiration, from));
    }

    private static Map<String, String> members(byte[] json, String from) throws IOException {
        Map<String, String> members = new HashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
            while (isObject && parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                String value = text(parser, parser.nextToken());
                if (value != null && KNOWN.contains(name)) {
                    members.put(name, value);
                }
            }
            if (isObject && parser.nextToken() == null) {
                return members;
            }
        } catch (IOException e) {
            // The message of the exception quotes the document.
        }
        throw new IOException(from + " returned no credentials: not a single JSON object");
    }

    /** Returns a string that is not empty; null for anything else. */
    private static @Nullable String text(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            String text = parser.getText();
            return text.isEmpty() ? null : text;
        }
        parser.skipChildren();
        return null;
    }

    private static Credentials credentials(Map<String, String> members, String from) throws IOException {
        try {
            return Credentials.of(members.getOrDefault(ID, ""), members.getOrDefault(SECRET, ""), members.get(TOKEN));
        } catch (IllegalArgumentException e) {
            // The message of the exception may quote an id.
            throw new IOException(from
                    + " returned malformed credentials: they have control characters or leading or trailing whitespace,"
                    + " or an " + ID + " with a comma or a character that is not ASCII");
        }
    }

    private static Instant instant(String expiration, String from) throws IOException {
        try {
            return OffsetDateTime.parse(expiration).toInstant();
        } catch (DateTimeException e) {
            throw new IOException(from + " returned malformed credentials: " + EXPIRATION
                    + " must be a time such as 2006-01-02T15:04:05Z");
        }
    }
}
