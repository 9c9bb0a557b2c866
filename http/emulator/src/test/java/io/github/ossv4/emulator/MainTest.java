// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.RequiredTool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The text on the standard output. */
class MainTest {
    private static String introduction(Emulator emulator) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Main.introduce(emulator.server(), new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void printsAllBucketsAndDomains() throws IOException {
        Emulator.Builder builder = Emulator.builder()
                .accessKey("id", "hush")
                .bucket("one-bucket")
                .bucket("other-bucket")
                .bucket("a-bucket")
                .domain("img.example.test", "other-bucket")
                .domain("a.example.test", "one-bucket")
                .domain("oss.example.test");
        try (Emulator emulator = builder.start()) {
            String text = introduction(emulator);

            assertEquals(
                    """
                    OSS emulator, stop it with Ctrl-C
                      endpoint           BASE
                      endpoint by name   NAMED, for clients that refuse IP addresses
                      region             cn-hangzhou
                      signatures         V4
                      bucket             one-bucket
                      bucket             other-bucket
                      bucket             a-bucket
                      domain             img.example.test, bound to other-bucket
                      domain             a.example.test, bound to one-bucket
                      domain             oss.example.test, for all buckets
                      AccessKey ID       id
                      AccessKey secret   the one you gave
                      callback key       BASE/callback_pub_key_v1.pem
                      health             BASE/-/health

                    Variables of ossv4 and other programs:
                      export OSS_ENDPOINT=BASE OSS_REGION=cn-hangzhou
                    Use the endpoint with any OSS client that signs with V4. Or store an object and read it, within 12 hours:
                      echo hello | curl -T - 'BASE/one-bucket/hello.txt?QUERY'
                      curl 'BASE/one-bucket/hello.txt?QUERY'
                    """.replace("BASE", emulator.endpoint()).replace("NAMED", "http://localhost:" + emulator.port()),
                    text.replaceAll("\\?[^']+'", "?QUERY'"));
            assertFalse(text.contains("hush"));
        }
    }

    @Test
    void printsCommandsThatWork() throws Exception {
        RequiredTool.assumeInstalled("curl");
        try (Emulator emulator = Emulator.start()) {
            List<String> commands = introduction(emulator)
                    .lines()
                    .filter(line -> line.contains("curl "))
                    .map(String::trim)
                    .toList();

            assertEquals("", run(commands.get(0)));
            assertEquals("hello", run(commands.get(1)));
        }
    }

    @Test
    void printsVariablesToPaste() throws Exception {
        RequiredTool.assumeInstalled("sh");
        try (Emulator emulator = Emulator.start()) {
            String exports = introduction(emulator)
                    .lines()
                    .filter(line -> line.startsWith("  export "))
                    .collect(Collectors.joining("\n"));

            assertEquals(
                    emulator.endpoint() + " " + emulator.region() + " " + emulator.accessKeyId() + " "
                            + emulator.accessKeySecret(),
                    run(exports + "\necho $OSS_ENDPOINT $OSS_REGION $OSS_ACCESS_KEY_ID $OSS_ACCESS_KEY_SECRET"));
        }
    }

    private static String run(String command) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue(), output);
            return output.trim();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void warnsIfOtherMachinesCanConnect() throws IOException {
        try (Emulator open = Emulator.builder().host("0.0.0.0").start();
                Emulator withPage =
                        Emulator.builder().host("0.0.0.0").page(true).start();
                Emulator local = Emulator.start()) {
            assertTrue(introduction(open).contains("WARNING: other machines can connect."));
            assertFalse(introduction(open).contains("The page needs no signature"));
            assertTrue(introduction(withPage).contains("The page needs no signature"));
            assertFalse(introduction(local).contains("WARNING"));
        }
    }

    @Test
    void printsHttpsAndV1() throws IOException {
        try (Emulator emulator = Emulator.builder().https().acceptV1(true).start()) {
            String text = introduction(emulator);

            assertTrue(
                    text.contains("  https              " + emulator.https().url() + ", after clients trust "
                            + emulator.endpoint() + "/-/ca.pem\n"),
                    text);
            assertTrue(text.contains("  signatures         V4 and V1\n"), text);
            assertTrue(text.contains("client that signs with V4 or V1."), text);
        }
    }

    @Test
    void printsRandomPair() throws IOException {
        try (Emulator emulator = Emulator.start()) {
            String[] lines = introduction(emulator).split("\n");

            assertEquals("  bucket             examplebucket", lines[5]);
            assertEquals("  AccessKey ID       " + emulator.accessKeyId(), lines[6]);
            assertEquals("  AccessKey secret   " + emulator.accessKeySecret(), lines[7]);
        }
    }
}
