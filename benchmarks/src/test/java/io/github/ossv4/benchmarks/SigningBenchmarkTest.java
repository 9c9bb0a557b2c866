// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.sign.Signature;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All competitors must compute the same signature. SDK v1 reads its own clock, so it signs first, and the others sign
 * with its time.
 */
class SigningBenchmarkTest {
    private final SigningBenchmark benchmark = new SigningBenchmark();
    private final SigningBenchmark.Sample sample = new SigningBenchmark.Sample();
    private final SigningBenchmark.Policy policy = new SigningBenchmark.Policy();

    @ParameterizedTest
    @EnumSource
    void competitorsReturnSameHeaders(SampleRequest request) throws GeneralSecurityException {
        sample.request = request;
        Map<String, String> sdkV1 = ignoringCase(benchmark.headerSdkV1(sample));
        benchmark.clock = at(sdkV1.get("x-oss-date"));

        Map<String, String> sdkV2 = ignoringCase(benchmark.headerSdkV2(sample));
        sdkV2.remove("Date");
        Map<String, String> ossv4 = ignoringCase(benchmark.headerOssv4(sample));
        ossv4.putAll(request.headers());
        assertEquals(sdkV1, ossv4);
        assertEquals(sdkV1, sdkV2);

        sample.prepare(benchmark);
        assertEquals(
                after("Signature=", sdkV1.get("Authorization")),
                HexFormat.of().formatHex(benchmark.headerBareHashing(sample)));
    }

    @ParameterizedTest
    @EnumSource
    void competitorsReturnSameUrl(SampleRequest request) throws GeneralSecurityException {
        sample.request = request;
        Map<String, String> sdkV1 = parameters(benchmark.urlSdkV1(sample));
        benchmark.clock = at(sdkV1.get("x-oss-date"));
        // An hour minus the time until v1 read its clock.
        benchmark.validity = Duration.ofSeconds(Long.parseLong(sdkV1.get("x-oss-expires")));

        assertEquals(sdkV1, parameters(benchmark.urlOssv4(sample)));
        assertEquals(sdkV1, parameters(benchmark.urlSdkV2(sample)));

        sample.prepare(benchmark);
        assertEquals(sdkV1.get("x-oss-signature"), HexFormat.of().formatHex(benchmark.urlBareHashing(sample)));
    }

    @Test
    void competitorsSignPolicyAlike() throws GeneralSecurityException {
        benchmark.clock = at("20261124T120000Z");
        policy.prepare(benchmark);
        String signature = benchmark.policyOssv4(policy);
        assertEquals(signature, benchmark.policySdkV1(policy));
        assertEquals(signature, HexFormat.of().formatHex(benchmark.policyBareHashing(policy)));
    }

    @ParameterizedTest
    @EnumSource
    void lowerBoundHashesCanonicalRequest(SampleRequest request) throws GeneralSecurityException {
        Signature signature = new Ossv4("id", "secret", "cn-hangzhou").signature(request, at("20261124T120000Z"));
        BareHashing lowerBound = new BareHashing(
                signature.canonicalRequest(),
                signature.stringToSign(),
                BareHashing.hmac("secret", "20261124", "cn-hangzhou"));
        lowerBound.sign();
        assertTrue(signature.stringToSign().endsWith("\n" + HexFormat.of().formatHex(lowerBound.hash())));
    }

    @Test
    void samplesHaveDocumentedSizes() {
        assertEquals(16, SampleRequest.SHORT_GET.key().length());
        assertEquals(27, SampleRequest.TYPICAL_PUT.key().length());
        Map<String, String> headers = SampleRequest.CALLBACK_PUT.headers();
        assertEquals(
                2048,
                headers.get(Callback.HEADER).length()
                        + headers.get(Callback.VAR_HEADER).length());
        assertEquals(500, policy.base64.length());
    }

    private static Clock at(String timestamp) {
        LocalDateTime time = LocalDateTime.parse(timestamp, DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'"));
        return Clock.fixed(time.toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
    }

    private static Map<String, String> ignoringCase(Map<String, String> headers) {
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        return sorted;
    }

    /** Returns the parameters of a query, percent-encoded. */
    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new TreeMap<>();
        for (String parameter : query.split("&")) {
            String[] pair = parameter.split("=", 2);
            parameters.put(pair[0], pair[1]);
        }
        return parameters;
    }

    private static String after(String prefix, String text) {
        return text.substring(text.lastIndexOf(prefix) + prefix.length());
    }
}
