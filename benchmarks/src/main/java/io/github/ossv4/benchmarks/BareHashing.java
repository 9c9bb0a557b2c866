// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The minimum work of every signer: one SHA-256 of a canonical request and one HMAC of the string to sign, with both
 * texts prepared as bytes and reused hash objects. For one thread.
 */
final class BareHashing {
    private static final String HMAC_SHA256 = "HmacSHA256";

    private final byte[] canonicalRequest;
    private final byte[] stringToSign;
    private final MessageDigest sha256;
    private final Mac hmac;
    private byte[] hash = {};

    BareHashing(String canonicalRequest, String stringToSign, Mac hmac) throws GeneralSecurityException {
        this.canonicalRequest = canonicalRequest.getBytes(StandardCharsets.UTF_8);
        this.stringToSign = stringToSign.getBytes(StandardCharsets.UTF_8);
        this.sha256 = MessageDigest.getInstance("SHA-256");
        this.hmac = hmac;
    }

    /** Returns an HMAC with the signing key of {@code date}, {@code yyyyMMdd}. */
    static Mac hmac(String accessKeySecret, String date, String region) throws GeneralSecurityException {
        Mac hmac = Mac.getInstance(HMAC_SHA256);
        byte[] key = ("aliyun_v4" + accessKeySecret).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(date, region, "oss", "aliyun_v4_request")) {
            hmac.init(new SecretKeySpec(key, HMAC_SHA256));
            key = hmac.doFinal(part.getBytes(StandardCharsets.UTF_8));
        }
        hmac.init(new SecretKeySpec(key, HMAC_SHA256));
        return hmac;
    }

    /** Returns the signature. */
    byte[] sign() {
        // Stored in a field, so the JIT cannot remove it.
        hash = sha256.digest(canonicalRequest);
        return hmac.doFinal(stringToSign);
    }

    /** Returns the SHA-256 of the canonical request, after signing. */
    byte[] hash() {
        return hash;
    }
}
