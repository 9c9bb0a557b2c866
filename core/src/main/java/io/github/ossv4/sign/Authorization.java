// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import io.github.ossv4.internal.canonical.SignatureNames;
import io.github.ossv4.internal.text.PrintableText;
import java.util.Arrays;

/**
 * The fields of a V4 {@code Authorization} header. Immutable.
 *
 * <p>Written as {@code OSS4-HMAC-SHA256 Credential=<id>/<scope>[,AdditionalHeaders=<a;b>],Signature=<hex>}. Parsed in
 * any order and with whitespace after the commas, since some clients write it so.
 */
public final class Authorization {
    private final String accessKeyId;
    private final CredentialScope scope;
    private final String additionalHeaders;
    private final String signature;

    private Authorization(String accessKeyId, CredentialScope scope, String additionalHeaders, String signature) {
        this.accessKeyId = accessKeyId;
        this.scope = scope;
        this.additionalHeaders = additionalHeaders;
        this.signature = signature;
    }

    /**
     * Parses a header value.
     *
     * @throws IllegalArgumentException if it is not a V4 authorization: another algorithm, a missing or repeated field,
     *     a credential that is not {@code <id>/<yyyyMMdd>/<region>/<product>/aliyun_v4_request}, an empty list of
     *     additional headers. The message contains no signature
     */
    public static Authorization parse(String header) {
        String text = header.trim();
        if (!text.startsWith(SignatureNames.ALGORITHM + " ")) {
            throw new IllegalArgumentException("authorization must begin with " + SignatureNames.ALGORITHM);
        }
        String credential = "";
        String additional = "";
        String signature = "";
        for (String field :
                text.substring(SignatureNames.ALGORITHM.length() + 1).split(",", -1)) {
            int equals = field.indexOf('=');
            String name = equals < 0 ? field.trim() : field.substring(0, equals).trim();
            String value = equals < 0 ? "" : field.substring(equals + 1).trim();
            if (value.isEmpty()) {
                throw new IllegalArgumentException("authorization field has no value: " + PrintableText.escape(name));
            }
            switch (name) {
                case "Credential":
                    credential = once(name, credential, value);
                    break;
                case "AdditionalHeaders":
                    additional = once(name, additional, value);
                    break;
                case "Signature":
                    signature = once(name, signature, value);
                    break;
                default:
                    throw new IllegalArgumentException("unknown authorization field: " + PrintableText.escape(name));
            }
        }
        if (signature.isEmpty()) {
            throw new IllegalArgumentException("authorization has no Signature");
        }
        // From the end: an AccessKey ID may contain slashes.
        String[] parts = credential.split("/", -1);
        int scope = parts.length - 4;
        if (scope < 1
                || credential.startsWith("/")
                || parts[scope].length() != 8
                || parts[scope + 1].isEmpty()
                || parts[scope + 2].isEmpty()
                || !parts[scope + 3].equals(SignatureNames.TERMINATOR)) {
            throw new IllegalArgumentException(
                    "credential must be <id>/<yyyyMMdd>/<region>/<product>/aliyun_v4_request, was "
                            + PrintableText.escape(credential));
        }
        return new Authorization(
                String.join("/", Arrays.asList(parts).subList(0, scope)),
                CredentialScope.of(parts[scope], parts[scope + 1], parts[scope + 2]),
                additional,
                signature);
    }

    private static String once(String name, String before, String value) {
        if (!before.isEmpty()) {
            throw new IllegalArgumentException("authorization field is repeated: " + name);
        }
        return value;
    }

    /** Returns the AccessKey ID whose secret signed. */
    public String accessKeyId() {
        return accessKeyId;
    }

    /** Returns the day of signing in UTC, {@code yyyyMMdd}. */
    public String date() {
        return scope.date();
    }

    /** Returns the bucket's region id, such as {@code cn-hangzhou}; for {@code oss-cloudbox} the cloud box id. */
    public String region() {
        return scope.region();
    }

    /** Returns {@code oss} or {@code oss-cloudbox}. */
    public String product() {
        return scope.product();
    }

    /** Returns the scope of the signing key, such as {@code 20231216/cn-hangzhou/oss/aliyun_v4_request}. */
    public String scope() {
        return scope.toString();
    }

    /**
     * Returns the names of the headers signed in addition to the default ones, joined by {@code ;}; empty if there are
     * none.
     */
    public String additionalHeaders() {
        return additionalHeaders;
    }

    /** Returns the signature: 64 hex digits if it is valid. */
    public String signature() {
        return signature;
    }

    /** Returns the header's value, including the signature. */
    @Override
    public String toString() {
        return PrintableText.escape(text(accessKeyId + '/' + scope, additionalHeaders, signature));
    }

    static String text(String credential, String additionalHeaders, String signature) {
        return SignatureNames.ALGORITHM + " Credential=" + credential
                + (additionalHeaders.isEmpty() ? "" : ",AdditionalHeaders=" + additionalHeaders)
                + ",Signature=" + signature;
    }
}
