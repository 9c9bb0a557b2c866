// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.internal.canonical.SignatureNames;
import io.github.ossv4.internal.digest.HmacSha256;
import io.github.ossv4.sign.Credentials;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** The parts from which a signing key is derived. Immutable. */
final class SigningKeyParts {
    private static final String PREFIX = SignatureNames.KEY_PREFIX;
    private static final int DATE = 0;
    private static final int REGION = 1;
    private static final int PRODUCT = 2;
    private static final int END = 3;
    private static final String[] PARTS = {"date", "region", "product", "end"};

    private final Credentials credentials;

    /** Date, region, product and end. */
    private final List<String> scope;

    private SigningKeyParts(Credentials credentials, List<String> scope) {
        this.credentials = credentials;
        this.scope = scope;
    }

    /** A known mistake in a signing key, or in the scope that is signed. */
    static final class Mistake {
        final HmacSha256 key;

        /** The scope that a client with this mistake signs. */
        final String scope;

        final SignatureMistake mistake;

        Mistake(HmacSha256 key, String scope, SignatureMistake mistake) {
            this.key = key;
            this.scope = scope;
            this.mistake = mistake;
        }
    }

    /** @param scope has four parts */
    static SigningKeyParts of(Credentials credentials, String scope) {
        return new SigningKeyParts(credentials, Arrays.asList(scope.split("/", -1)));
    }

    HmacSha256 hmac() {
        return hmac(PREFIX, "");
    }

    private HmacSha256 hmac(String prefix, String suffix) {
        return new HmacSha256(credentials.deriveKey(prefix, suffix, scope));
    }

    private String scope() {
        return String.join("/", scope);
    }

    /**
     * Returns the known mistakes.
     *
     * @param others all AccessKeys
     */
    List<Mistake> mistakes(Collection<Credentials> others) {
        List<Mistake> mistakes = new ArrayList<>();
        addSecrets(mistakes, others);
        String region = scope.get(REGION);
        addScopes(mistakes, REGION, "oss-" + region, region + "-internal", "", "null", "us-east-1", "cn-hangzhou");
        addScopes(mistakes, PRODUCT, "oss", "s3", "oss-cloudbox", "");
        addScopes(mistakes, END, "aws4_request");
        try {
            DateTimeFormatter format = DateTimeFormatter.BASIC_ISO_DATE;
            LocalDate day = LocalDate.parse(scope.get(DATE), format);
            addScopes(mistakes, DATE, format.format(day.minusDays(1)), format.format(day.plusDays(1)));
        } catch (DateTimeException e) {
            // Not a day of the calendar: it has no neighbours.
        }
        for (String other : new String[] {"AWS4", ""}) {
            SignatureMistake mistake = SignatureMistake.of(
                    "the signing key", other, PREFIX, "the first key is " + PREFIX + " and the secret");
            mistakes.add(new Mistake(hmac(other, ""), scope(), mistake));
        }
        return mistakes;
    }

    private void addSecrets(List<Mistake> mistakes, Collection<Credentials> others) {
        String[][] changes = {
            {"", "\n", "the secret ends with a line break, as one that was read from a file"},
            {"", "\r\n", "the secret ends with a line break, as one that was read from a file"},
            {"", " ", "the secret ends with a space"},
            {" ", "", "the secret begins with a space"},
            {"\"", "\"", "the secret is in quotation marks"},
            {"\uFEFF", "", "the secret begins with a byte order mark"},
        };
        for (String[] change : changes) {
            addSecret(mistakes, hmac(PREFIX + change[0], change[1]), change[2]);
        }
        String id = credentials.accessKeyId();
        addSecret(mistakes, of(Credentials.of(id, id), scope()).hmac(), "the AccessKey ID was used as the secret");
        for (Credentials other : others) {
            if (!other.accessKeyId().equals(id)) {
                String cause = "the secret belongs to the AccessKey ID " + other.accessKeyId();
                addSecret(mistakes, of(other, scope()).hmac(), cause);
            }
        }
    }

    private void addSecret(List<Mistake> mistakes, HmacSha256 key, String cause) {
        mistakes.add(new Mistake(key, scope(), SignatureMistake.of("the secret", cause)));
    }

    /**
     * Adds wrong parts of the scope: in the key only, in the key and the string to sign, and in the string to sign
     * only.
     */
    private void addScopes(List<Mistake> mistakes, int index, String... others) {
        String expected = scope.get(index);
        String part = PARTS[index];
        for (String other : others) {
            if (other.equals(expected)) {
                continue;
            }
            List<String> changed = new ArrayList<>(scope);
            changed.set(index, other);
            SigningKeyParts wrong = new SigningKeyParts(credentials, changed);
            String inKey = "the credential has another " + part + " than the key that signed";
            SignatureMistake ofKey = SignatureMistake.of("the " + part + " of the signing key", other, expected, inKey);
            mistakes.add(new Mistake(wrong.hmac(), scope(), ofKey));
            mistakes.add(new Mistake(wrong.hmac(), wrong.scope(), ofKey));
            String inText = "the scope has another " + part + " than the credential";
            SignatureMistake ofText =
                    SignatureMistake.of("line 3 of the string to sign", wrong.scope(), scope(), inText);
            mistakes.add(new Mistake(hmac(), wrong.scope(), ofText));
        }
    }
}
