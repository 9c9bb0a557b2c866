// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The text on the standard output. */
class MainTest {
    private static String introduction(Emulator emulator) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Main.introduce(emulator, new PrintStream(bytes, true, StandardCharsets.UTF_8));
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

            assertEquals("""
                    OSS emulator, stop it with Ctrl-C
                      endpoint           ENDPOINT
                      region             cn-hangzhou
                      bucket             one-bucket
                      bucket             other-bucket
                      bucket             a-bucket
                      domain             img.example.test, bound to other-bucket
                      domain             a.example.test, bound to one-bucket
                      domain             oss.example.test, for all buckets
                      AccessKey ID       id
                      AccessKey secret   the one you gave
                      callback key       ENDPOINT/callback_pub_key_v1.pem

                    Use the endpoint with any client that signs with V4. Unsigned requests are rejected:
                      curl -i ENDPOINT/one-bucket/hello.txt
                    """.replace("ENDPOINT", emulator.endpoint()), text);
            assertFalse(text.contains("hush"));
        }
    }

    @Test
    void printsRandomPair() throws IOException {
        try (Emulator emulator = Emulator.start()) {
            String[] lines = introduction(emulator).split("\n");

            assertEquals("  bucket             examplebucket", lines[3]);
            assertEquals("  AccessKey ID       " + emulator.accessKeyId(), lines[4]);
            assertEquals("  AccessKey secret   " + emulator.accessKeySecret(), lines[5]);
        }
    }
}
