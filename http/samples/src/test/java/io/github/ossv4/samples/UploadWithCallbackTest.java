// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadWithCallbackTest {
    /** Matches the random secret of an emulator, and no other text that is printed. */
    private static final Pattern EMULATOR_SECRET = Pattern.compile("\\b[0-9a-f]{32}\\b");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void printsStepsInOrder(@TempDir Path folder) throws Exception {
        byte[] bytes = "hello, 世界".getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(folder.resolve("a b.txt"), bytes);
        new UploadWithCallback(Map.of(), out).run(file);

        String text = printed.toString(StandardCharsets.UTF_8);
        String crc = Crc64.toString(Crc64.compute(bytes));
        int at = 0;
        for (String part : new String[] {
            "== File ==",
            "a b.txt, 13 bytes",
            "== Signature ==",
            "PUT\n  /examplebucket/samples/a%20b.txt\n",
            "OSS4-HMAC-SHA256\n",
            "== Callback request ==",
            "POST /uploaded",
            "\"object\":\"samples/a b.txt\",\"size\":13,\"mimeType\":\"text/plain\",\"crc64\":\"" + crc,
            "\"x:user\":\"42\"",
            "== Result ==",
            "CRC64 of file  " + crc,
            "CRC64 at OSS   " + crc + "  (compared: equal)",
            "{\"status\":\"received\"}",
        }) {
            int position = text.replace("\r", "").indexOf(part, at);
            assertTrue(position >= at, "\"" + part + "\" is missing after character " + at + " of\n" + text);
            at = position + part.length();
        }
        assertFalse(EMULATOR_SECRET.matcher(text).find(), text);
    }

    @Test
    void rejectsMissingVariable(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("empty"));
        UploadWithCallback sample =
                new UploadWithCallback(Map.of("OSS_ENDPOINT", "https://oss-cn-hangzhou.aliyuncs.com"), out);
        assertEquals(
                "OSS_ENDPOINT is set, but OSS_BUCKET is not",
                assertThrows(IllegalStateException.class, () -> sample.run(file))
                        .getMessage());
    }
}
