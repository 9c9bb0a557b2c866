// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

import io.github.ossv4.sign.PresignedRequest;
import io.github.ossv4.sign.Signature;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time to sign a request in its headers, to presign its URL, and to sign the policy of a form; less is better.
 * Measures everything from method, key and headers to the signed text, including reading the system clock. All threads
 * share the competitors, but not the bare hashing.
 *
 * <p>SDK v1 reads its own clock. SDK v2 does not sign policies.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 20, time = 1) // SDK v2 becomes faster for that long, on two busy cores.
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class SigningBenchmark {
    private static final String ACCESS_KEY_ID = "LTAI0123456789abcdef";
    private static final String ACCESS_KEY_SECRET = "secret";
    private static final String REGION = "cn-hangzhou";

    Clock clock = Clock.systemUTC();
    Duration validity = Duration.ofHours(1);
    private final Ossv4 ossv4 = new Ossv4(ACCESS_KEY_ID, ACCESS_KEY_SECRET, REGION);
    private final SdkV1 sdkV1 = new SdkV1(ACCESS_KEY_ID, ACCESS_KEY_SECRET, REGION);
    private final SdkV2 sdkV2 = new SdkV2(ACCESS_KEY_ID, ACCESS_KEY_SECRET, REGION);

    /** The request, and its lower bounds. */
    @State(Scope.Thread)
    public static class Sample {
        /** The request to sign, set by JMH. */
        @Param
        public SampleRequest request = SampleRequest.TYPICAL_PUT;

        BareHashing header;
        BareHashing url;

        /** Prepares the texts of the lower bounds. */
        @Setup
        public void prepare(SigningBenchmark benchmark) throws GeneralSecurityException {
            Clock now = Clock.fixed(benchmark.clock.instant(), ZoneOffset.UTC);
            Mac hmac = benchmark.hmac(now.instant());
            Signature signature = benchmark.ossv4.signature(request, now);
            header = new BareHashing(signature.canonicalRequest(), signature.stringToSign(), hmac);
            PresignedRequest presigned = benchmark.ossv4.presigned(request, benchmark.validity, now);
            url = new BareHashing(presigned.canonicalRequest(), presigned.stringToSign(), hmac);
        }
    }

    /** The policy of a form, 500 characters in Base64, and its lower bound. */
    @State(Scope.Thread)
    public static class Policy {
        final String base64 = Base64.getEncoder().encodeToString("""
                {"expiration":"2026-11-24T13:00:00.000Z","conditions":[{"bucket":"examplebucket"},\
                ["starts-with","$key","photos/2026/"],["content-length-range",1,5242880],\
                ["in","$content-type",["image/jpeg","image/png"]],{"x-oss-signature-version":"OSS4-HMAC-SHA256"},\
                {"x-oss-credential":"LTAI0123456789abcdef/20261124/cn-hangzhou/oss/aliyun_v4_request"},\
                {"x-oss-date":"20261124T120000Z"}]}""".getBytes(StandardCharsets.UTF_8));

        private final byte[] bytes = base64.getBytes(StandardCharsets.UTF_8);
        private Mac hmac;

        /** Prepares the key of the lower bound. */
        @Setup
        public void prepare(SigningBenchmark benchmark) throws GeneralSecurityException {
            hmac = benchmark.hmac(benchmark.clock.instant());
        }
    }

    Mac hmac(Instant instant) throws GeneralSecurityException {
        String date = LocalDate.ofInstant(instant, ZoneOffset.UTC).format(DateTimeFormatter.BASIC_ISO_DATE);
        return BareHashing.hmac(ACCESS_KEY_SECRET, date, REGION);
    }

    @Benchmark
    public Map<String, String> headerOssv4(Sample sample) {
        return ossv4.sign(sample.request, clock);
    }

    @Benchmark
    public Map<String, String> headerSdkV1(Sample sample) {
        return sdkV1.sign(sample.request, clock);
    }

    @Benchmark
    public Map<String, String> headerSdkV2(Sample sample) {
        return sdkV2.sign(sample.request, clock);
    }

    /** Measures the lower bound: SHA-256 of the same canonical request and one HMAC of the same string to sign. */
    @Benchmark
    public byte[] headerBareHashing(Sample sample) {
        return sample.header.sign();
    }

    @Benchmark
    public String urlOssv4(Sample sample) {
        return ossv4.presign(sample.request, validity, clock);
    }

    @Benchmark
    public String urlSdkV1(Sample sample) {
        return sdkV1.presign(sample.request, validity, clock);
    }

    @Benchmark
    public String urlSdkV2(Sample sample) {
        return sdkV2.presign(sample.request, validity, clock);
    }

    /** Measures the lower bound, as for the headers. */
    @Benchmark
    public byte[] urlBareHashing(Sample sample) {
        return sample.url.sign();
    }

    @Benchmark
    public String policyOssv4(Policy policy) {
        return ossv4.signPolicy(policy.base64, clock);
    }

    @Benchmark
    public String policySdkV1(Policy policy) {
        return sdkV1.signPolicy(policy.base64, clock);
    }

    /** Measures the lower bound: one HMAC of the same policy. */
    @Benchmark
    public byte[] policyBareHashing(Policy policy) {
        return policy.hmac.doFinal(policy.bytes);
    }
}
