// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.EmulatorProcess;
import io.github.ossv4.emulator.testing.JavaProgram;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.SignedRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests without a valid signature that would fill a small heap together. The emulator rejects them and continues.
 */
class UnsignedRequestsTest {
    private static final String HEAD = "GET /examplebucket/a HTTP/1.1\r\nHost: localhost\r\n";
    private static final String UNAVAILABLE = "503 ServiceUnavailable null";

    @TempDir
    private Path directory;

    /** The number of responses, by their status and error. */
    private final Map<String, Integer> responses = new TreeMap<>();

    private final Map<Integer, Integer> statuses = new TreeMap<>();

    private boolean isStress;

    @BeforeEach
    void readTags(TestInfo test) {
        isStress = test.getTags().contains("stress");
    }

    private EmulatorProcess start(String heap, String... options) throws IOException {
        List<String> java = new ArrayList<>(JavaProgram.SHORT_LIVED);
        java.addAll(List.of(heap, "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--quiet", "--directory", directory.toString()));
        return EmulatorProcess.start(java, all.toArray(new String[0]));
    }

    /** The start of a request and the rest of it. */
    private record Halves(String start, String rest) {}

    /** Sends the start of all requests, then the rest of each, and reads the responses. */
    private void send(EmulatorProcess emulator, int count, Halves request) throws IOException {
        List<RawConnection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                RawConnection connection = new RawConnection(emulator.port());
                connections.add(connection);
                count(() -> connection.send(request.start()));
            }
            for (RawConnection connection : connections) {
                count(() -> {
                    connection.send(request.rest());
                    responses.merge(connection.read().errorText(), 1, Integer::sum);
                });
            }
        } finally {
            for (RawConnection connection : connections) {
                connection.close();
            }
        }
        print(count + " requests: " + responses + ", RSS " + emulator.residentBytes() / 1_000_000 + " MB");
        assertTrue(responses.getOrDefault(UNAVAILABLE, 0) > 0, responses::toString);
        responses.remove("closed");
        assertEquals(2, responses.size(), responses::toString);
        responses.clear();
        putAndGet(emulator);
    }

    private void print(String line) {
        if (isStress) {
            System.out.println(line);
        }
    }

    private interface Exchange {
        void run() throws IOException;
    }

    /** A rejected connection is closed after a few seconds, and then it may also lose its response. */
    private void count(Exchange exchange) {
        try {
            exchange.run();
        } catch (IOException e) {
            responses.merge("closed", 1, Integer::sum);
        }
    }

    private static void putAndGet(EmulatorProcess emulator) throws IOException {
        try (RawConnection connection = new RawConnection(emulator.port())) {
            String put = SignedRequest.of(emulator, "PUT", "works").length(5).head();
            assertEquals(200, connection.send(put + "works").read().status());
            String get = SignedRequest.of(emulator, "GET", "works").head();
            assertEquals("works", connection.send(get).read().text());
        }
    }

    private static String field(String name, String value) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    /** Returns a form with a wrong signature. It is checked when its file starts. */
    private static Halves form(int policyBytes) {
        String policy = field("policy", "A".repeat(policyBytes));
        String rest = field("x-oss-signature-version", "OSS4-HMAC-SHA256")
                + field("x-oss-credential", "id/20231216/cn-hangzhou/oss/aliyun_v4_request")
                + field("x-oss-date", "20231216T162057Z")
                + field("x-oss-signature", "0".repeat(64))
                + field("key", "a")
                + field("file", "hello")
                + "--b--\r\n";
        String head =
                "POST /examplebucket HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                        + "Content-Length: " + (policy.length() + rest.length()) + "\r\n\r\n";
        return new Halves(head + policy, rest);
    }

    private void sendForms(EmulatorProcess emulator, int count, int policyBytes) throws IOException {
        send(emulator, count, form(policyBytes));
    }

    /**
     * Sends heads of almost 64 KB: of many headers, of one, and with a header that is incomplete at first.
     *
     * @param countOfMany of those with many headers, which take most memory
     */
    private void sendHeads(EmulatorProcess emulator, int count, int countOfMany) throws IOException {
        send(emulator, countOfMany, new Halves(HEAD + "x: y\r\n".repeat(10_000), "\r\n"));
        send(emulator, count, new Halves(HEAD + "x: " + "y".repeat(60_000) + "\r\n", "\r\n"));
        send(emulator, count, new Halves(HEAD + "x: " + "y".repeat(60_000), "\r\n\r\n"));
    }

    private void sendFaults(EmulatorProcess emulator, int count, int bytes) throws IOException {
        String fault = "{\"fault\":\"error\",\"status\":500,\"code\":\"A\"}";
        String faults = "[" + (fault + ",").repeat(bytes / (fault.length() + 1) - 1) + fault + "]";
        for (int i = 0; i < count; i++) {
            try (RawConnection connection = new RawConnection(emulator.port())) {
                connection.send("POST /-/faults HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + faults.length()
                        + "\r\n\r\n" + faults);
                statuses.merge(connection.read().status(), 1, Integer::sum);
            }
        }
        print(count + " lists of faults: " + statuses);
    }

    private void clearFaults(EmulatorProcess emulator) throws IOException {
        try (RawConnection connection = new RawConnection(emulator.port())) {
            assertEquals(
                    200,
                    connection
                            .send("DELETE /-/faults HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .read()
                            .status());
        }
        statuses.clear();
        putAndGet(emulator);
    }

    @Test
    void survivesFormsHeadsAndFaults() throws IOException {
        try (EmulatorProcess emulator = start("-Xmx24m", "--admin")) {
            sendForms(emulator, 10, 900_000);
            sendHeads(emulator, 150, 40);
            sendFaults(emulator, 10, 60_000);
            assertEquals(Map.of(200, 3, 503, 7), statuses);
            clearFaults(emulator);
            sendFaults(emulator, 5, 1 << 20);
            assertEquals(Map.of(413, 5), statuses);
        }
    }

    @Test
    @Tag("stress")
    void survivesManyForms() throws IOException {
        try (EmulatorProcess emulator = start("-Xmx64m")) {
            sendForms(emulator, 32, 900_000);
            sendForms(emulator, 200, 900_000);
        }
    }

    @Test
    @Tag("stress")
    void survivesManyHeads() throws IOException {
        try (EmulatorProcess emulator = start("-Xmx64m")) {
            sendHeads(emulator, 900, 900);
        }
    }

    @Test
    @Tag("stress")
    void survivesManyFaults() throws IOException {
        try (EmulatorProcess emulator = start("-Xmx64m", "--admin")) {
            sendFaults(emulator, 200, 1 << 20);
            sendFaults(emulator, 2000, 60_000);
            clearFaults(emulator);
        }
    }
}
