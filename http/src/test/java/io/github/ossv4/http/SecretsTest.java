// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that can be seen of a run with every failure, searched for what must not be seen. */
class SecretsTest {
    private static final String SECRET = "s3cr3t-of-the-key";
    private static final String TOKEN = "t0k3n-of-sts";
    private static final Credentials CREDENTIALS = Credentials.of("STS.id", SECRET, TOKEN);

    private final StringWriter seen = new StringWriter();
    private final PrintWriter out = new PrintWriter(seen, true);
    private final Logger root = Logger.getLogger("");
    private final Level levelBefore = root.getLevel();
    private final PrintStream errBefore = System.err;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord record) {
            out.println(record.getLoggerName() + " " + record.getMessage() + " "
                    + (record.getParameters() == null ? "" : List.of(record.getParameters())));
            if (record.getThrown() != null) {
                record.getThrown().printStackTrace(out);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private int failures;

    @BeforeEach
    void listen() {
        root.addHandler(log);
        root.setLevel(Level.ALL);
        System.setErr(new PrintStream(err, true, UTF_8));
    }

    @AfterEach
    void stopListening() {
        root.removeHandler(log);
        root.setLevel(levelBefore);
        System.setErr(errBefore);
    }

    interface Action {
        Object run() throws Exception;
    }

    private void fails(Action action) {
        try {
            fail("succeeded: " + action.run());
        } catch (Exception e) {
            failures++;
            show(e);
        }
    }

    private void show(Throwable t) {
        out.println(t);
        t.printStackTrace(out);
    }

    @Test
    void nothingSecretIsEverShown(@TempDir Path folder) throws Exception {
        try (Emulator emulator = Emulator.builder()
                .credentials(CREDENTIALS)
                .callbackTimeout(Duration.ofMillis(200))
                .start()) {
            BucketClient.Builder builder = client(emulator.endpoint());
            out.println(CREDENTIALS + " " + CredentialsSource.of(CREDENTIALS));
            try (BucketClient bucket = builder.build()) {
                out.println(bucket);
                successes(bucket);
                failures(bucket, emulator, folder);
            }
            refusals(emulator);
        }
        fails(() -> client("http://127.0.0.1:" + deadPort()).build().head("k"));
        signing();
        out.flush();
        String text = seen + err.toString(UTF_8);
        assertTrue(failures >= 20, failures + " failures");
        assertTrue(text.contains("SignatureDoesNotMatch") && text.contains("okhttp"), "the net holds what it should");
        assertFalse(text.contains(SECRET), () -> around(text, SECRET));
        assertFalse(text.contains(TOKEN), () -> around(text, TOKEN));
    }

    private static String around(String text, String secret) {
        int at = text.indexOf(secret);
        return text.substring(Math.max(0, at - 300), Math.min(text.length(), at + 300));
    }

    private static BucketClient.Builder client(String endpoint) {
        return BucketClient.builder(endpoint, "examplebucket")
                .region("cn-hangzhou")
                .credentials(CREDENTIALS);
    }

    private void successes(BucketClient bucket) throws IOException {
        PutOptions options = PutOptions.builder()
                .contentType("text/plain")
                .metadata("a", "b")
                .build();
        out.println(options + " " + bucket.put("k", Body.of(new byte[9]), options));
        try (GetResult result = bucket.get("k")) {
            out.println(result + " " + result.bytes().length + " " + result);
        }
        out.println(bucket.head("k"));
        out.println(bucket.delete("other"));
    }

    private void failures(BucketClient bucket, Emulator emulator, Path folder) throws IOException {
        Body body = Body.of(new byte[100_000]);
        fails(() -> bucket.get("missing"));
        fails(() -> bucket.head("missing"));
        fails(() -> bucket.getToFile("missing", folder.resolve("file")));
        fails(() -> bucket.getToFile("k", folder));
        fails(() -> bucket.put("/k", body));
        fails(() -> bucket.put("k", Body.of(folder.resolve("missing"))));
        fails(() -> bucket.put("k", Body.of(new ByteArrayInputStream(new byte[9]), 10)));
        fails(() -> bucket.put(
                "k", body, PutOptions.builder().metadata("note", TOKEN + "\r\n").build()));
        fails(() -> bucket.put(
                "k",
                body,
                PutOptions.builder()
                        .callback(Callback.builder("http://127.0.0.1:" + deadPort())
                                .formBody("t=${x:token}")
                                .variable("x:token", TOKEN)
                                .build())
                        .build()));
        emulator.inject(Fault.wrongCrc64(7));
        fails(() -> bucket.put("k", body));
        emulator.inject(Fault.error(503, "ServiceUnavailable"));
        fails(() -> bucket.head("k"));
        emulator.inject(Fault.uploadReset(50_000));
        fails(() -> bucket.put("k", Body.of(new ByteArrayInputStream(new byte[100_000]), 100_000)));
    }

    private void refusals(Emulator emulator) {
        for (BucketClient.Builder builder : List.of(
                client(emulator.endpoint()).credentials(Credentials.of("STS.id", SECRET + "x", TOKEN)),
                client(emulator.endpoint()).credentials(Credentials.of("STS.id", SECRET, TOKEN + "x")),
                client(emulator.endpoint()).credentials(Credentials.of("nobody", SECRET, TOKEN)),
                client(emulator.endpoint()).region("cn-beijing"),
                client(emulator.endpoint()).clock(Clock.offset(Clock.systemUTC(), Duration.ofHours(1))),
                client(emulator.endpoint())
                        .okHttpClient(new OkHttpClient.Builder()
                                .addInterceptor(chain -> {
                                    throw new IOException("an interceptor failed");
                                })
                                .build()),
                client(emulator.endpoint()).credentials(() -> Credentials.of("STS.id", SECRET + "\n", TOKEN)))) {
            try (BucketClient refused = builder.build()) {
                fails(() -> refused.head("k"));
                fails(() -> refused.put("k", Body.of(new byte[9])));
            }
        }
    }

    private void signing() {
        Signer signer = Signer.of(CREDENTIALS, "cn-hangzhou");
        Signature signature = signer.sign(
                UnsignedRequest.builder("GET", "examplebucket", "k")
                        .header("x-oss-security-token", TOKEN)
                        .build(),
                Instant.EPOCH);
        out.println(signer + " " + signature);
        fails(() -> Credentials.of("id", SECRET + "\n"));
        fails(() -> Credentials.of("id", "x", "\t" + TOKEN));
        fails(() -> UnsignedRequest.builder("GET", "b", "k").header("x-oss-security-token", TOKEN + "\n"));
    }

    private static int deadPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
