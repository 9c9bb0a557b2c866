// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.calls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.benchmarks.upload.ConstantBytes;
import io.github.ossv4.benchmarks.upload.SinkProcess;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** All clients must make the same calls, and failed calls must not be measured. */
class CallLoopTest {
    private static final int SIZE = 1024;
    private static final int THREADS = 2;

    private static long count(CallingClient client, Call call) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(THREADS);
        try {
            return CallLoop.count(client, workers, new Calls(call, SIZE, THREADS, 0));
        } finally {
            workers.shutdown();
        }
    }

    private static List<CallingClient> clients(SinkProcess sink) {
        return List.of(new Ossv4(sink.endpoint()), OkHttp.likeOurs(sink.endpoint()));
    }

    @Test
    void makesCallsWithEachClient() throws Exception {
        try (SinkProcess sink = new SinkProcess()) {
            for (CallingClient client : clients(sink)) {
                assertEquals(THREADS, count(client, Call.PUT));
                assertEquals(THREADS, count(client, Call.GET));
                assertEquals(1, count(client, Call.PUT_ASYNC));
                assertEquals(1, count(client, Call.GET_ASYNC));
                assertArrayEquals(ConstantBytes.of(SIZE), client.get(SIZE));
            }
        }
    }

    @Test
    void reportsFailedCalls() throws Exception {
        try (SinkProcess sink = new SinkProcess()) {
            for (CallingClient client : clients(sink)) {
                assertThrows(ExecutionException.class, () -> count(client, Call.GET));
                assertThrows(ExecutionException.class, () -> count(client, Call.GET_ASYNC));
            }
        }
    }

    @Test
    void parsesLinesBetweenProcesses() {
        Calls calls = new Calls(Call.PUT_ASYNC, SIZE, 16, 500);
        assertEquals(calls, Calls.parse(calls.line()));
        Usage usage = new Usage(3, 5_000_000_000L, 70, 20, 10, 12_345);
        assertEquals(usage, Usage.parse(usage.line()));
    }
}
