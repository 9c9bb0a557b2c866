// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.sign.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {
    private Emulator emulator;

    @BeforeEach
    void start() throws IOException {
        emulator = Emulator.start();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private Reply put(String body) throws IOException {
        return SignedRequest.put(emulator, "a", body).send(body);
    }

    private Reply send(String method) throws IOException {
        return SignedRequest.of(emulator, method, "a").send();
    }

    @Test
    void wrongCrc64IsAnsweredOnce() throws IOException {
        emulator.inject(Fault.wrongCrc64(-1));

        assertEquals("18446744073709551615", put("hello").header("x-oss-hash-crc64ecma"));
        assertNotEquals("18446744073709551615", put("hello").header("x-oss-hash-crc64ecma"));

        emulator.inject(Fault.wrongCrc64(7));
        assertEquals(204, send("DELETE").status());
        put("hello");
        emulator.inject(Fault.wrongCrc64(8).times(2));
        assertEquals("8", send("GET").header("x-oss-hash-crc64ecma"));
        assertEquals("8", send("HEAD").header("x-oss-hash-crc64ecma"));
        assertEquals("hello", send("GET").text());
    }

    @Test
    void errorIsAnsweredSoManyTimes() throws IOException {
        emulator.inject(Fault.error(503, "ServiceUnavailable").times(2));

        assertEquals("503 ServiceUnavailable null", put("hello").refusal());
        assertEquals("503 ServiceUnavailable null", send("HEAD").refusal());
        assertEquals(200, put("hello").status());
    }

    @Test
    void errorComesBeforeTheBody() throws IOException {
        emulator.inject(Fault.error(500, "InternalError"));
        try (Wire wire = new Wire(emulator)) {
            wire.send(SignedRequest.of(emulator, "PUT", "a")
                    .length(5)
                    .header("Expect", "100-continue")
                    .head());

            assertEquals(500, wire.read().status());
        }
    }

    @Test
    void faultsAreNotUsedUpByRefusedRequests() throws IOException {
        emulator.inject(Fault.error(503, "ServiceUnavailable"));

        assertEquals(
                "403 SignatureDoesNotMatch 0002-00000201",
                SignedRequest.of(emulator, "GET", "a")
                        .credentials(Credentials.of(Emulator.SAMPLE_ACCESS_KEY_ID, "wrong"))
                        .send()
                        .refusal());
        assertEquals("503 ServiceUnavailable null", send("GET").refusal());
    }

    @Test
    void faultsOfDifferentKindsDoNotWaitForEachOther() throws IOException {
        put("hello");
        emulator.inject(Fault.uploadReset(0));
        emulator.inject(Fault.wrongCrc64(7));

        assertEquals("7", send("GET").header("x-oss-hash-crc64ecma"));
        assertThrows(IOException.class, () -> put("other"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 70_000, 1 << 20, Long.MAX_VALUE - 1})
    void uploadIsResetAndNothingStored(long bytes) throws IOException {
        emulator.inject(Fault.uploadReset(bytes));
        byte[] body = new byte[1 << 20];

        IOException reset = assertThrows(
                IOException.class,
                () -> SignedRequest.of(emulator, "PUT", "a").length(body.length).send(body));

        assertTrue(isReset(reset), reset::toString);
        assertEquals(404, send("GET").status());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1 << 20, 4 << 20})
    void downloadIsReset(int bytes) throws IOException {
        byte[] body = new byte[4 << 20];
        new Random(bytes).nextBytes(body);
        SignedRequest.of(emulator, "PUT", "a").length(body.length).send(body);
        emulator.inject(Fault.downloadReset(bytes));

        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (Wire wire = new Wire(emulator)) {
            wire.send(SignedRequest.of(emulator, "GET", "a").head());
            IOException reset = assertThrows(IOException.class, () -> {
                wire.readHead();
                for (int b = wire.body().read(); b >= 0; b = wire.body().read()) {
                    received.write(b);
                }
            });
            assertTrue(isReset(reset), reset::toString);
        }

        assertTrue(received.size() <= bytes);
        assertArrayEquals(Arrays.copyOf(body, received.size()), received.toByteArray());
        assertEquals(200, send("HEAD").status());
    }

    private static boolean isReset(IOException e) {
        return e instanceof SocketException;
    }

    @Test
    void senselessFaultsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Fault.error(200, "OK"));
        assertThrows(IllegalArgumentException.class, () -> Fault.uploadReset(-1));
        assertThrows(IllegalArgumentException.class, () -> Fault.downloadReset(-1));
        assertThrows(IllegalArgumentException.class, () -> Fault.wrongCrc64(1).times(0));
    }

    @Test
    void faultsSayWhatTheyAre() {
        assertEquals(
                "Fault{WRONG_CRC64 18446744073709551615}", Fault.wrongCrc64(-1).toString());
        assertEquals(
                "Fault{ERROR ServiceUnavailable: An injected fault., 2 times}",
                Fault.error(503, "ServiceUnavailable").times(2).toString());
    }
}
