// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.UploadFixture;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads of streams that fail while another thread reads the stream. */
@Timeout(60)
class StreamFailureTest extends UploadFixture {
    /** The action of a stream after its last byte. */
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

    /** The thread of the upload reads the third part when another thread fails. */
    @Test
    void failsIfAPartFailsWhileAReadBlocks() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        InputStream stream = stream(2 * PART, () -> {
            gate.await();
            return -1;
        });
        OkHttpClient failing = http.newBuilder()
                .addInterceptor(chain -> {
                    String part = chain.request().url().queryParameter("partNumber");
                    if ("1".equals(part)) {
                        await(second);
                    } else if ("2".equals(part)) {
                        second.countDown();
                        while (completedParts.isEmpty()) {
                            Thread.onSpinWait();
                        }
                        gate.countDown();
                        throw new IOException("part 2 failed");
                    }
                    return chain.proceed(chain.request());
                })
                .build();
        try (BucketClient client = client().okHttpClient(failing).build()) {
            IOException e = assertThrows(
                    IOException.class,
                    () -> client.upload("k", stream, options().parallel(3).build()));
            assertTrue(e.getMessage().contains("part 2 failed"), e::toString);
            assertFalse(bucket.exists("k"));
            assertNoUploads();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
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

    /** Only -1 means the end: the object would lack the bytes that follow. */
    @ParameterizedTest
    @ValueSource(ints = {-2, Integer.MIN_VALUE, 0, PART + 1})
    void failsIfTheStreamReturnsAnInvalidCount(int count) throws Exception {
        for (int length : new int[] {0, 1, PART, 3 * PART + 1}) {
            InputStream stream = stream(length, () -> count);
            IOException e = assertThrows(
                    IOException.class,
                    () -> bucket.upload("k", stream, options().build()));
            assertTrue(e.getMessage().endsWith(", returned " + count), e::toString);
        }
        assertFalse(bucket.exists("k"));
        assertNoUploads();
    }

    @Test
    void failsIfTheStreamOfABodyReturnsAnInvalidCount() throws Exception {
        for (Body body : List.of(Body.of(stream(10, () -> -5), 20), Body.of(10, () -> stream(10, () -> -5)))) {
            IOException e = assertThrows(IOException.class, () -> bucket.put("k", body));
            assertTrue(e.getMessage().contains(", returned -5"), e::toString);
        }
        assertFalse(bucket.exists("k"));
    }

    @Test
    void failsIfTheStreamOfAResumedSourceReturnsAnInvalidCount() throws Exception {
        AtomicBoolean isInvalid = new AtomicBoolean();
        UploadSource source = UploadSource.of(
                "s",
                3 * PART,
                offset -> stream(isInvalid.get() ? 0 : 3 * PART - (int) offset, () -> isInvalid.get() ? -7 : -1));
        UploadOptions resumed = options().checkpoint(checkpoint).build();
        emulator.inject(Fault.error(403, "AccessDenied").on("CompleteMultipartUpload"));
        assertThrows(ServiceException.class, () -> bucket.upload("k", source, resumed));
        isInvalid.set(true);
        IOException e = assertThrows(IOException.class, () -> bucket.upload("k", source, resumed));
        assertTrue(e.getMessage().endsWith("read must return -1 or 1 to 8192, returned -7"), e::toString);
        assertFalse(bucket.exists("k"));
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

    /** As a stream that catches an InterruptedException and restores the flag. */
    @Test
    void failsIfTheStreamInterruptsItsReader() throws Exception {
        InputStream interrupting = new InputStream() {
            private int left = 6 * PART;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                Thread.currentThread().interrupt();
                int count = Math.min(left, length);
                left -= count;
                return count == 0 ? -1 : count;
            }
        };
        UploadOptions options = options().parallel(2).build();
        assertThrows(IOException.class, () -> bucket.upload("k", interrupting, options));
        assertTrue(Thread.interrupted());
        assertNoUploads();
    }
}
