// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.http.testing.RawServer;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches all output of many successes and failures for secrets. */
class SecretsTest {
    private static final String SECRET = "s3cr3t+of/the/key==that-is-long-enough";
    private static final String TOKEN = "t0k3n+of/the/sts==that-is-longer-still";

    /** The length of a prefix of a secret that must not appear. */
    private static final int PREFIX = 12;

    private static final Pattern SIGNATURE = Pattern.compile("Signature=[0-9a-f]{" + PREFIX + "}");
    private static final Credentials CREDENTIALS = Credentials.of("STS.id", SECRET, TOKEN);

    private final StringWriter output = new StringWriter();
    private final PrintWriter out = new PrintWriter(output, true);
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

    private void assertFails(Action action) {
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
    void showsNoSecret(@TempDir Path folder) throws Exception {
        try (Emulator emulator = Emulator.builder()
                .temporaryAccessKey("STS.id", SECRET, TOKEN)
                .callbackTimeout(Duration.ofMillis(200))
                .start()) {
            BucketClient.Builder builder = client(emulator.endpoint());
            out.println(CREDENTIALS + " " + CredentialsSource.of(CREDENTIALS));
            try (BucketClient bucket = builder.build()) {
                out.println(bucket);
                successes(bucket);
                failures(bucket, emulator, folder);
            }
            rejections(emulator);
        }
        echoes(folder);
        assertFails(() -> client("http://127.0.0.1:" + deadPort()).build().head("k"));
        signing();
        out.flush();
        String text = output + err.toString(UTF_8);
        assertTrue(failures >= 150, failures + " failures");
        for (String expected : List.of("SignatureDoesNotMatch", "okhttp", "You sent:", "x-oss-security-token: …")) {
            assertTrue(text.contains(expected), "the output contains " + expected);
        }
        assertNotShown(text, text.indexOf(SECRET.substring(0, PREFIX)));
        assertNotShown(text, text.indexOf(TOKEN.substring(0, PREFIX)));
        Matcher signature = SIGNATURE.matcher(text);
        assertNotShown(text, signature.find() ? signature.start() : -1);
    }

    private static void assertNotShown(String text, int at) {
        assertTrue(at < 0, () -> text.substring(Math.max(0, at - 300), Math.min(text.length(), at + 300)));
    }

    private BucketClient.Builder client(String endpoint) {
        return BucketClient.builder(endpoint, "examplebucket")
                .retryPolicy(RetryPolicy.NONE)
                .listener(CallListener.log(out::println))
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
        ObjectMetadata head = bucket.head("k");
        out.println(head);
        GetOptions part = GetOptions.builder()
                .range(1, 2)
                .conditions(Conditions.match(head.etag()))
                .build();
        try (GetResult result = bucket.get("k", part)) {
            out.println(part + " " + result);
        }
        CopySource source = CopySource.of("k").version("v1");
        CopyOptions replacing = CopyOptions.builder()
                .metadata("a", "b")
                .conditions(Conditions.match(head.etag()))
                .build();
        out.println(source + " " + replacing + " " + bucket.copy(CopySource.of("k"), "copy", replacing));
        PutOptions first = PutOptions.builder().metadata("a", "b").build();
        out.println(first + " " + bucket.append("log", AppendPosition.START, Body.of(new byte[9]), first));
        out.println(bucket.delete("other"));
    }

    private void failures(BucketClient bucket, Emulator emulator, Path folder) throws IOException {
        Body body = Body.of(new byte[100_000]);
        assertFails(() -> bucket.get("missing"));
        assertFails(() -> bucket.head("missing"));
        assertFails(() -> bucket.download("missing", folder.resolve("file")));
        assertFails(() -> bucket.download("k", folder));
        assertFails(() -> bucket.put("/k", body));
        assertFails(() -> bucket.put("k", Body.of(folder.resolve("missing"))));
        assertFails(() -> bucket.put("k", Body.of(new ByteArrayInputStream(new byte[9]), 10)));
        assertFails(() -> bucket.put(
                "k", body, PutOptions.builder().metadata("note", TOKEN + "\r\n").build()));
        assertFails(() -> bucket.put(
                "k",
                body,
                PutOptions.builder()
                        .callback(Callback.builder("http://127.0.0.1:" + deadPort())
                                .formBody("t=${x:token}")
                                .variable("x:token", TOKEN)
                                .build())
                        .build()));
        emulator.inject(Fault.wrongCrc64(7));
        assertFails(() -> bucket.put("k", body));
        emulator.inject(Fault.error(503, "ServiceUnavailable"));
        assertFails(() -> bucket.head("k"));
        emulator.inject(Fault.uploadReset(50_000));
        assertFails(() -> bucket.put("k", Body.of(new ByteArrayInputStream(new byte[100_000]), 100_000)));
        conditions(bucket, folder);
        copiesAndAppends(bucket, emulator);
        damage(bucket, emulator, folder);
    }

    private void conditions(BucketClient bucket, Path folder) throws IOException {
        String etag = bucket.put("k", Body.of(new byte[9])).etag();
        GetOptions modified =
                GetOptions.builder().conditions(Conditions.noneMatch(etag)).build();
        GetOptions other =
                GetOptions.builder().conditions(Conditions.match("0")).build();
        for (GetOptions options : List.of(modified, other)) {
            assertFails(() -> bucket.get("k", options));
            assertFails(() -> bucket.download(
                    "k",
                    folder.resolve("file"),
                    DownloadOptions.builder().conditions(options.conditions()).build()));
        }
        assertFails(() -> bucket.head(
                "k", GetOptions.builder().conditions(Conditions.noneMatch(etag)).build()));
        assertFails(() -> bucket.head(
                "k", GetOptions.builder().conditions(Conditions.match("0")).build()));
        assertFails(() -> bucket.get("k", GetOptions.builder().rangeFrom(9).build()));
        assertFails(() -> bucket.put(
                "k",
                Body.of(new byte[9]),
                PutOptions.builder().forbidOverwrite(true).build()));
    }

    private void copiesAndAppends(BucketClient bucket, Emulator emulator) throws IOException {
        CopySource source = CopySource.of("k");
        String etag = bucket.head("k").etag();
        assertFails(() -> bucket.copy(CopySource.of("missing"), "copy"));
        assertFails(() -> bucket.copy(
                source,
                "copy",
                CopyOptions.builder().conditions(Conditions.match("0")).build()));
        assertFails(() -> bucket.copy(
                source,
                "copy",
                CopyOptions.builder().conditions(Conditions.noneMatch(etag)).build()));
        assertFails(() -> bucket.copy(
                source, "k", CopyOptions.builder().forbidOverwrite(true).build()));
        assertFails(() -> bucket.copy(
                source,
                "copy",
                CopyOptions.builder().metadata("note", TOKEN + "\r\n").build()));
        emulator.inject(Fault.responseLost());
        assertFails(() -> bucket.copy(
                source, "copy", CopyOptions.builder().forbidOverwrite(true).build()));

        Body body = Body.of(new byte[100_000]);
        PutOptions wrong =
                PutOptions.builder().contentMd5("AAAAAAAAAAAAAAAAAAAAAA==").build();
        assertFails(() -> bucket.append("log", AppendPosition.of(3), body));
        assertFails(() -> bucket.append("k", AppendPosition.of(9), body));
        assertFails(() -> bucket.append("log", AppendPosition.of(9), body, wrong));
        assertFails(() -> bucket.append("log", AppendPosition.of(9, 7), body));
        emulator.inject(Fault.uploadReset(50_000));
        assertFails(() -> bucket.append("log", bucket.head("log").appendPosition(), body));
    }

    private void damage(BucketClient bucket, Emulator emulator, Path folder) throws IOException {
        bucket.put("k", Body.of(new byte[100_000]));
        for (Fault fault : List.of(
                Fault.flippedByte(50_000),
                Fault.wrongCrc64(7),
                Fault.downloadCut(50_000),
                Fault.downloadReset(50_000))) {
            emulator.inject(fault.times(2));
            assertFails(() -> read(bucket.get("k")));
            assertFails(() -> bucket.download("k", folder.resolve("file")));
        }
    }

    /** Calls a server that echoes the request in a page, in an error document and in headers. */
    private void echoes(Path folder) throws IOException {
        for (String form : List.of(
                "<html>You sent:\n%s</html>",
                "<Error><Code>Proxy</Code><Message>You sent:\n%s</Message><EC>1</EC></Error>",
                "<Error><Code>SignatureDoesNotMatch</Code><Message>You sent:\n%1$s</Message>"
                        + "<StringToSign>%1$s</StringToSign><CanonicalRequest>%1$s</CanonicalRequest></Error>")) {
            for (String status :
                    List.of("200 OK", "203 OK", "206 OK", "304 Not Modified", "403 Forbidden", "502 Bad")) {
                try (RawServer proxy = new RawServer(client -> echo(client, status, form));
                        BucketClient bucket = client(proxy.endpoint()).build()) {
                    echoes(bucket, folder);
                }
            }
        }
    }

    private static void echo(RawServer.Peer client, String status, String form) throws IOException {
        String head = client.head();
        String[] lines = head.split("\r\n");
        String body = form.formatted(head);
        List<String> headers = new ArrayList<>(List.of("Connection: close", "Content-Length: " + body.length()));
        for (int i = 1; i < lines.length; i++) {
            if (!lines[i].matches("(?i)(Connection|Content-Length): .*")) {
                headers.add(lines[i]);
            }
        }
        headers.add("x-oss-err: " + Base64.getEncoder().encodeToString(body.getBytes(UTF_8)));
        client.respond(status, headers.toArray(new String[0]));
        if (!head.startsWith("HEAD ") && !status.startsWith("304")) {
            client.send(body);
        }
        client.drain();
    }

    private void echoes(BucketClient bucket, Path folder) {
        Body body = Body.of(new byte[9]);
        PutOptions callback = PutOptions.builder()
                .callback(Callback.builder("http://app.example.com")
                        .formBody("a=b")
                        .build())
                .build();
        GetOptions part = GetOptions.builder().range(1, 2).build();
        for (Action action : List.<Action>of(
                () -> bucket.put("k", body),
                () -> bucket.put("k", body, callback),
                () -> read(bucket.get("k")),
                () -> read(bucket.get("k", part)),
                () -> bucket.download("k", folder.resolve("file")),
                () -> bucket.head("k"),
                () -> bucket.copy(CopySource.of("k"), "copy"),
                () -> bucket.append("log", AppendPosition.START, body),
                () -> bucket.delete("k"))) {
            try {
                out.println(action.run());
            } catch (Exception e) {
                failures++;
                show(e);
            }
        }
    }

    private static String read(GetResult result) throws IOException {
        try (result) {
            return result + " " + result.bytes().length;
        }
    }

    private void rejections(Emulator emulator) {
        for (BucketClient.Builder builder : List.of(
                client(emulator.endpoint()).credentials(Credentials.of("STS.id", SECRET + "x", TOKEN)),
                client(emulator.endpoint()).credentials(Credentials.of("STS.id", SECRET, TOKEN + "x")),
                client(emulator.endpoint()).credentials(Credentials.of("unknown", SECRET, TOKEN)),
                client(emulator.endpoint()).region("cn-beijing"),
                client(emulator.endpoint())
                        .okHttpClient(new OkHttpClient.Builder()
                                .addInterceptor(chain -> {
                                    throw new IOException("an interceptor failed");
                                })
                                .build()),
                client(emulator.endpoint()).credentials(() -> Credentials.of("STS.id", SECRET + "\n", TOKEN)))) {
            try (BucketClient rejected = builder.build()) {
                assertFails(() -> rejected.head("k"));
                assertFails(() -> rejected.put("k", Body.of(new byte[9])));
            }
        }
        for (Action skewed : List.<Action>of(
                () -> skewed(emulator).head("k"), () -> skewed(emulator).put("k", Body.of(new byte[9])))) {
            assertFails(skewed);
        }
    }

    /** Returns a new client: a client corrects its clock after one error. */
    private BucketClient skewed(Emulator emulator) {
        return client(emulator.endpoint())
                .clock(Clock.offset(Clock.systemUTC(), Duration.ofHours(1)))
                .build();
    }

    private void signing() {
        Signer signer = Signer.of(CREDENTIALS, "cn-hangzhou");
        Signature signature = signer.sign(
                UnsignedRequest.builder("GET", "examplebucket", "k")
                        .header("x-oss-security-token", TOKEN)
                        .build(),
                Instant.EPOCH);
        out.println(signer + " " + signature);
        assertFails(() -> Credentials.of("id", SECRET + "\n"));
        assertFails(() -> Credentials.of("id", "x", "\t" + TOKEN));
        assertFails(() -> UnsignedRequest.builder("GET", "b", "k").header("x-oss-security-token", TOKEN + "\n"));
    }

    private static int deadPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
