// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.junit;

import io.github.ossv4.emulator.Emulator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A JUnit extension that runs an {@link Emulator} during tests, with its clients and a server that receives callbacks.
 * It requires JUnit Jupiter 5.10 or later.
 *
 * <pre>{@code
 * class UploadTest {
 *     @RegisterExtension
 *     static final EmulatorExtension oss = EmulatorExtension.builder()
 *             .configure(emulator -> emulator.bucket("photos"))
 *             .client(MyClient.class, emulator -> new MyClient(emulator.endpoint(), emulator.bucket()))
 *             .build();
 *
 *     @Test
 *     void uploads(MyClient client, Emulator emulator) {
 *         client.upload("cat.jpg", oss.callbackUrl());
 *         assertEquals(1, oss.callbacks().size());
 *     }
 * }
 * }</pre>
 *
 * <p>{@code @ExtendWith(EmulatorExtension.class)} registers an extension with default settings.
 *
 * <p><b>Parameters</b> of constructors, tests and lifecycle methods are resolved if their type is {@link Emulator},
 * {@link EmulatorExtension} or exactly that of a {@linkplain Builder#client client}.
 *
 * <p><b>Lifetime.</b> If the extension is registered in a static field or with {@code @ExtendWith} on a class, one
 * emulator runs from before the {@code @BeforeAll} methods until after the {@code @AfterAll} methods, and is shared
 * with {@code @Nested} classes. The same applies to an instance field if the test class has {@code
 * Lifecycle.PER_CLASS}; in that case its constructor cannot have parameters of the extension. In any other instance
 * field, and with {@code @ExtendWith} on a method, each test has its own emulator. Test classes never share one.
 *
 * <p><b>Isolation.</b> Each test starts with empty buckets, without faults and without recorded callbacks: upload the
 * objects that several tests need in a {@code @BeforeEach} method. AccessKeys and callback targets that were added
 * remain. Use an instance field for tests that change them, or that leave requests running.
 *
 * <p><b>Callbacks.</b> The emulator waits 60 seconds for the response to a callback, so that a test does not depend on
 * the load of its machine. OSS waits 5 seconds: set {@link Emulator.Builder#callbackTimeout} to test what happens then.
 *
 * <p><b>Concurrency.</b> Tests that share an emulator must run one after the other: if parallel execution is enabled, a
 * test that may run concurrently with another test of its class fails. Add {@code
 * @Execution(ExecutionMode.SAME_THREAD)} to the class, or use an instance field. Test classes can run concurrently.
 *
 * <p>The methods can be called from any thread.
 *
 * <p>Rule: Each test has an emulator without objects, faults and callbacks; none is shared concurrently ({@code
 * EmulatorExtensionTest}).
 */
public final class EmulatorExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private final Consumer<Emulator.Builder> settings;
    private final Map<Class<?>, Function<Emulator, ?>> factories;

    private volatile @Nullable TestEnvironment environment;

    /** The unique ID of the context that started the environment and will stop it. */
    private @Nullable String owner;

    /** Creates an extension with default settings, without clients. */
    public EmulatorExtension() {
        this(builder());
    }

    private EmulatorExtension(Builder builder) {
        this.settings = builder.settings;
        this.factories = Map.copyOf(builder.factories);
    }

    /** Returns a builder of an extension. Every setting has a default. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the running emulator.
     *
     * @throws IllegalStateException if none is running, see <b>Lifetime</b>
     */
    public Emulator emulator() {
        return running().emulator();
    }

    /**
     * Returns the URL of a server on loopback that records callbacks: {@code http://127.0.0.1:<port>/callback}. You can
     * append a path and a query. Callbacks to it are allowed. It responds with status 200 and
     * <code>{"Status":"OK"}</code>.
     *
     * @throws IllegalStateException if no emulator is running
     */
    public String callbackUrl() {
        return running().sink().url();
    }

    /**
     * Returns the callbacks that {@link #callbackUrl} has received during this test, in order of arrival. When an
     * upload has returned, its callback is among them: OSS performs a callback before it responds.
     *
     * @throws IllegalStateException if no emulator is running
     */
    public List<RecordedCallback> callbacks() {
        return running().sink().received();
    }

    /**
     * Sets the response to the callbacks of this test from now on. With a status other than 200, or a body that is not
     * JSON, uploads return 203, {@code CallbackFailed}.
     *
     * @param json the body, sent as {@code application/json}
     * @throws IllegalArgumentException if the status is not between 200 and 599
     * @throws IllegalStateException if no emulator is running
     */
    public void respondToCallbacks(int status, String json) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status must be between 200 and 599, was " + status);
        }
        running().sink().respond(status, Objects.requireNonNull(json, "json"));
    }

    private TestEnvironment running() {
        TestEnvironment current = environment;
        if (current == null) {
            throw new IllegalStateException(
                    "no emulator is running: to use it in @BeforeAll methods, register EmulatorExtension in a static field or"
                            + " with @ExtendWith; in an instance field it runs from @BeforeEach to the end of the test");
        }
        return current;
    }

    /** Starts the emulator of a class, unless an enclosing class has started it. */
    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        start(context);
    }

    /** Starts the emulator of a test, unless its class has started it. Removes what the previous test left. */
    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        start(context);
        running().reset();
    }

    private synchronized void start(ExtensionContext context) throws IOException {
        if (environment == null) {
            environment = TestEnvironment.start(settings);
            owner = context.getUniqueId();
        } else if (!isInsideOwner(context)) {
            throw new ExtensionConfigurationException(
                    "an EmulatorExtension must not be used by several test classes at the same time, was also used by "
                            + context.getDisplayName() + "; register one in each class");
        }
        checkSequential(context);
    }

    /** Returns whether a context is the owner, or a descendant of it. */
    private boolean isInsideOwner(ExtensionContext context) {
        for (ExtensionContext each = context;
                each != null;
                each = each.getParent().orElse(null)) {
            if (each.getUniqueId().equals(owner)) {
                return true;
            }
        }
        return false;
    }

    /** Checks that JUnit runs the tests that share this emulator one after the other. */
    private void checkSequential(ExtensionContext context) {
        if (!context.getConfigurationParameter("junit.jupiter.execution.parallel.enabled")
                .map(Boolean::parseBoolean)
                .orElse(false)) {
            return;
        }
        for (ExtensionContext each = context;
                !each.getUniqueId().equals(owner);
                each = each.getParent().orElseThrow()) {
            if (each.getExecutionMode() == ExecutionMode.CONCURRENT) {
                throw new ExtensionConfigurationException("tests that share an emulator must not run concurrently, was "
                        + each.getDisplayName()
                        + "; add @Execution(ExecutionMode.SAME_THREAD) to the class, or register"
                        + " EmulatorExtension in an instance field");
            }
        }
    }

    /** Stops the emulator of a test. */
    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        stop(context);
    }

    /** Stops the emulator of a class. */
    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        stop(context);
    }

    private synchronized void stop(ExtensionContext context) throws Exception {
        TestEnvironment current = environment;
        if (current != null && context.getUniqueId().equals(owner)) {
            environment = null;
            owner = null;
            current.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Emulator.class || type == EmulatorExtension.class || factories.containsKey(type);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == EmulatorExtension.class) {
            return this;
        }
        Function<Emulator, ?> factory = factories.get(type);
        return factory == null ? emulator() : running().client(type, factory);
    }

    /** Settings of an extension. Not thread-safe. */
    public static final class Builder {
        private Consumer<Emulator.Builder> settings = builder -> {};
        private final Map<Class<?>, Function<Emulator, ?>> factories = new LinkedHashMap<>();

        private Builder() {}

        /** Adds settings of the emulator, which are applied at each start. */
        public Builder configure(Consumer<Emulator.Builder> more) {
            settings = settings.andThen(more);
            return this;
        }

        /**
         * Adds a client for parameters of exactly this type. It is created when the first such parameter is resolved,
         * and is used as long as its emulator runs. If it is {@link AutoCloseable}, it is closed before the emulator.
         *
         * @param factory creates a client of an emulator
         * @throws IllegalArgumentException if the type already has a client, or is {@link Emulator} or
         *     {@link EmulatorExtension}
         */
        public <C> Builder client(Class<C> type, Function<? super Emulator, ? extends C> factory) {
            Objects.requireNonNull(factory, "factory");
            if (type == Emulator.class
                    || type == EmulatorExtension.class
                    || factories.putIfAbsent(type, factory::apply) != null) {
                throw new IllegalArgumentException(
                        "client type must be unique and must not be Emulator or EmulatorExtension, was "
                                + type.getName());
            }
            return this;
        }

        /** Builds the extension. */
        public EmulatorExtension build() {
            return new EmulatorExtension(this);
        }
    }
}
