// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.sign.Credentials;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import okio.ByteString;
import org.junit.jupiter.api.Test;

/**
 * The example with fixed values of the vendor's page.
 *
 * @see <a href="https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature">Request syntax
 *     and signature method V3</a>
 */
class Acs3SignatureTest {
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final Map<String, String> QUERY =
            Map.of("ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId", "cn-shanghai");
    private static final SortedMap<String, String> HEADERS = new TreeMap<>(Map.of(
            "host", "ecs.cn-shanghai.aliyuncs.com",
            "x-acs-action", "RunInstances",
            "x-acs-content-sha256", EMPTY,
            "x-acs-date", "2023-10-26T10:22:32Z",
            "x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d",
            "x-acs-version", "2014-05-26"));

    @Test
    void formatsTheCanonicalRequest() {
        assertEquals("""
                POST
                /
                ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai
                host:ecs.cn-shanghai.aliyuncs.com
                x-acs-action:RunInstances
                x-acs-content-sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
                x-acs-date:2023-10-26T10:22:32Z
                x-acs-signature-nonce:3156853299f313e23d1673dc12e1703d
                x-acs-version:2014-05-26

                host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version
                e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855""", Acs3Signature.canonicalRequest("POST", "/", QUERY, HEADERS));
    }

    @Test
    void formatsTheStringToSign() {
        assertEquals(
                "ACS3-HMAC-SHA256\n7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259",
                Acs3Signature.stringToSign(Acs3Signature.canonicalRequest("POST", "/", QUERY, HEADERS)));
    }

    @Test
    void signs() {
        assertEquals(
                "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,"
                        + "SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
                        + "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
                Acs3Signature.authorization(
                        "POST", "/", QUERY, HEADERS, Credentials.of("YourAccessKeyId", "YourAccessKeySecret")));
    }

    @Test
    void encodesTheQuery() {
        assertEquals(
                "A=&Z=~-_.%20%2B%2A%2F%3D%25%E9%94%AE&a=b",
                Acs3Signature.query(Map.of("a", "b", "Z", "~-_. +*/=%键", "A", "")));
    }

    @Test
    void hashesTheEmptyBody() {
        assertEquals(EMPTY, Acs3Signature.sha256Hex(ByteString.EMPTY));
    }
}
