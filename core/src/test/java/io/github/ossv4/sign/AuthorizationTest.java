// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationTest {
    private static final String SCOPE = "20231216/cn-hangzhou/oss/aliyun_v4_request";

    @Test
    void acceptsAnyOrderAndWhitespace() {
        Authorization authorization = Authorization.parse(
                "OSS4-HMAC-SHA256 Signature=abc, AdditionalHeaders=host;range , Credential=ak/" + SCOPE);
        assertEquals("ak", authorization.accessKeyId());
        assertEquals(SCOPE, authorization.scope());
        assertEquals("host;range", authorization.additionalHeaders());
        assertEquals("abc", authorization.signature());
    }

    @Test
    void acceptsIdWithSlashes() {
        assertEquals(
                "STS.N/U+=x",
                Authorization.parse("OSS4-HMAC-SHA256 Credential=STS.N/U+=x/" + SCOPE + ",Signature=s")
                        .accessKeyId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "OSS ak:deadbeef",
                "OSS4-HMAC-SHA256",
                "OSS4-HMAC-SHA256 Signature=deadbeef",
                "OSS4-HMAC-SHA256 Credential=ak/" + SCOPE,
                "OSS4-HMAC-SHA256 Credential=ak/" + SCOPE + ",Signature=",
                "OSS4-HMAC-SHA256 Credential=ak/" + SCOPE + ",AdditionalHeaders=,Signature=deadbeef",
                "OSS4-HMAC-SHA256 Credential=ak/" + SCOPE + ",Signature=deadbeef,Signature=deadbeef",
                "OSS4-HMAC-SHA256 Credential=ak/" + SCOPE + ",Signature=deadbeef,Other=x",
                "OSS4-HMAC-SHA256 Credential=/" + SCOPE + ",Signature=deadbeef",
                "OSS4-HMAC-SHA256 Credential=" + SCOPE + ",Signature=deadbeef",
                "OSS4-HMAC-SHA256 Credential=ak/2023/cn-hangzhou/oss/aliyun_v4_request,Signature=deadbeef",
                "OSS4-HMAC-SHA256 Credential=ak/20231216/cn-hangzhou/oss/aws4_request,Signature=deadbeef",
                "OSS4-HMAC-SHA256 Credential=ak/20231216//oss/aliyun_v4_request,Signature=deadbeef",
            })
    void rejectsMalformedHeaders(String header) {
        String message = assertThrows(IllegalArgumentException.class, () -> Authorization.parse(header))
                .getMessage();
        assertFalse(message.contains("deadbeef"), message);
    }
}
