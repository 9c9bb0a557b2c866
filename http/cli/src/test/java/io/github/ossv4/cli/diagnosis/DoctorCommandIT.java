// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.cli.testing.CliProcess;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.emulator.Emulator;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ossv4 doctor}, packaged. */
class DoctorCommandIT {
    @TempDir
    Path home;

    private Emulator emulator;
    private CliProcess cli;
    private String bucket;

    @BeforeEach
    void start() throws Exception {
        emulator = Emulator.start();
        cli = CliProcess.in(home).with(emulator);
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
                        "OK    connection",
                        "OK    clock",
                        "OK    credentials",
                        "OK    access",
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
    void findsWrongSecret() throws Exception {
        CliResult result = cli.with("OSS_ACCESS_KEY_SECRET", "hunter2")
                .run("doctor", bucket)
                .expect(1);

        assertLastLine("FAIL  access: ", "the secret does not belong to the AccessKey ID", result);
        assertFalse(result.out().contains("hunter2"), result::toString);
    }

    @Test
    void findsUnknownAccessKey() throws Exception {
        CliResult result =
                cli.with("OSS_ACCESS_KEY_ID", "unknown").run("doctor", bucket).expect(1);

        assertLastLine("FAIL  access: ", "does not exist or is disabled", result);
    }

    @Test
    void findsMissingBucket() throws Exception {
        CliResult result = cli.run("doctor", "oss://no-such-bucket").expect(1);

        assertLastLine("FAIL  access: ", "the bucket does not exist, or its name is misspelt", result);
    }

    @Test
    void findsWrongRegion() throws Exception {
        CliResult result = cli.run("doctor", bucket, "--region", "cn-shanghai").expect(1);

        assertLastLine("FAIL  access: ", "the region in the credential is not that of the bucket", result);
    }

    @Test
    void findsSkewedClock() throws Exception {
        try (Emulator ahead = Emulator.builder()
                .clock(Clock.offset(Clock.systemUTC(), Duration.ofHours(1)))
                .start()) {
            CliResult result = CliProcess.in(home)
                    .with(ahead)
                    .run("doctor", "oss://" + ahead.bucket())
                    .expect(1);

            assertTrue(result.out().contains("\nFAIL  clock: the clock of this machine is 3"), result::toString);
            assertTrue(
                    result.out().contains("seconds behind OSS; OSS accepts 15 minutes; synchronize"), result::toString);
        }
    }

    @Test
    void findsMissingCredentials() throws Exception {
        CliResult result = cli.with("OSS_ACCESS_KEY_ID", "")
                .with("OSS_ACCESS_KEY_SECRET", "")
                .run("doctor", bucket)
                .expect(1);

        assertLastLine("FAIL  credentials: ", "set OSS_ACCESS_KEY_ID", result);
    }

    @Test
    void findsMissingEndpoint() throws Exception {
        CliResult result = CliProcess.in(home).run("doctor", bucket).expect(1);

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

        assertLastLine("FAIL  connection: ", "check network, proxy and firewall", result);
    }

    @Test
    void namesProfile() throws Exception {
        Path config = home.resolve(".aliyun/config.json");
        Files.createDirectories(config.getParent());
        Files.writeString(
                config,
                "{\"current\":\"p\",\"profiles\":[{\"name\":\"p\",\"mode\":\"AK\",\"access_key_id\":\""
                        + emulator.accessKeyId() + "\",\"access_key_secret\":\"" + emulator.accessKeySecret()
                        + "\"}]}");

        CliResult result = CliProcess.in(home)
                .with("OSS_ENDPOINT", emulator.endpoint())
                .with("OSS_REGION", emulator.region())
                .run("doctor", bucket)
                .expect(0);

        assertTrue(result.out().contains(", from profile of the CLI"), result::toString);
    }

    @Test
    void explainsWrongArguments() throws Exception {
        assertTrue(cli.run("doctor").expect(2).err().contains("oss://BUCKET"));
        assertTrue(cli.run("doctor", "examplebucket").expect(2).err().contains("oss://BUCKET"));
    }
}
