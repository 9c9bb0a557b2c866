// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.EmulatorProcess;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.internal.xml.XmlElement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million objects of 100 bytes in a heap of 512 MB, and a hundred thousand that persist in a heap of 64 MB. */
@Tag("stress")
class ManyObjectsTest {
    private static final int OBJECTS = 1000;
    private static final int UPLOADERS = 4;
    private static final String BODY = "x".repeat(100);

    @TempDir
    private Path directory;

    private static String key(int directory, int object) {
        return String.format(Locale.ROOT, "dir%03d/object%03d", directory, object);
    }

    @Test
    void listsMillionObjects() throws Exception {
        try (EmulatorProcess emulator = start("512m", "--directory")) {
            store(emulator, 1000);
        }
    }

    @Test
    void listsHundredThousandObjectsAfterRestart() throws Exception {
        try (EmulatorProcess emulator = start("64m", "--persist")) {
            store(emulator, 100);
        }
        long start = System.nanoTime();
        try (EmulatorProcess emulator = start("64m", "--persist")) {
            System.out.printf(
                    Locale.ROOT,
                    "started in %d ms%n",
                    Duration.ofNanos(System.nanoTime() - start).toMillis());
            assertEquals(100, listAll(emulator, 100));
            groupAll(emulator, 100);
            try (RawConnection connection = new RawConnection(emulator.port())) {
                RawResponse object = connection
                        .send(SignedRequest.of(emulator, "GET", key(99, 999)).head())
                        .read();
                assertEquals(BODY, object.text());
            }
        }
    }

    @Test
    void refusesObjectsBeforeHeapIsFull() throws Exception {
        try (EmulatorProcess emulator = start("32m", "--directory");
                RawConnection connection = new RawConnection(emulator.port())) {
            int stored = 0;
            RawResponse response = put(connection, emulator, 0);
            while (response.status() == 200) {
                stored++;
                response = put(connection, emulator, stored);
            }
            assertEquals("403 QuotaExceeded null", response.errorText());
            assertTrue(stored > 40_000, stored + " objects");
            assertEquals(
                    1000,
                    list(connection, SignedRequest.of(emulator, "GET", null))
                            .children("Contents")
                            .size());
            connection
                    .send(SignedRequest.of(emulator, "DELETE", key(0, 0)).head())
                    .read();
            assertEquals(200, put(connection, emulator, 0).status());
        }
    }

    private static RawResponse put(RawConnection connection, EmulatorProcess emulator, int number) throws IOException {
        String head = SignedRequest.of(emulator, "PUT", key(number / OBJECTS, number % OBJECTS))
                .length(BODY.length())
                .head();
        return connection.send(head + BODY).read();
    }

    private EmulatorProcess start(String heap, String option) throws IOException {
        List<String> java = List.of("-Xmx" + heap, "-cp", System.getProperty("java.class.path"), Main.class.getName());
        return EmulatorProcess.start(java, option, directory.toString());
    }

    private static void store(EmulatorProcess emulator, int directories) throws Exception {
        long start = System.nanoTime();
        putAll(emulator, directories);
        long stored = System.nanoTime();
        int pages = listAll(emulator, directories);
        long listed = System.nanoTime();
        groupAll(emulator, directories);
        System.out.printf(
                Locale.ROOT,
                "%d objects stored in %d s, listed in %d pages in %.1f s, grouped in %d ms%n",
                directories * OBJECTS,
                Duration.ofNanos(stored - start).toSeconds(),
                pages,
                Duration.ofNanos(listed - stored).toMillis() / 1e3,
                Duration.ofNanos(System.nanoTime() - listed).toMillis());
    }

    private static void putAll(EmulatorProcess emulator, int directories) throws Exception {
        ExecutorService uploaders = Executors.newFixedThreadPool(UPLOADERS);
        try {
            List<Future<?>> uploads = new ArrayList<>();
            for (int i = 0; i < UPLOADERS; i++) {
                int first = i;
                uploads.add(uploaders.submit(() -> {
                    put(emulator, first, directories);
                    return null;
                }));
            }
            for (Future<?> upload : uploads) {
                upload.get();
            }
        } finally {
            uploaders.shutdownNow();
        }
    }

    private static void put(EmulatorProcess emulator, int first, int directories) throws IOException {
        try (RawConnection connection = new RawConnection(emulator.port())) {
            for (int i = first; i < directories; i += UPLOADERS) {
                for (int j = 0; j < OBJECTS; j++) {
                    String head = SignedRequest.of(emulator, "PUT", key(i, j))
                            .length(BODY.length())
                            .head();
                    assertEquals(200, connection.send(head + BODY).read().status());
                }
            }
        }
    }

    private static XmlElement list(RawConnection connection, SignedRequest listing) throws IOException {
        RawResponse response = connection
                .send(listing.query("list-type", "2").query("max-keys", "1000").head())
                .read();
        assertEquals(200, response.status(), response::text);
        return XmlElement.parse(response.text().getBytes(StandardCharsets.UTF_8));
    }

    private static int listAll(EmulatorProcess emulator, int directories) throws IOException {
        int pages = 0;
        int objects = 0;
        try (RawConnection connection = new RawConnection(emulator.port())) {
            String token = "";
            while (token != null) {
                XmlElement page =
                        list(connection, SignedRequest.of(emulator, "GET", null).query("continuation-token", token));
                for (XmlElement object : page.children("Contents")) {
                    assertEquals(key(objects / OBJECTS, objects % OBJECTS), object.text("Key"));
                    objects++;
                }
                pages++;
                token = page.text("NextContinuationToken");
            }
        }
        assertEquals(directories * OBJECTS, objects);
        return pages;
    }

    private static void groupAll(EmulatorProcess emulator, int directories) throws IOException {
        try (RawConnection connection = new RawConnection(emulator.port())) {
            XmlElement page =
                    list(connection, SignedRequest.of(emulator, "GET", null).query("delimiter", "/"));
            assertEquals(directories, page.children("CommonPrefixes").size());
            assertTrue(page.children("Contents").isEmpty());
        }
    }
}
