// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.calls;

import io.github.ossv4.benchmarks.upload.ConstantBytes;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The kinds of calls. */
enum Call {
    PUT("put"),
    GET("get"),
    PUT_ASYNC("put, asynchronous"),
    GET_ASYNC("get, asynchronous");

    /** The bytes of a put, by their number: a client does not change them. */
    private static final Map<Integer, byte[]> BYTES = new ConcurrentHashMap<>();

    private final String text;

    Call(String text) {
        this.text = text;
    }

    boolean isAsync() {
        return this == PUT_ASYNC || this == GET_ASYNC;
    }

    /** Makes one call and waits for it. */
    void execute(CallingClient client, int size) throws Exception {
        switch (this) {
            case PUT -> client.put(BYTES.computeIfAbsent(size, ConstantBytes::of));
            case GET -> checkLength(client.get(size), size);
            default -> start(client, size).get();
        }
    }

    /** Starts an asynchronous call. */
    CompletableFuture<?> start(CallingClient client, int size) {
        return this == PUT_ASYNC
                ? client.putAsync(BYTES.computeIfAbsent(size, ConstantBytes::of))
                : client.getAsync(size);
    }

    private static void checkLength(byte[] bytes, int size) throws IOException {
        if (bytes.length != size) {
            throw new IOException("the object must have " + size + " bytes, has " + bytes.length);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
