// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.EmulatorFixture;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bodies that fail with an error or an unchecked exception: the rest of the body must not become part of the next
 * request.
 */
class FailingBodyTest extends EmulatorFixture {
    private static final int LENGTH = 200_000;

    /** The connections in the order in which calls acquired them. */
    private final List<Connection> connections = new ArrayList<>();

    private final OkHttpClient okHttp = new OkHttpClient.Builder()
            .connectionPool(connectionPool)
            .eventListener(new EventListener() {
                @Override
                public void connectionAcquired(Call call, Connection connection) {
                    connections.add(connection);
                }
            })
            .build();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8192, 100_000, LENGTH - 1})
    void doesNotReuseTheConnectionAfterAnError(int position) throws Exception {
        try (BucketClient client = client().okHttpClient(okHttp).build()) {
            client.put("before", Body.of(HELLO));
            NoSuchMethodError error = new NoSuchMethodError("of another version");
            assertSame(
                    error,
                    assertThrows(
                            NoSuchMethodError.class,
                            () -> client.put("failed", Body.of(failing(position, error), LENGTH))));
            assertEquals(
                    404,
                    assertThrows(ServiceException.class, () -> client.head("failed"))
                            .status());
        }
        assertThirdIsNew();
    }

    @Test
    void doesNotReuseTheConnectionAfterAnUncheckedException() throws Exception {
        try (BucketClient client = client().okHttpClient(okHttp).build()) {
            client.put("before", Body.of(HELLO));
            IOException e = assertThrows(
                    IOException.class,
                    () -> client.put("failed", Body.of(failing(9000, new IllegalStateException("broken")), LENGTH)));
            assertTrue(e.getMessage().contains("java.lang.IllegalStateException: broken"), e.toString());
            assertEquals(
                    404,
                    assertThrows(ServiceException.class, () -> client.head("failed"))
                            .status());
        }
        assertThirdIsNew();
    }

    /** The first two requests share a connection, which is closed when the second fails. */
    private void assertThirdIsNew() {
        assertSame(connections.get(0), connections.get(1));
        assertTrue(connections.get(1).socket().isClosed());
        // OkHttp 4 acquires the closed connection once more, before it checks it.
        assertNotSame(connections.get(1), connections.get(connections.size() - 1));
    }

    @Test
    void reportsAnErrorAsTheFailureOfTheAttempt() throws Exception {
        List<String> events = new ArrayList<>();
        CallListener listener = new CallListener() {
            @Override
            public void failed(CallAttempt attempt, IOException reason) {
                events.add(attempt + ": " + reason.getMessage());
            }
        };
        try (BucketClient client = client().listener(listener).build()) {
            assertThrows(
                    StackOverflowError.class,
                    () -> client.put("failed", Body.of(failing(1, new StackOverflowError()), LENGTH)));
        }
        assertEquals(1, events.size());
        assertTrue(
                events.get(0)
                        .endsWith("PutObject failed: PutObject failed" + where() + ": java.lang.StackOverflowError"),
                events.get(0));
    }

    @Test
    void interceptorDoesNotReuseTheConnectionAfterAnError() throws Exception {
        OkHttpClient signing = okHttp.newBuilder()
                .addNetworkInterceptor(SigningInterceptor.builder(emulator.endpoint())
                        .region(emulator.region())
                        .credentials(CREDENTIALS)
                        .build())
                .build();
        String url = emulator.endpoint() + "/" + emulator.bucket() + "/";
        RequestBody body = new RequestBody() {
            @Override
            public MediaType contentType() {
                return null;
            }

            @Override
            public long contentLength() {
                return LENGTH;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.write(new byte[9000]).flush();
                throw new NoSuchMethodError("of another version");
            }
        };
        signing.newCall(new Request.Builder().url(url + "before").build())
                .execute()
                .close();
        assertThrows(
                NoSuchMethodError.class,
                () -> signing.newCall(new Request.Builder()
                                .url(url + "failed")
                                .put(body)
                                .build())
                        .execute());
        try (Response response = signing.newCall(
                        new Request.Builder().url(url + "failed").head().build())
                .execute()) {
            assertEquals(404, response.code());
        }
    }

    private static InputStream failing(int position, Throwable failure) {
        return new InputStream() {
            private int count;

            @Override
            public int read() {
                if (count++ == position) {
                    throwUnchecked(failure);
                }
                return 'x';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                bytes[offset] = (byte) read();
                return 1;
            }
        };
    }

    private static void throwUnchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }
}
