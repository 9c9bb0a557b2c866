// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names that credentials have in one kind of document. No exception contains a value of theirs. Immutable. */
final class CredentialsFields {
    /** The names in documents of STS, and of services that return such documents. */
    static final CredentialsFields STS =
            new CredentialsFields("AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration");

    /** The names in the configuration of the CLI, and in the output of its external commands. */
    static final CredentialsFields CLI =
            new CredentialsFields("access_key_id", "access_key_secret", "sts_token", "expiration");

    /** The names in the credentials file that SDKs share. */
    static final CredentialsFields INI =
            new CredentialsFields("access_key_id", "access_key_secret", "security_token", "expiration");

    final String id;
    final String secret;
    final String token;
    final String expiration;

    private CredentialsFields(String id, String secret, String token, String expiration) {
        this.id = id;
        this.secret = secret;
        this.token = token;
        this.expiration = expiration;
    }

    /**
     * Reads the credentials of a document.
     *
     * @param from the beginning of the messages of exceptions, such as {@code STS returned}
     * @param required names in addition to the id and the secret
     * @throws IOException if one is missing or malformed
     */
    ExpiringCredentials read(Settings document, String from, String... required) throws IOException {
        String missing = Stream.concat(Stream.of(id, secret), Arrays.stream(required))
                .filter(name -> document.text(name) == null)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new IOException(from + " credentials without " + missing);
        }
        Credentials credentials = credentials(document, from);
        String end = document.text(expiration);
        return end == null
                ? ExpiringCredentials.never(credentials)
                : ExpiringCredentials.of(credentials, instant(end, from));
    }

    private Credentials credentials(Settings document, String from) throws IOException {
        try {
            return Credentials.of(text(document, id), text(document, secret), document.text(token));
        } catch (IllegalArgumentException e) {
            // The message of the exception may quote an id.
            throw new IOException(from
                    + " malformed credentials: they have control characters or leading or trailing whitespace,"
                    + " or an " + id + " with a comma or a character that is not ASCII");
        }
    }

    private static String text(Settings document, String name) {
        @Nullable String text = document.text(name);
        return text == null ? "" : text;
    }

    private Instant instant(String time, String from) throws IOException {
        try {
            return OffsetDateTime.parse(time).toInstant();
        } catch (DateTimeException e) {
            throw new IOException(
                    from + " malformed credentials: " + expiration + " must be a time such as 2006-01-02T15:04:05Z");
        }
    }
}
