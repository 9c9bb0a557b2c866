// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import io.github.ossv4.http.credentials.ExpiringCredentials;
import java.io.IOException;

/** Parses credentials in JSON. Members that it does not know are ignored. No exception contains any of their values. */
final class CredentialsDocument {
    private CredentialsDocument() {}

    /**
     * Parses the JSON of STS: {@code AccessKeyId}, {@code AccessKeySecret}, {@code SecurityToken}, {@code Expiration}
     * and {@code Code}.
     *
     * @param from the beginning of the messages of exceptions, such as {@code STS returned}
     * @param required members, in addition to {@code AccessKeyId} and {@code AccessKeySecret}
     * @throws IOException if it is malformed, lacks a member, or has a {@code Code} other than {@code Success}
     */
    static ExpiringCredentials parse(byte[] json, String from, String... required) throws IOException {
        JsonObject document = object(json, from);
        String code = document.text("Code");
        if (code != null && !code.equals("Success")) {
            throw new IOException(from + " no credentials: its Code is not Success");
        }
        return CredentialsFields.STS.read(document, from, required);
    }

    /** Parses what an external command of the CLI prints: a profile whose mode is {@code AK} or {@code StsToken}. */
    static ExpiringCredentials parseExternal(byte[] json, String from) throws IOException {
        JsonObject document = object(json, from);
        String mode = document.text("mode");
        if (mode == null || mode.equalsIgnoreCase("AK")) {
            return CredentialsFields.CLI.read(document, from);
        }
        if (mode.equalsIgnoreCase("StsToken")) {
            return CredentialsFields.CLI.read(document, from, CredentialsFields.CLI.token);
        }
        throw new IOException(from + " no credentials: its mode is not AK or StsToken");
    }

    private static JsonObject object(byte[] json, String from) throws IOException {
        JsonObject document = JsonObject.parse(json);
        if (document == null) {
            throw new IOException(from + " no credentials: not a single JSON object");
        }
        return document;
    }
}
