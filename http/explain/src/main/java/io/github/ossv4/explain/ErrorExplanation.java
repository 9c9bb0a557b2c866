// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.error.ErrorResponse;
import io.github.ossv4.internal.canonical.SignatureNames;
import io.github.ossv4.internal.error.KnownError;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.sign.Credentials;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The explanation of an error document of OSS: its contents, what the error means, and what to do. If a signature does
 * not match, it explains the texts of OSS, and how they differ from the client's. Security tokens and signatures
 * are not shown. Immutable.
 *
 * <pre>{@code
 * ErrorResponse error = ErrorResponse.parse(body);
 * RawRequest sent = RawRequest.parseHead(Files.readAllBytes(file));
 * if (error != null) {
 *     System.out.println(ErrorExplanation.of(error).sent(sent).explain());
 * }
 * }</pre>
 *
 * <p>Rule: The causes of error documents that others published ({@code RecordedErrorsTest}).
 */
public final class ErrorExplanation {
    private static final int MAX_SHOWN = 200;

    /** Parameters of a presigned URL, which may have been taken for a key. */
    private static final Pattern SECRETS =
            Pattern.compile("((?:security-token|signature)=)[^&\\s]+", Pattern.CASE_INSENSITIVE);

    /** The start of the ECs of S3's signature version 4. */
    private static final String EC_OF_S3 = "0002-000004";

    private static final String S3 = " has an Amazon S3 signature: sign with version 4 of OSS; or let the S3 client use"
            + " virtual-hosted style, the AccessKey pair of OSS, and x-amz-security-token for temporary credentials";

    private final ErrorResponse error;
    private final KnownClient client;

    private ErrorExplanation(ErrorResponse error, KnownClient client) {
        this.error = error;
        this.client = client;
    }

    /** Returns the explanation of an error if nothing is known about the client. */
    public static ErrorExplanation of(ErrorResponse error) {
        return new ErrorExplanation(error, KnownClient.NOTHING);
    }

    /** Returns the explanation with the refused request as its client sent it, to find what a proxy changed. */
    public ErrorExplanation sent(RawRequest request) {
        return new ErrorExplanation(
                error, new KnownClient(request, client.canonicalRequest, client.stringToSign, client.credentials));
    }

    /**
     * Returns the explanation with the texts that the client signed, to find what differs.
     *
     * @param canonicalRequest the canonical request that the client signed
     * @param stringToSign the string that the client signed, or null if it is not known
     */
    public ErrorExplanation signed(String canonicalRequest, @Nullable String stringToSign) {
        return new ErrorExplanation(
                error, new KnownClient(client.sent, canonicalRequest, stringToSign, client.credentials));
    }

    /**
     * Returns the explanation with the credentials of the client, to find its mistake: the request is signed again with
     * each known mistake, until the signature is the client's. The secret is not shown.
     */
    public ErrorExplanation credentials(Credentials credentials) {
        return new ErrorExplanation(
                error, new KnownClient(client.sent, client.canonicalRequest, client.stringToSign, credentials));
    }

    /** Returns the explanation. */
    public Explanation explain() {
        Explanation.Builder lines =
                new Explanation.Builder(text -> SECRETS.matcher(text).replaceAll("$1…"));
        describe(lines);
        Map<String, String> texts = error.details();
        String text = texts.getOrDefault("StringToSign", "");
        boolean ofS3 = texts.containsKey("AWSAccessKeyId")
                || text.startsWith("AWS4-")
                || String.valueOf(error.ec()).startsWith(EC_OF_S3);
        if (!KnownError.SIGNATURE.has(error.code())) {
            meaning(lines);
        } else if (!ofS3) {
            new RefusedSignature(texts.get("CanonicalRequest"), text, texts.get("SignatureProvided"))
                    .explain(ofAccessKey(lines), lines);
        }
        if (ofS3) {
            lines.problem("the " + (RefusedSignature.V1_OF_URL.matcher(text).matches() ? "URL" : "request") + S3);
        }
        return lines.build();
    }

    /** Returns what is known of the client, without credentials that the request did not use. */
    private KnownClient ofAccessKey(Explanation.Builder lines) {
        String used = error.details().get("OSSAccessKeyId");
        Credentials known = client.credentials;
        if (known == null || used == null || used.equals(known.accessKeyId())) {
            return client;
        }
        lines.advice("the known secret is that of the AccessKey ID " + known.accessKeyId() + ", not of this request");
        return new KnownClient(client.sent, client.canonicalRequest, client.stringToSign, null);
    }

    private void describe(Explanation.Builder lines) {
        lines.fact("code", error.code());
        fact(lines, "EC", error.ec());
        fact(lines, "message", error.message().isEmpty() ? null : error.message());
        fact(lines, "request id", error.requestId());
        fact(lines, "host", error.hostId());
        for (String name : new String[] {
            "OSSAccessKeyId", "AWSAccessKeyId", "BucketName", "Key", "ObjectName", "Method", "ResourceType",
            "PolicyType", "NoPermissionType", "AuthAction", "ArgumentName", "Endpoint", "RequestTime", "ServerTime",
            "MaxSizeAllowed", "MinSizeAllowed"
        }) {
            fact(lines, name, error.details().get(name));
        }
        // An argument can be an Authorization header or a token.
        String name = error.details().getOrDefault("ArgumentName", "").toLowerCase(Locale.ROOT);
        if (!name.equals("authorization") && !name.endsWith("security-token") && !name.endsWith("signature")) {
            fact(lines, "ArgumentValue", error.details().get("ArgumentValue"));
        }
    }

    private static void fact(Explanation.Builder lines, String name, @Nullable String value) {
        lines.fact(name, value == null ? null : PrintableText.truncate(value, MAX_SHOWN));
    }

    private void meaning(Explanation.Builder lines) {
        KnownError known = KnownError.of(error.code(), error.ec(), error.message(), error.details());
        if (known == null) {
            lines.advice("this error is not known here: look up its EC in the vendor's documentation");
        } else {
            boolean ofPolicy =
                    known == KnownError.POLICY || known == KnownError.POLICY_SIZE || known == KnownError.BAD_POLICY;
            lines.problem(known.meaning(error.details())
                    + (ofPolicy ? ": explain the policy to see its conditions" : "")
                    + (KnownError.CALLBACK_STATUS.has(error.code()) ? "; the object is stored" : ""));
        }
        RawRequest sent = client.sent;
        if (sent != null && KnownError.DENIED.has(error.code())) {
            boolean signed = sent.header(SignatureNames.AUTHORIZATION) != null
                    || SECRETS.matcher(String.valueOf(sent.rawQuery())).find();
            lines.advice("the recorded request is " + (signed ? "signed" : "not signed"));
        }
        Map<String, String> details = error.details();
        try {
            Duration behind = Duration.between(
                    Instant.parse(details.getOrDefault("RequestTime", "")),
                    Instant.parse(details.getOrDefault("ServerTime", "")));
            lines.problem("the clock of the client is " + behind.abs().toMillis() / 1000 + " seconds "
                    + (behind.isNegative() ? "ahead of" : "behind") + " that of OSS");
        } catch (DateTimeException e) {
            // Only a few errors have both times.
        }
    }
}
