// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.digest.HmacSha256;
import io.github.ossv4.emulator.internal.wire.SigningMistake;
import io.github.ossv4.sign.CredentialScope;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts from which a signing key is derived. Immutable. */
record SigningKeyParts(String prefix, String secret, String date, String region, String product, String terminator) {
    private static final String PREFIX = "aliyun_v4";
    private static final String TERMINATOR = "aliyun_v4_request";

    /**
     * A mistake in a signing key.
     *
     * @param scope the scope that a client with this mistake signs; null for the right one
     */
    record Mistake(
            SigningKeyParts key,
            @Nullable String scope,
            String line,
            @Nullable String signed,
            @Nullable String expected,
            String cause) {
        SigningMistake toSigningMistake() {
            return new SigningMistake(line, signed, expected, cause);
        }
    }

    static SigningKeyParts of(String secret, CredentialScope scope) {
        return new SigningKeyParts(PREFIX, secret, scope.date(), scope.region(), scope.product(), TERMINATOR);
    }

    HmacSha256 hmac() {
        byte[] key = (prefix + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {date, region, product, terminator}) {
            key = new HmacSha256(key).compute(part.getBytes(StandardCharsets.UTF_8));
        }
        return new HmacSha256(key);
    }

    private String scope() {
        return String.join("/", date, region, product, terminator);
    }

    private SigningKeyParts withSecret(String other) {
        return new SigningKeyParts(prefix, other, date, region, product, terminator);
    }

    private SigningKeyParts withDate(String other) {
        return new SigningKeyParts(prefix, secret, other, region, product, terminator);
    }

    private SigningKeyParts withRegion(String other) {
        return new SigningKeyParts(prefix, secret, date, other, product, terminator);
    }

    private SigningKeyParts withProduct(String other) {
        return new SigningKeyParts(prefix, secret, date, region, other, terminator);
    }

    /**
     * Returns the known mistakes.
     *
     * @param accessKey the AccessKey that the client named
     * @param others all AccessKeys
     */
    List<Mistake> mistakes(AccessKey accessKey, Collection<AccessKey> others) {
        List<Mistake> mistakes = new ArrayList<>();
        addSecrets(mistakes, accessKey, others);
        for (String other : new String[] {
            "oss-" + region, region + "-internal", "oss-" + region + "-internal", "", "null", "us-east-1", "cn-hangzhou"
        }) {
            addScope(mistakes, withRegion(other), "region", other, region);
        }
        for (String other : new String[] {"oss", "s3", "oss-cloudbox", ""}) {
            addScope(mistakes, withProduct(other), "product", other, product);
        }
        LocalDate day = LocalDate.parse(date, DateTimeFormatter.BASIC_ISO_DATE);
        for (LocalDate other : new LocalDate[] {day.minusDays(1), day.plusDays(1)}) {
            String text = DateTimeFormatter.BASIC_ISO_DATE.format(other);
            addScope(mistakes, withDate(text), "date", text, date);
        }
        addScope(
                mistakes,
                new SigningKeyParts(prefix, secret, date, region, product, "aws4_request"),
                "end",
                "aws4_request",
                TERMINATOR);
        for (String other : new String[] {"AWS4", ""}) {
            mistakes.add(new Mistake(
                    new SigningKeyParts(other, secret, date, region, product, terminator),
                    null,
                    "the signing key",
                    other,
                    PREFIX,
                    "the first key is " + PREFIX + " and the secret"));
        }
        return mistakes;
    }

    private void addSecrets(List<Mistake> mistakes, AccessKey accessKey, Collection<AccessKey> others) {
        String[][] secrets = {
            {secret + "\n", "the secret ends with a line break, as one that was read from a file"},
            {secret + "\r\n", "the secret ends with a line break, as one that was read from a file"},
            {secret + "\r", "the secret ends with a carriage return"},
            {secret + " ", "the secret ends with a space"},
            {" " + secret, "the secret begins with a space"},
            {"\"" + secret + "\"", "the secret is in quotation marks"},
            {"'" + secret + "'", "the secret is in quotation marks"},
            {"\uFEFF" + secret, "the secret begins with a byte order mark"},
            {accessKey.id(), "the AccessKey ID was used as the secret"},
            {"", "the secret is empty"},
        };
        for (String[] mistake : secrets) {
            mistakes.add(new Mistake(withSecret(mistake[0]), null, "the secret", null, null, mistake[1]));
        }
        for (AccessKey other : others) {
            if (!other.id().equals(accessKey.id())) {
                mistakes.add(new Mistake(
                        withSecret(other.secret()),
                        null,
                        "the secret",
                        null,
                        null,
                        "the secret belongs to the AccessKey ID " + other.id()));
            }
        }
    }

    /** Adds a wrong part of the scope: in the key alone, and in the string to sign as well. */
    private void addScope(List<Mistake> mistakes, SigningKeyParts other, String part, String signed, String expected) {
        if (signed.equals(expected)) {
            return;
        }
        String line = "the " + part + " of the signing key";
        String cause = "the credential has another " + part + " than the key that signed";
        mistakes.add(new Mistake(other, null, line, signed, expected, cause));
        mistakes.add(new Mistake(other, other.scope(), line, signed, expected, cause));
        mistakes.add(new Mistake(
                this,
                other.scope(),
                "line 3 of the string to sign",
                other.scope(),
                scope(),
                "the scope has another " + part + " than the credential"));
    }
}
