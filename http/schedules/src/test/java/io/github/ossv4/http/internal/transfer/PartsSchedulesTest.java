// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.internal.call.Scope;
import io.github.ossv4.http.schedules.InParallel;
import io.github.ossv4.http.schedules.TestTransport;
import io.github.ossv4.multipart.Part;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pastalab.fray.junit.junit5.FrayTestExtension;
import org.pastalab.fray.junit.junit5.annotations.FrayTest;

/** A transfer that does not end is a deadlock. */
@ExtendWith(FrayTestExtension.class)
class PartsSchedulesTest {
    private static final int WORKERS = 2;
    private static final List<Part> PARTS = List.of(Part.of(1, 0, 10), Part.of(2, 10, 10), Part.of(3, 20, 10));

    private final TestTransport client = new TestTransport(WORKERS);
    private final Scope owner = Scope.ofTransfer(client.transport);
    private final AtomicInteger inProgress = new AtomicInteger();
    private final AtomicInteger transferred = new AtomicInteger();

    private List<Integer> run(Parts.Work<Integer> work) throws IOException {
        return new Parts<>(client.transport, owner, WORKERS, work).run(PARTS.iterator());
    }

    private int transfer(Part part, Scope scope) {
        assertTrue(inProgress.incrementAndGet() <= WORKERS, "more parts than workers");
        transferred.incrementAndGet();
        inProgress.decrementAndGet();
        return part.number();
    }

    /** Transfers a part until the others are stopped. */
    private int transferUntilTheEnd(Part part, Scope scope) {
        inProgress.incrementAndGet();
        CompletableFuture<Integer> stopped = new CompletableFuture<>();
        scope.inFlight(() -> stopped.complete(part.number()));
        stopped.join();
        inProgress.decrementAndGet();
        return part.number();
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void transfersEachPartOnce() throws Exception {
        assertEquals(List.of(1, 2, 3), run(this::transfer));
        assertEquals(3, transferred.get());
        client.close();
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void aFailureEndsTheOtherParts() throws Exception {
        IOException failure = new IOException("refused");
        IOException thrown = assertThrows(
                IOException.class,
                () -> run((part, scope) -> {
                    if (part.number() == 2) {
                        throw failure;
                    }
                    return part.number() == 1 ? transfer(part, scope) : transferUntilTheEnd(part, scope);
                }));
        assertEquals(failure, thrown);
        assertEquals(0, inProgress.get());
        client.close();
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void cancellingEndsAllParts() throws Exception {
        InParallel.run(
                () -> assertThrows(InterruptedIOException.class, () -> run(this::transferUntilTheEnd)), owner::end);
        assertEquals(0, inProgress.get());
        client.close();
    }
}
