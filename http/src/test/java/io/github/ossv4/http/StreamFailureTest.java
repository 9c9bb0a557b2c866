// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.UploadFixture;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads of streams that fail while another thread reads the stream. */
@Timeout(60)
class StreamFailureTest extends UploadFixture {
    /** What a stream does after its last byte. */
    private interface Ending {
        int end() throws Exception;
    }

    /** Returns a stream of so many bytes with another end. */
    private static InputStream stream(int length, Ending ending) {
        return new InputStream() {
            private int remaining = length;

            @Override
            public int read() {
                throw new AssertionError("bytes are read in bulk");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                if (remaining == 0) {
                    try {
                        return ending.end();
                    } catch (Throwable t) {
                        throwUndeclared(t);
                    }
                }
                int read = Math.min(remaining, length);
                remaining -= read;
                return read;
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void throwUndeclared(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void failsAtOnceIfAPartFailsWhileAReadBlocks() throws Exception {
        CountDownLatch blocking = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        AtomicBoolean returned = new AtomicBoolean();
        InputStream stream = stream(PART + 1, () -> {
            blocking.countDown();
            gate.await();
            returned.set(true);
            return -1;
        });
        UploadOptions options = options()
                .workers(2)
                .progress(progress -> {
                    try {
                        blocking.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .build();
        emulator.inject(Fault.error(403, "AccessDenied").on("UploadPart"));
        try {
            ServiceException e = assertThrows(ServiceException.class, () -> bucket.upload("k", stream, options));
            assertEquals("AccessDenied", e.code());
            assertFalse(returned.get());
            assertNoUploads();
        } finally {
            gate.countDown();
        }
    }

    /** Code in Kotlin may throw a checked exception undeclared. The object would lack the bytes that follow. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, PART, 3 * PART + 1})
    void anUndeclaredExceptionOfTheStreamIsNoSuccess(int length) throws Exception {
        Exception thrown = new Exception("undeclared");
        InputStream stream = stream(length, () -> {
            throw thrown;
        });
        IOException e = assertThrows(
                IOException.class, () -> bucket.upload("k", stream, options().build()));
        assertSame(thrown, e.getCause());
        assertFalse(bucket.exists("k"));
        assertNoUploads();
    }

    @Test
    void throwsTheErrorOfTheStream() throws Exception {
        Error error = new StackOverflowError();
        InputStream stream = stream(3 * PART, () -> {
            throw error;
        });
        assertSame(
                error,
                assertThrows(
                        Error.class, () -> bucket.upload("k", stream, options().build())));
        assertNoUploads();
    }
}
