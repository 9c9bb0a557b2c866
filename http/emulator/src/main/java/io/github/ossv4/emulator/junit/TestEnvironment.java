// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.junit;

import io.github.ossv4.emulator.Emulator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** A running emulator with its callback sink and its clients. Thread-safe. */
final class TestEnvironment {
    /** Longer than the 5 seconds of OSS: a test must not depend on the load of its machine. */
    private static final Duration CALLBACK_TIMEOUT = Duration.ofSeconds(60);

    private final Emulator emulator;
    private final CallbackSink sink;
    private final Map<Class<?>, Object> clients = new HashMap<>();

    /** The resources that {@link #close} closes, in this order. */
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    private TestEnvironment(Emulator emulator, CallbackSink sink) {
        this.emulator = emulator;
        this.sink = sink;
        resources.push(sink);
        resources.push(emulator);
    }

    static TestEnvironment start(Consumer<Emulator.Builder> settings) throws IOException {
        CallbackSink sink = new CallbackSink();
        try {
            Emulator.Builder builder = Emulator.builder().callbackTimeout(CALLBACK_TIMEOUT);
            settings.accept(builder);
            return new TestEnvironment(builder.callbackTarget(sink.port()).start(), sink);
        } catch (IOException | RuntimeException | Error e) {
            sink.close();
            throw e;
        }
    }

    Emulator emulator() {
        return emulator;
    }

    CallbackSink sink() {
        return sink;
    }

    /** Returns the client of a type, which is created at the first call. */
    synchronized Object client(Class<?> type, Function<Emulator, ?> factory) {
        Object client = clients.get(type);
        if (client == null) {
            client = factory.apply(emulator);
            if (client == null) {
                throw new IllegalStateException("a client factory must not return null, was that of " + type.getName());
            }
            clients.put(type, client);
            if (client instanceof AutoCloseable closeable) {
                resources.push(closeable);
            }
        }
        return client;
    }

    /** Removes the objects, faults and callbacks that a test left. */
    void reset() {
        emulator.clearFaults();
        emulator.emptyBuckets();
        sink.reset();
    }

    /**
     * Closes all clients, the emulator and the sink.
     *
     * @throws Exception the first failure, with the others suppressed
     */
    @SuppressWarnings("try")
    synchronized void close() throws Exception {
        AutoCloseable next = resources.poll();
        if (next != null) {
            try (AutoCloseable others = this::close) {
                next.close();
            }
        }
    }
}
