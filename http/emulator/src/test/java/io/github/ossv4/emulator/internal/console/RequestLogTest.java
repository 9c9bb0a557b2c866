// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.internal.wire.HandledRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RequestLogTest {
    private static final HandledRequest REQUEST =
            LogLineTest.request("鍵\n", new HandledRequest.Result(200, null, null, null));

    @Test
    void writesWaitingLinesWhenItIsClosed() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RequestLog log = new RequestLog(out)) {
            for (int i = 0; i < 1000; i++) {
                log.handled(REQUEST);
            }
        }

        assertEquals((LogLine.of(REQUEST) + "\n").repeat(1000), out.toString(StandardCharsets.UTF_8));
    }

    /** A terminal that was paused blocks the writer, and no request. */
    @Test
    void dropsAndCountsLinesWhileTheOutputIsBlocked() {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStream terminal = new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError();
            }

            /** Like the write of a file, which an interrupt does not end. */
            private void awaitReleased() {
                while (released.getCount() > 0) {
                    Thread.onSpinWait();
                }
            }

            @Override
            public void write(byte[] bytes) throws IOException {
                blocked.countDown();
                awaitReleased();
                out.write(bytes);
            }
        };
        int sent = 20_000;
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            RequestLog log = new RequestLog(terminal);
            log.handled(REQUEST);
            blocked.await();
            for (int i = 1; i < sent; i++) {
                log.handled(REQUEST);
            }
            released.countDown();
            log.close();
        });

        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        long dropped = lines.stream()
                .filter(line -> line.startsWith("the output was blocked"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
        assertTrue(dropped > 0);
        assertEquals(
                sent,
                dropped
                        + lines.stream()
                                .filter(line -> line.startsWith("02:14:05Z 200 "))
                                .count());
    }

    @Test
    void closesWhileTheOutputIsBlocked() {
        CountDownLatch closed = new CountDownLatch(1);
        OutputStream terminal = new OutputStream() {
            @Override
            public void write(int b) {
                while (closed.getCount() > 0) {
                    Thread.onSpinWait();
                }
            }
        };

        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            RequestLog log = new RequestLog(terminal);
            log.handled(REQUEST);
            log.close();
        });
        closed.countDown();
    }
}
