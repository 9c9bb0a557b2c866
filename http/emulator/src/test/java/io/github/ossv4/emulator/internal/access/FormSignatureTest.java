// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestForm;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The signatures of forms. */
class FormSignatureTest {
    private static final Credentials TEMPORARY = Credentials.of("STS.id", "temporary", "token");

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator()
            .with(builder ->
                    builder.temporaryAccessKey("STS.id", "temporary", "token", TestEmulator.NOW.plusSeconds(3600)));

    @Test
    void rejectsFormOfUnknownSigner() throws IOException {
        assertEquals(
                "400 InvalidArgument 0002-00000703",
                emulator.form("a").anonymous().send().errorText());
    }

    @ParameterizedTest
    @CsvSource({
        "policy, , 400 InvalidArgument 0002-00000702",
        "policy, '', 400 InvalidArgument 0002-00000702",
        "policy, e30=, 403 SignatureDoesNotMatch 0002-00000705",
        "x-oss-signature, , 400 InvalidArgument 0002-00000703",
        "x-oss-signature, '', 400 InvalidArgument 0002-00000704",
        "x-oss-signature, x, 403 SignatureDoesNotMatch 0002-00000705",
        "x-oss-signature, 鍵, 403 SignatureDoesNotMatch 0002-00000705",
        "x-oss-signature-version, , 400 NotImplemented null",
        "x-oss-signature-version, OSS2, 400 NotImplemented null",
        "x-oss-signature-version, 2, 400 InvalidArgument 0002-00000701",
        "x-oss-credential, , 400 InvalidArgument 0002-00000710",
        "x-oss-credential, id/20231217/cn-hangzhou/oss, 400 InvalidArgument 0002-00000710",
        "x-oss-credential, 'id/20231217/cn-hangzhou/oss/aliyun_v4_request,Signature=x', 400 InvalidArgument 0002-00000710",
        "x-oss-credential, other/20231217/cn-hangzhou/oss/aliyun_v4_request, 403 InvalidAccessKeyId 0002-00000902",
        "x-oss-credential, id/20231217/cn-beijing/oss/aliyun_v4_request, 400 InvalidArgument null",
        "x-oss-credential, id/20231217/cn-hangzhou/other/aliyun_v4_request, 400 InvalidArgument null",
        "x-oss-credential, id/20231216/cn-hangzhou/oss/aliyun_v4_request, 400 InvalidArgument 0002-00000709",
        "x-oss-date, , 400 InvalidArgument null",
        "x-oss-date, 2023-12-17T03:47:36Z, 400 InvalidArgument null",
        "x-oss-date, 20231217T034737Z, 403 AccessDenied 0006-00000227",
        "x-oss-security-token, x, 403 InvalidAccessKeyId 0002-00000002",
    })
    void rejectsInvalidSignatureFields(String field, String value, String errorText) throws IOException {
        assertEquals(errorText, emulator.form("a").change(field, value).send().errorText());
        assertEquals(404, emulator.get("a").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"OSSAccessKeyId", "Signature", "policy"})
    void rejectsSignaturesOfV1(String field) throws IOException {
        RawResponse response =
                emulator.form("a").anonymous().change(field, "bWlBb0xWb2hTNQ==").send();

        assertEquals("400 NotImplemented null", response.errorText());
        assertTrue(response.error().message().contains("x-oss-signature-version"), response.text());
    }

    @Test
    void rejectsWrongSecret() throws IOException {
        RawResponse response =
                emulator.form("a").credentials(Credentials.of("id", "wrong")).send();

        assertEquals("403 SignatureDoesNotMatch 0002-00000705", response.errorText());
        assertTrue(response.text().contains("<StringToSign>ey"), response.text());
    }

    @Test
    void acceptsTimeAheadBy15Minutes() throws IOException {
        TestForm form = emulator.form("a").expiration("2120-01-01T00:00:00Z");

        assertEquals(
                204,
                form.at(TestEmulator.NOW.plus(Duration.ofMinutes(15))).send().status());
        assertEquals(
                "403 RequestTimeTooSkewed 0002-00000504",
                form.at(TestEmulator.NOW.plus(Duration.ofMinutes(15)).plusSeconds(1))
                        .send()
                        .errorText());
    }

    @Test
    void rejectsSignatureAfterSevenDays() throws IOException {
        TestForm form = emulator.form("a").expiration("2120-01-01T00:00:00Z");

        emulator.advance(Duration.ofDays(7));
        assertEquals(204, form.send().status());
        emulator.advance(Duration.ofSeconds(1));
        assertEquals("403 AccessDenied 0002-00000069", form.send().errorText());
    }

    @Test
    void requiresTokenOfTemporaryCredentials() throws IOException {
        TestForm form = emulator.form("a").credentials(TEMPORARY).expiration("2120-01-01T00:00:00Z");
        assertEquals(204, form.send().status());

        emulator.advance(Duration.ofHours(1));
        assertEquals("403 SecurityTokenExpired 0002-00000007", form.send().errorText());
    }

    @ParameterizedTest
    @CsvSource({", 403 InvalidAccessKeyId 0002-00000003", "other, 403 InvalidSecurityToken 0002-00000006"})
    void rejectsOtherTokens(String token, String errorText) throws IOException {
        assertEquals(
                errorText,
                emulator.form("a")
                        .credentials(TEMPORARY)
                        .change("x-oss-security-token", token)
                        .send()
                        .errorText());
    }

    @Test
    void rejectsMissingBucket() throws IOException {
        assertEquals(
                "404 NoSuchBucket 0015-00000101",
                emulator.form("a").target("/nobucket/").send().errorText());
    }
}
