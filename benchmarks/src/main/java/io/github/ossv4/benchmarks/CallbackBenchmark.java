// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.CallbackBody;
import io.github.ossv4.callback.CallbackKeySource;
import io.github.ossv4.callback.CallbackNotice;
import io.github.ossv4.callback.CallbackToken;
import io.github.ossv4.callback.CallbackTokens;
import io.github.ossv4.callback.CallbackVariable;
import io.github.ossv4.callback.CallbackVerifier;
import io.github.ossv4.callback.ReceivedCallback;
import io.github.ossv4.form.FormUpload;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The work of an application server for each upload: encodes a callback with a token, signs a form, verifies and parses
 * the received callback. In operations per second; more is better. The official SDKs support only the first.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class CallbackBenchmark {
    /** The sample in OSS's documentation, signed by OSS. */
    private static final Map<String, String> HEADERS = Map.of(
            "Authorization",
            "kKQeGTRccDKyHB3H9vF+xYMSrmhMZjzzl2/kdD1ktNVgbWEfYTQG0G2SU/RaHBovRCE8OkQDjC3uG33esH2txA==",
            "x-oss-pub-key-url",
            "aHR0cDovL2dvc3NwdWJsaWMuYWxpY2RuLmNvbS9jYWxsYmFja19wdWJfa2V5X3YxLnBlbQ==");

    private final byte[] body = "bucket=yonghu-test".getBytes(StandardCharsets.UTF_8);
    private final CallbackVerifier verifier = CallbackVerifier.of(CallbackKeySource.pinned());
    private final CallbackTokens tokens = CallbackTokens.of(new byte[32]);
    private final Signer signer = Signer.of(Credentials.of("LTAI0123456789abcdef", "secret"), "cn-hangzhou");
    private final String token = tokens.issue(token());
    private final Callback callback = callback(token);
    private final byte[] reported = ("bucket=examplebucket&object=users%2F42%2Fcat.jpg&size=123456"
                    + "&etag=5D41402ABC4B2A76B9719D911017C592&token=" + token)
            .getBytes(StandardCharsets.UTF_8);
    private final FormUpload upload = FormUpload.toKey("examplebucket", "users/42/cat.jpg")
            .maxSize(10 << 20)
            .contentTypes("image/jpeg", "image/png")
            .callback(callback)
            .build();

    private static CallbackToken token() {
        return CallbackToken.forKey("examplebucket", "users/42/cat.jpg", Instant.parse("2030-01-01T00:00:00Z"))
                .userData("42");
    }

    private static Callback callback(String token) {
        return Callback.builder("https://app.example.com/uploaded")
                .body(CallbackBody.form(
                                CallbackVariable.BUCKET,
                                CallbackVariable.OBJECT,
                                CallbackVariable.SIZE,
                                CallbackVariable.ETAG)
                        .custom("x:token", token))
                .build();
    }

    /** Builds and checks a callback with a token, and encodes its two headers. */
    @Benchmark
    public Map<String, String> encode() {
        return callback(tokens.issue(token())).headers();
    }

    /** Verifies the signature of a received callback: RSA of 512 bits. */
    @Benchmark
    public boolean verify() {
        return verifier.verify(ReceivedCallback.of("POST", "/index.php", "id=1&index=2", HEADERS::get, body))
                .isGenuine();
    }

    /** Parses the body of a callback and checks its token. */
    @Benchmark
    public @Nullable CallbackToken read() {
        CallbackNotice notice = CallbackNotice.parse("application/x-www-form-urlencoded", reported);
        return tokens.read(Objects.requireNonNull(notice.value("token")));
    }

    /** Signs a form: its policy in JSON and Base64, and the signature. */
    @Benchmark
    public SignedForm signForm() {
        return upload.sign(signer, Instant.now(), Duration.ofMinutes(10));
    }
}
