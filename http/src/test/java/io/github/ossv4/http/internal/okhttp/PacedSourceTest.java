// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Source;
import org.junit.jupiter.api.Test;

class PacedSourceTest {
    private static final int LIMIT = 20_000;

    private long seconds;

    /** @param secondsPerRead how long the server needs for the bytes of a read */
    private Source paced(int limit, int bytesPerRead, int secondsPerRead) {
        Source server = new ForwardingSource(new Buffer().write(new byte[10_000])) {
            @Override
            public long read(Buffer sink, long byteCount) throws IOException {
                seconds += secondsPerRead;
                return super.read(sink, bytesPerRead);
            }
        };
        return new PacedSource(server, limit, () -> Duration.ofSeconds(seconds).toNanos());
    }

    private static long drain(Source source) throws IOException {
        return new Buffer().writeAll(source);
    }

    @Test
    void acceptsOneKilobyteWithinTheLimit() throws IOException {
        assertEquals(10_000, drain(paced(LIMIT, 1024, 20)));
        assertEquals(10_000, drain(paced(LIMIT, 512, 10)));
        assertEquals(10_000, drain(paced(LIMIT, 103, 2)));
    }

    @Test
    void failsBelowOneKilobyteWithinTheLimit() {
        SocketTimeoutException failure = assertThrows(SocketTimeoutException.class, () -> drain(paced(LIMIT, 1, 1)));
        assertEquals(
                "the response is too slow: 22 bytes in 21000 ms, 1024 must arrive within 20000 ms",
                failure.getMessage());
        assertThrows(SocketTimeoutException.class, () -> drain(paced(LIMIT, 80, 2)));
    }

    @Test
    void acceptsAnyRateWithoutLimit() throws IOException {
        assertEquals(10_000, drain(paced(0, 1, 1000)));
    }

    @Test
    void ignoresTheTimeBetweenReads() throws IOException {
        Source source = paced(LIMIT, 1, 0);
        for (int read = 0; read < 100; read++) {
            assertEquals(1, source.read(new Buffer(), 8192));
            seconds += 60;
        }
    }
}
