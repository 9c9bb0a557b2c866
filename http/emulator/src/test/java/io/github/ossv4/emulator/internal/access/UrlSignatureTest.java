// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.PresignedRequest;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlSignatureTest {
    private static final Credentials PERMANENT = Credentials.of("id/with/slashes", "secret");
    private static final Credentials TEMPORARY = Credentials.of("ak", "sk", "to+ken/=");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String NO_MATCH = "403 SignatureDoesNotMatch 0002-00000201";

    @RegisterExtension
    private final TestEmulator emulator = TestEmulator.bare(builder ->
            builder.bucket("bucket").accessKey("id/with/slashes", "secret").temporaryAccessKey("ak", "sk", "to+ken/="));

    private static UnsignedRequest.Builder get() {
        return UnsignedRequest.builder("GET", "bucket", "key");
    }

    private static String query(Credentials credentials, UnsignedRequest request, Duration validity) {
        return presign(credentials, request, validity).query();
    }

    private static PresignedRequest presign(Credentials credentials, UnsignedRequest request, Duration validity) {
        return Signer.of(credentials, "cn-hangzhou").presign(request, TestEmulator.NOW, validity);
    }

    private SignedRequest request(String query) {
        return emulator.request("GET", "key").target("/bucket/key?" + query).anonymous();
    }

    private String errorText(String query) throws IOException {
        return request(query).send().errorText();
    }

    @Test
    void acceptsValidSignature() throws IOException {
        assertEquals(TestEmulator.NO_SUCH_KEY, errorText(query(PERMANENT, get().build(), HOUR)));
        assertEquals(TestEmulator.NO_SUCH_KEY, errorText(query(TEMPORARY, get().build(), HOUR)));
        assertEquals(
                TestEmulator.NO_SUCH_KEY,
                errorText(query(
                        PERMANENT, get().query("response-content-type", "a/b +").build(), HOUR)));
    }

    @Test
    void rejectsChangesAfterSigning() throws IOException {
        String query =
                query(PERMANENT, get().query("response-content-type", "a/b").build(), HOUR);
        assertEquals(TestEmulator.NO_SUCH_KEY, errorText(query));
        assertEquals(NO_MATCH, errorText(query.replace("a%2Fb", "a%2Fc")));
        assertEquals(NO_MATCH, errorText(query.replace("x-oss-expires=3600", "x-oss-expires=3601")));
        assertEquals(NO_MATCH, errorText(query + "&x=y"));
        assertEquals(
                NO_MATCH,
                request(query).header("Content-Type", "text/plain").send().errorText());
    }

    @Test
    void rejectsMissingSignedHeaders() throws IOException {
        PresignedRequest presigned = presign(
                PERMANENT,
                get().header("x-oss-range-behavior", "standard")
                        .header("Range", "bytes=0-1")
                        .additionalHeader("range")
                        .build(),
                HOUR);
        SignedRequest complete = request(presigned.query());
        presigned.headers().forEach(complete::header);
        assertEquals(TestEmulator.NO_SUCH_KEY, complete.send().errorText());
        assertEquals(NO_MATCH, complete.change("range", "bytes=0-2").send().errorText());
        RawResponse incomplete = request(presigned.query()).send();
        assertEquals("400 InvalidArgument 0002-00000211", incomplete.errorText());
        assertEquals("range", incomplete.error().details().get("ArgumentValue"));
        assertEquals(
                NO_MATCH,
                request(presigned.query()).header("Range", "bytes=0-1").send().errorText());
    }

    @Test
    void rejectsUrlAfterItsValidity() throws IOException {
        String query = query(PERMANENT, get().build(), HOUR);
        emulator.advance(HOUR);
        assertEquals(TestEmulator.NO_SUCH_KEY, errorText(query));
        emulator.advance(Duration.ofSeconds(1));
        RawResponse response = request(query).send();
        assertEquals("403 AccessDenied 0002-00000069", response.errorText());
        assertEquals("Request has expired.", response.error().message());
        assertEquals("2023-12-17T04:47:36.000Z", response.error().details().get("Expires"));
    }

    @Test
    void acceptsTimeAheadBy15Minutes() throws IOException {
        String query = query(PERMANENT, get().build(), HOUR);
        emulator.advance(Duration.ofMinutes(-15));
        assertEquals(TestEmulator.NO_SUCH_KEY, errorText(query));
        emulator.advance(Duration.ofSeconds(-1));
        assertEquals("403 RequestTimeTooSkewed 0002-00000504", errorText(query));
    }

    @ParameterizedTest
    @CsvSource({
        "x-oss-expires=3600, x-oss-expires=0, x-oss-expires",
        "x-oss-expires=3600, x-oss-expires=604801, x-oss-expires",
        "x-oss-expires=3600, x-oss-expires=1h, x-oss-expires",
        "x-oss-expires=3600, x-oss-expires=9999999999, x-oss-expires",
        "x-oss-expires=3600, x-oss-expires, x-oss-expires",
        "x-oss-date=20231217T034736Z, x-oss-date=1702784856, x-oss-date",
        "OSS4-HMAC-SHA256, OSS5, x-oss-signature-version",
        "x-oss-credential=, x-oss-credentials=, x-oss-credential",
    })
    void reportsInvalidParameter(String right, String wrong, String name) throws IOException {
        String query = query(PERMANENT, get().build(), HOUR);
        assertTrue(query.contains(right), query);
        RawResponse response = request(query.replace(right, wrong)).send();
        assertEquals("400 InvalidArgument null", response.errorText());
        assertEquals(name, response.error().details().get("ArgumentName"));
    }

    /** As by oss2 without a region. */
    @Test
    void namesMissingRegion() throws IOException {
        RawResponse response = request(query(PERMANENT, get().build(), HOUR).replace("%2Fcn-hangzhou%2F", "%2F%2F"))
                .send();

        assertEquals("400 InvalidArgument null", response.errorText());
        assertEquals(
                "The signing region in credential is invalid.", response.error().message());
    }

    @Test
    void rejectsValidityOver12HoursWithToken() throws IOException {
        String query = query(TEMPORARY, get().build(), Duration.ofHours(12));
        assertEquals(TestEmulator.NO_SUCH_KEY, errorText(query));
        assertEquals(
                "400 InvalidArgument null", errorText(query.replace("x-oss-expires=43200", "x-oss-expires=43201")));
    }

    @Test
    void rejectsWrongOrMissingToken() throws IOException {
        String query = query(TEMPORARY, get().build(), HOUR);
        assertEquals("403 InvalidSecurityToken 0002-00000006", errorText(query.replace("to%2Bken", "taken")));
        assertEquals(
                "403 InvalidAccessKeyId 0002-00000003", errorText(query.replaceAll("&x-oss-security-token=[^&]*", "")));
    }

    @Test
    void rejectsSecondSignature() throws IOException {
        RawResponse response = emulator.request("GET", "key")
                .target("/bucket/key?" + query(PERMANENT, get().build(), HOUR))
                .send();
        assertEquals("400 InvalidArgument null", response.errorText());
    }

    @Test
    void rejectsHeaderThatDiffersFromQuery() throws IOException {
        UnsignedRequest request = get().header("x-oss-traffic-limit", "819200")
                .query("x-oss-traffic-limit", "838860800")
                .build();
        RawResponse response = request(query(PERMANENT, request, HOUR))
                .header("x-oss-traffic-limit", "819200")
                .send();
        assertEquals("400 InvalidArgument null", response.errorText());
    }
}
