// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.cli.testing.Cli;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.HomeDirectory;
import io.github.ossv4.emulator.Emulator;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code ossv4 doctor}. */
@ExtendWith(HomeDirectory.class)
class DoctorCommandTest {
    private Emulator emulator;

    private Cli cli;

    private String bucket;

    @BeforeEach
    void start() throws Exception {
        emulator = Emulator.builder().accessKey("id", "secret").start();
        cli = Cli.withoutSettings().with(emulator);
        bucket = "oss://" + emulator.bucket();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private static List<String> starts(CliResult result) {
        return result.lines().stream()
                .map(line -> line.substring(0, line.indexOf(": ")))
                .toList();
    }

    private static void assertLastLine(String start, String part, CliResult result) {
        String last = result.lines().get(result.lines().size() - 1);
        assertTrue(last.startsWith(start) && last.contains(part), result::toString);
    }

    @Test
    void findsEverythingRight() throws Exception {
        CliResult result = cli.run("doctor", bucket, "--write").expect(0);

        assertEquals(
                List.of(
                        "OK    endpoint",
                        "OK    DNS",
                        "OK    credentials",
                        "OK    connection",
                        "OK    clock",
                        "OK    access",
                        "OK    objects",
                        "OK    region",
                        "OK    write"),
                starts(result));
        assertTrue(
                result.out().contains("AccessKey ID " + emulator.accessKeyId() + ", from environment variables"),
                result::toString);
        assertFalse(result.out().contains(emulator.accessKeySecret()), result::toString);
        assertTrue(result.out().contains("its CRC64 is right"), result::toString);
        assertEquals(0, objects(), "the object is deleted");
    }

    private long objects() throws Exception {
        try (io.github.ossv4.http.BucketClient client = io.github.ossv4.http.BucketClient.builder(
                        emulator.endpoint(), emulator.bucket())
                .region(emulator.region())
                .credentials(io.github.ossv4.sign.Credentials.of(emulator.accessKeyId(), emulator.accessKeySecret()))
                .build()) {
            return client.list("").stream().count();
        }
    }

    @Test
    void writesOnlyIfAsked() throws Exception {
        CliResult result = cli.run("doctor", bucket).expect(0);

        assertFalse(result.out().contains("write"), result::toString);
    }

    @Test
    void printsJson() throws Exception {
        List<JsonNode> checks = cli.run("doctor", "--json", bucket).expect(0).json();

        assertEquals("endpoint", checks.get(0).get("check").textValue());
        assertTrue(
                checks.stream()
                        .allMatch(check -> check.get("status").textValue().equals("OK")),
                checks::toString);
    }

    @Test
    void findsMissingBucket() throws Exception {
        CliResult result = cli.run("doctor", "oss://no-such-bucket").expect(1);

        assertLastLine("FAIL  access: ", "the bucket no-such-bucket does not exist, or its name is misspelt", result);
    }

    @Test
    void findsWrongRegion() throws Exception {
        CliResult result = cli.run("doctor", bucket, "--region", "cn-shanghai").expect(1);

        assertLastLine(
                "FAIL  access: ",
                "requests are signed for the region cn-shanghai, from --region: set the region of the bucket",
                result);
    }

    @Test
    void findsSkewedClock() throws Exception {
        try (Emulator ahead = Emulator.builder()
                .accessKey("id", "secret")
                .clock(Clock.offset(Clock.systemUTC(), Duration.ofHours(1)))
                .start()) {
            CliResult result = Cli.withoutSettings()
                    .with(ahead)
                    .run("doctor", "oss://" + ahead.bucket())
                    .expect(1);

            assertTrue(result.out().contains("\nFAIL  clock: the clock of this machine is 3"), result::toString);
            assertTrue(
                    result.out().contains("seconds behind that of OSS, which accepts 15 minutes: presigned URLs"),
                    result::toString);
        }
    }

    @Test
    void findsThatANewAccountNeedsADomain() throws Exception {
        try (Emulator strict =
                Emulator.builder().accessKey("id", "secret").strict(true).start()) {
            Cli newAccount = Cli.withoutSettings()
                    .with(strict)
                    .with("OSS_ENDPOINT", "http://oss-cn-hangzhou.localhost:" + strict.port());

            assertLastLine(
                    "FAIL  access: ",
                    "set your domain with --endpoint and --cname",
                    newAccount.run("doctor", "oss://" + strict.bucket()).expect(1));
            assertLastLine(
                    "FAIL  access: ",
                    "leave out --path-style",
                    newAccount
                            .run("doctor", "oss://" + strict.bucket(), "--path-style")
                            .expect(1));
        }
    }

    @Test
    void findsTheBucketOfADomain() throws Exception {
        try (Emulator bound = Emulator.builder()
                .accessKey("id", "secret")
                .domain("files.localhost", "examplebucket")
                .start()) {
            CliResult result = Cli.withoutSettings()
                    .with(bound)
                    .with("OSS_ENDPOINT", "http://files.localhost:" + bound.port())
                    .run(
                            "doctor",
                            "oss://otherbucket",
                            "--endpoint",
                            "http://files.localhost:" + bound.port(),
                            "--cname")
                    .expect(1);

            assertLastLine(
                    "FAIL  access: ",
                    "the domain files.localhost is bound to the bucket examplebucket, not to otherbucket",
                    result);
            assertFalse(result.out().contains("secret does not belong"), result::toString);
        }
    }

    @Test
    void findsABoundDomain() throws Exception {
        try (Emulator bound = Emulator.builder()
                .accessKey("id", "secret")
                .domain("files.localhost", "examplebucket")
                .start()) {
            CliResult result = Cli.withoutSettings()
                    .with(bound)
                    .with("OSS_ENDPOINT", "http://files.localhost:" + bound.port())
                    .with("OSS_CNAME", "true")
                    .run("doctor", "oss://" + bound.bucket(), "--write")
                    .expect(0);

            assertTrue(result.out().contains("OK    endpoint: http://files.localhost:"), result::toString);
        }
    }

    @Test
    void findsMissingEndpoint() throws Exception {
        CliResult result = Cli.withoutSettings().run("doctor", bucket).expect(1);

        assertLastLine("FAIL  endpoint: ", "an endpoint or a region is required", result);
    }

    @Test
    void findsThatNobodyListens() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        CliResult result = cli.with("OSS_ENDPOINT", "http://127.0.0.1:" + port)
                .run("doctor", bucket)
                .expect(1);

        assertLastLine("FAIL  connection: ", "from OSS_ENDPOINT, and the network", result);
    }

    @Test
    void explainsWrongArguments() throws Exception {
        assertTrue(cli.run("doctor").expect(2).err().contains("oss://BUCKET"));
        assertTrue(cli.run("doctor", "examplebucket").expect(2).err().contains("oss://BUCKET"));
    }
}
