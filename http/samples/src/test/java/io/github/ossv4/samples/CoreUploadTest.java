// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.sign.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoreUploadTest {
    private static final Path SOURCE = Path.of("src/main/java/io/github/ossv4/samples/CoreUpload.java");
    private static final String KEY = "photos/a +中.jpg";

    @TempDir
    Path folder;

    private final List<String> bodies = new ArrayList<>();
    private String callbackPath = "/uploaded";

    private String upload(Emulator emulator, ApplicationServer server, Path file) throws IOException {
        Target target = Target.of(emulator);
        Callback callback = Callback.builder(server.url().replace("/uploaded", callbackPath))
                .jsonBody("{\"object\":${object},\"size\":${size}}")
                .build();
        return CoreUpload.put(
                target.endpoint() + "/" + target.bucket(),
                target.bucket(),
                Signer.of(target.credentials(), target.region()),
                KEY,
                file,
                callback);
    }

    private void upload(int size, Fault... faults) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Path file = Files.write(folder.resolve("file"), bytes);
        try (ApplicationServer server = ApplicationServer.start(request -> bodies.add(request.body()));
                Emulator emulator = Emulator.builder()
                        .callbackTarget(server.port())
                        .callbackTimeout(Duration.ofSeconds(60))
                        .start();
                BucketClient bucket = Target.of(emulator).client().build()) {
            for (Fault fault : faults) {
                emulator.inject(fault);
            }
            try {
                assertEquals("{\"status\":\"received\"}", upload(emulator, server, file));
            } finally {
                if (bucket.exists(KEY)) {
                    assertArrayEquals(bytes, bucket.getBytes(KEY));
                    bodies.add("stored");
                }
            }
        }
    }

    @Test
    void uploadsAFile() throws IOException {
        upload(300_000);
        assertEquals(List.of("{\"object\":\"" + KEY + "\",\"size\":300000}", "stored"), bodies);
    }

    @Test
    void uploadsAnEmptyFile() throws IOException {
        upload(0);
        assertEquals(List.of("{\"object\":\"" + KEY + "\",\"size\":0}", "stored"), bodies);
    }

    @Test
    void tellsAFailedCallbackFromAFailedUpload() {
        callbackPath = "/missing";
        String message = assertThrows(IOException.class, () -> upload(1000)).getMessage();
        assertTrue(message.startsWith("stored, but the callback failed: 203 CallbackFailed: "), message);
        assertEquals(List.of("stored"), bodies);
    }

    @Test
    void reportsOtherBytesARefusalAndALostConnection() {
        assertFailure("sent bytes with CRC64 ", Fault.wrongCrc64(1));
        assertFailure("not stored: 503 SlowDown: ", Fault.error(503, "SlowDown").on("PutObject"));
        assertThrows(IOException.class, () -> upload(300_000, Fault.uploadReset(100_000)));
    }

    private void assertFailure(String start, Fault fault) {
        String message =
                assertThrows(IOException.class, () -> upload(1000, fault)).getMessage();
        assertTrue(message.startsWith(start), message);
    }

    /** The source is that of the guide: short, and Java 8. */
    @Test
    void isShortAndJava8() throws IOException {
        int lines = Files.readAllLines(SOURCE).size();
        assertTrue(lines <= 60, lines + " lines");
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "--release", "8", "-Xlint:-options", "-d", folder.toString(), SOURCE.toString());
        assertEquals(0, status);
    }
}
