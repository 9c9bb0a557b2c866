// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.EmulatorFixture;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes and phases of attempts. */
class PhasesTest extends EmulatorFixture {
    private final List<CallAttempt> attempts = new ArrayList<>();

    private BucketClient listening() {
        return client().listener(new CallListener() {
                    @Override
                    public void started(CallAttempt attempt) {
                        assertNull(attempt.connectTime());
                    }

                    @Override
                    public void succeeded(CallAttempt attempt) {
                        attempts.add(attempt);
                    }

                    @Override
                    public void failed(CallAttempt attempt, IOException reason) {
                        attempts.add(attempt);
                    }
                })
                .build();
    }

    @Test
    void measuresUploadsAndDownloads() throws Exception {
        byte[] bytes = new byte[300_000];
        try (BucketClient client = listening()) {
            client.put("k", bytes);
            assertEquals(300_000, client.getBytes("k").length);
            client.head("k");
            client.listPage(ListOptions.NONE);
        }
        CallAttempt put = attempts.get(0);
        assertEquals(300_000, put.bytesSent());
        assertEquals(0, put.bytesReceived());
        Duration total = put.connectTime().plus(put.sendTime()).plus(put.waitTime());
        assertTrue(total.compareTo(put.elapsed()) <= 0, total + " of " + put.elapsed());
        CallAttempt get = attempts.get(1);
        assertEquals(0, get.bytesSent());
        assertEquals(300_000, get.bytesReceived());
        assertEquals(Duration.ZERO, get.sendTime());
        assertNotNull(get.waitTime());
        assertEquals(0, attempts.get(2).bytesReceived());
        assertTrue(attempts.get(3).bytesReceived() > 100);
    }

    @Test
    void hasNoPhasesBeforeAConnection() {
        try (BucketClient client = listening()) {
            emulator.close();
            try {
                client.head("k");
            } catch (IOException e) {
                assertNull(attempts.get(0).connectTime());
                assertNull(attempts.get(0).sendTime());
                assertNull(attempts.get(0).waitTime());
            }
        }
        assertEquals(1, attempts.size());
    }
}
