// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import java.nio.charset.StandardCharsets;

/** The key derived from a secret for one scope: four HMACs, so it is worth keeping for the day it lives. */
final class SigningKey {
    private final CredentialScope scope;
    private final HmacSha256 hmac;

    private SigningKey(CredentialScope scope, HmacSha256 hmac) {
        this.scope = scope;
        this.hmac = hmac;
    }

    static SigningKey derive(String accessKeySecret, CredentialScope scope) {
        return new SigningKey(scope, new HmacSha256(bytes(accessKeySecret, scope)));
    }

    static byte[] bytes(String accessKeySecret, CredentialScope scope) {
        byte[] key = ("aliyun_v4" + accessKeySecret).getBytes(StandardCharsets.UTF_8);
        key = new HmacSha256(key).of(scope.date());
        key = new HmacSha256(key).of(scope.region());
        key = new HmacSha256(key).of(scope.product());
        return new HmacSha256(key).of(CredentialScope.TERMINATOR);
    }

    CredentialScope scope() {
        return scope;
    }

    String sign(String stringToSign) {
        return Hex.of(hmac.of(stringToSign));
    }
}
