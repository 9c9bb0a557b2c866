// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long it takes to build and sign a typical put; less is better. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class SigningBenchmark {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private static final Signer SIGNER = Signer.of(Credentials.of("LTAI0123456789abcdef", "secret"), "cn-hangzhou");
    private byte[] canonicalRequest;
    private byte[] stringToSign;
    private MessageDigest sha256;
    private Mac hmac;

    /** Prepares what the floor hashes. */
    @Setup
    public void prepareFloor() throws GeneralSecurityException {
        Signature signature = sign();
        canonicalRequest = signature.canonicalRequest().getBytes(StandardCharsets.UTF_8);
        stringToSign = signature.stringToSign().getBytes(StandardCharsets.UTF_8);
        sha256 = MessageDigest.getInstance("SHA-256");
        hmac = Mac.getInstance("HmacSHA256");
        hmac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
    }

    /** Ours: from method, key and headers to the Authorization header. */
    @Benchmark
    public String header() {
        return sign().authorization();
    }

    static Signature sign() {
        UnsignedRequest request = UnsignedRequest.builder("PUT", "examplebucket", "photos/2026/11/cat-0001.jpg")
                .header("Content-Type", "image/jpeg")
                .header("x-oss-meta-author", "ada")
                .header("x-oss-storage-class", "Standard")
                .build();
        return SIGNER.sign(request, NOW);
    }

    /** The floor: SHA-256 of the same canonical request and one HMAC of the same string to sign, objects reused. */
    @Benchmark
    public byte[] bareHashing() {
        byte[] digest = sha256.digest(canonicalRequest);
        byte[] mac = hmac.doFinal(stringToSign);
        mac[0] ^= digest[0];
        return mac;
    }
}
