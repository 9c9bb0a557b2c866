// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Runs test classes that use the extension with JUnit's launcher. These classes are nested and static, so that no other
 * run includes them.
 */
class EmulatorExtensionTest {
    private static final String NOT_RUNNING = "no emulator is running: ";
    private static final String CONCURRENT = "tests that share an emulator must not run concurrently, was ";

    /** The emulators that the tests of a run received, in order. */
    private static final List<Emulator> USED = new CopyOnWriteArrayList<>();

    /** The ports of the callback sinks that the tests of a run received. */
    private static final List<Integer> SINKS = new CopyOnWriteArrayList<>();

    @TempDir
    private static Path directory;

    @BeforeEach
    void clear() {
        USED.clear();
        SINKS.clear();
    }

    /** Checks that no emulator of a run is left. */
    @AfterEach
    void checkResourcesAreClosed() throws IOException {
        for (Emulator emulator : USED) {
            assertThrows(IOException.class, () -> new RawConnection(emulator.port()));
            String threads = "ossv4-emulator-" + emulator.port() + "-";
            // They stop shortly after close returns.
            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
                while (Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread -> thread.getName().startsWith(threads))) {
                    Thread.onSpinWait();
                }
            });
        }
        for (int port : SINKS) {
            assertThrows(IOException.class, () -> new RawConnection(port));
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(0, left.count());
        }
    }

    /** Checks that an emulator runs, and records it for the checks after the run. */
    private static void use(Emulator emulator) throws IOException {
        assertEquals(404, SignedRequest.of(emulator, "GET", "missing").send().status());
        USED.add(emulator);
    }

    private static Emulator.Builder inDirectory(Emulator.Builder builder) {
        return builder.directory(directory);
    }

    private static EmulatorExtension newExtension() {
        return EmulatorExtension.builder()
                .configure(EmulatorExtensionTest::inDirectory)
                .build();
    }

    private static int differentEmulators() {
        return Set.copyOf(USED).size();
    }

    // Registration and lifetime

    @ExtendWith(EmulatorExtension.class)
    static class ByAnnotation {
        ByAnnotation(Emulator emulator) throws IOException {
            use(emulator);
        }

        @BeforeAll
        static void beforeAll(Emulator emulator) throws IOException {
            use(emulator);
        }

        @BeforeEach
        void beforeEach(Emulator emulator) throws IOException {
            use(emulator);
        }

        @Test
        void one(Emulator emulator, EmulatorExtension oss) throws IOException {
            use(emulator);
            assertSame(emulator, oss.emulator());
            SINKS.add(URI.create(oss.callbackUrl()).getPort());
        }

        @Test
        void other(Emulator emulator) throws IOException {
            use(emulator);
        }

        @AfterAll
        static void afterAll(Emulator emulator) throws IOException {
            use(emulator);
        }
    }

    @Test
    void injectsEmulatorOfClass() {
        TestRun.of(ByAnnotation.class).assertSucceeded(2);

        assertEquals(8, USED.size());
        assertEquals(1, differentEmulators());
    }

    static class Enclosing {
        @RegisterExtension
        static final EmulatorExtension OSS = newExtension();

        @Test
        void outer() throws IOException {
            use(OSS.emulator());
        }

        @Nested
        class Inner {
            @Test
            void inner(Emulator emulator) throws IOException {
                assertSame(OSS.emulator(), emulator);
                use(emulator);
            }

            @Nested
            class Innermost {
                @Test
                void innermost(Emulator emulator) throws IOException {
                    use(emulator);
                }
            }
        }

        @AfterAll
        static void afterAll() throws IOException {
            use(OSS.emulator());
        }
    }

    @Test
    void sharesEmulatorWithNestedClasses() {
        TestRun.of(Enclosing.class).assertSucceeded(3);

        assertEquals(4, USED.size());
        assertEquals(1, differentEmulators());
    }

    @Test
    void startsNewEmulatorForEachRun() {
        TestRun.of(Enclosing.class).assertSucceeded(3);
        TestRun.of(Enclosing.class).assertSucceeded(3);

        assertEquals(2, differentEmulators());
    }

    static class InstanceField {
        @RegisterExtension
        final EmulatorExtension oss = newExtension();

        @BeforeEach
        void beforeEach(Emulator emulator) {
            assertSame(oss.emulator(), emulator);
        }

        @RepeatedTest(2)
        void repeated(Emulator emulator) throws IOException {
            use(emulator);
        }

        @Nested
        class Inner {
            @Test
            void inner(Emulator emulator) throws IOException {
                use(emulator);
            }
        }
    }

    @Test
    void startsEmulatorForEachTestOfInstanceField() {
        TestRun.of(InstanceField.class).assertSucceeded(3);

        assertEquals(3, differentEmulators());
    }

    static class AtMethod {
        @ExtendWith(EmulatorExtension.class)
        @RepeatedTest(2)
        void repeated(Emulator emulator) throws IOException {
            use(emulator);
        }
    }

    @Test
    void startsEmulatorForEachTestOfAnnotatedMethod() {
        TestRun.of(AtMethod.class).assertSucceeded(2);

        assertEquals(2, differentEmulators());
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class PerClass {
        @RegisterExtension
        final EmulatorExtension oss = newExtension();

        @BeforeAll
        void beforeAll(Emulator emulator) throws IOException {
            use(emulator);
        }

        @RepeatedTest(2)
        void repeated(Emulator emulator) throws IOException {
            assertSame(oss.emulator(), emulator);
            use(emulator);
        }
    }

    @Test
    void sharesEmulatorOfInstanceFieldIfLifecycleIsPerClass() {
        TestRun.of(PerClass.class).assertSucceeded(2);

        assertEquals(3, USED.size());
        assertEquals(1, differentEmulators());
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @ExtendWith(EmulatorExtension.class)
    static class PerClassConstructor {
        PerClassConstructor(Emulator emulator) {}

        @Test
        void test() {}
    }

    @Test
    void rejectsConstructorParameterIfLifecycleIsPerClass() {
        String message = TestRun.of(PerClassConstructor.class).failures().get("PerClassConstructor");

        assertTrue(message.contains(NOT_RUNNING), message);
    }

    @Test
    void rejectsUseOutsideOfTests() {
        EmulatorExtension oss = new EmulatorExtension();

        for (String message : List.of(
                assertThrows(IllegalStateException.class, oss::emulator).getMessage(),
                assertThrows(IllegalStateException.class, oss::callbackUrl).getMessage(),
                assertThrows(IllegalStateException.class, oss::callbacks).getMessage(),
                assertThrows(IllegalStateException.class, () -> oss.respondToCallbacks(200, "{}"))
                        .getMessage())) {
            assertEquals(
                    "no emulator is running: to use it in @BeforeAll methods, register EmulatorExtension in a static field or"
                            + " with @ExtendWith; in an instance field it runs from @BeforeEach to the end of the test",
                    message);
        }
    }

    static class Failing {
        @RegisterExtension
        static final EmulatorExtension OSS = newExtension();

        @Test
        void fails(Emulator emulator) throws IOException {
            use(emulator);
            throw new IllegalStateException("test");
        }

        @Nested
        class BeforeEachFails {
            @RegisterExtension
            final EmulatorExtension own = newExtension();

            @BeforeEach
            void fails() throws IOException {
                use(own.emulator());
                throw new IllegalStateException("beforeEach");
            }

            @Test
            void skipped() {}
        }
    }

    @Test
    void stopsAfterFailures() {
        assertEquals(
                Map.of("fails(Emulator)", "test", "skipped()", "beforeEach"),
                TestRun.of(Failing.class).failures());
        assertEquals(2, differentEmulators());
    }

    static class InvalidSettings {
        @RegisterExtension
        static final EmulatorExtension OSS = EmulatorExtension.builder()
                .configure(builder -> builder.bucket("B"))
                .build();

        @Test
        void skipped() {}
    }

    @Test
    void reportsInvalidSettings() {
        String message = TestRun.of(InvalidSettings.class).failures().get("InvalidSettings");

        assertTrue(message.startsWith("bucket must be"), message);
    }

    // Isolation

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class Isolated {
        @RegisterExtension
        static final EmulatorExtension OSS = EmulatorExtension.builder()
                .configure(EmulatorExtensionTest::inDirectory)
                .configure(builder -> builder.versioning(true))
                .build();

        private static RawResponse upload(Emulator emulator) throws IOException {
            Callback callback =
                    Callback.builder(OSS.callbackUrl()).formBody("a=b").build();
            return SignedRequest.put(emulator, "a", "hello").callback(callback).send("hello");
        }

        @BeforeAll
        static void leavesObject(Emulator emulator) throws IOException {
            assertEquals(200, upload(emulator).status());
        }

        @Order(1)
        @Test
        void leavesEverything(Emulator emulator) throws IOException {
            assertCleared(emulator);
            upload(emulator);
            SignedRequest.of(emulator, "POST", "b").query("uploads", null).send();
            OSS.respondToCallbacks(500, "");
            assertEquals(203, upload(emulator).status());
            assertEquals(2, OSS.callbacks().size());
            emulator.inject(Fault.error(503, "ServiceUnavailable").times(10));
            emulator.addAccessKey("more", "secret");
        }

        @Order(2)
        @Test
        void findsNothing(Emulator emulator) throws IOException {
            assertCleared(emulator);
            assertEquals(200, upload(emulator).status());
            assertEquals(1, OSS.callbacks().size());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> emulator.addAccessKey("more", "secret"),
                    "added AccessKeys remain");
        }

        private static void assertCleared(Emulator emulator) throws IOException {
            assertEquals(List.of(), OSS.callbacks());
            assertEquals(404, SignedRequest.of(emulator, "GET", "a").send().status());
            RawResponse uploads = SignedRequest.of(emulator, "GET", null)
                    .query("uploads", null)
                    .send();
            assertFalse(uploads.text().contains("<Upload>"), uploads.text());
            use(emulator);
        }
    }

    @Test
    void clearsStateBeforeEachTest() {
        TestRun.of(Isolated.class).assertSucceeded(2);

        assertEquals(1, differentEmulators());
    }

    // Clients

    /** The events of clients, in order. */
    private static final List<String> EVENTS = new CopyOnWriteArrayList<>();

    private record Client(String name, Emulator emulator) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            // Clients are closed before the emulator.
            use(emulator);
            EVENTS.add("close " + name);
            throw new IOException(name);
        }
    }

    private record OtherClient(Client client) implements AutoCloseable {
        @Override
        public void close() {
            EVENTS.add("close other");
        }
    }

    private record Endpoint(String url) {}

    static class Clients {
        @RegisterExtension
        static final EmulatorExtension OSS = EmulatorExtension.builder()
                .configure(EmulatorExtensionTest::inDirectory)
                .client(Client.class, emulator -> {
                    EVENTS.add("create");
                    return new Client("client", emulator);
                })
                .client(OtherClient.class, emulator -> new OtherClient(null))
                .client(Endpoint.class, emulator -> new Endpoint(emulator.endpoint()))
                .build();

        private static Client first;

        @BeforeAll
        static void beforeAll(Client client) {
            first = client;
        }

        @RepeatedTest(2)
        void repeated(Client client, OtherClient other, Endpoint endpoint, Emulator emulator) {
            assertSame(first, client);
            assertSame(emulator, client.emulator());
            assertEquals(emulator.endpoint(), endpoint.url());
            EVENTS.add("test");
        }
    }

    @Test
    void injectsAndClosesClients() {
        EVENTS.clear();

        assertEquals(Map.of("Clients", "client"), TestRun.of(Clients.class).failures());
        assertEquals(List.of("create", "test", "test", "close other", "close client"), EVENTS);
        assertEquals(1, differentEmulators());
    }

    static class NullClient {
        @RegisterExtension
        final EmulatorExtension oss = EmulatorExtension.builder()
                .client(Endpoint.class, emulator -> null)
                .build();

        @Test
        void test(Endpoint endpoint) {}
    }

    @Test
    void rejectsNullClient() {
        String message = TestRun.of(NullClient.class).failures().get("test(Endpoint)");

        assertTrue(
                message.endsWith("a client factory must not return null, was that of " + Endpoint.class.getName()),
                message);
    }

    @Test
    void rejectsDuplicateClientTypes() {
        EmulatorExtension.Builder builder =
                EmulatorExtension.builder().client(Endpoint.class, emulator -> new Endpoint(""));

        assertEquals(
                "client type must be unique and must not be Emulator or EmulatorExtension, was "
                        + Endpoint.class.getName(),
                assertThrows(
                                IllegalArgumentException.class,
                                () -> builder.client(Endpoint.class, emulator -> new Endpoint("")))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> builder.client(Emulator.class, emulator -> emulator));
        assertThrows(
                IllegalArgumentException.class,
                () -> builder.client(EmulatorExtension.class, emulator -> new EmulatorExtension()));
    }

    // Concurrency

    private static final CyclicBarrier BOTH = new CyclicBarrier(2);

    /** Waits until two tests have called this method. */
    private static void meet() throws Exception {
        BOTH.await(60, TimeUnit.SECONDS);
    }

    @ExtendWith(EmulatorExtension.class)
    static class One {
        @Test
        void test(Emulator emulator) throws Exception {
            meet();
            use(emulator);
            meet();
        }
    }

    @ExtendWith(EmulatorExtension.class)
    static class Other {
        @Test
        void test(Emulator emulator) throws Exception {
            meet();
            use(emulator);
            meet();
        }
    }

    @Test
    void startsEmulatorForEachConcurrentClass() {
        TestRun.concurrent("same_thread", One.class, Other.class).assertSucceeded(2);

        assertEquals(2, differentEmulators());
    }

    @Test
    void rejectsConcurrentTestsWithSharedEmulator() {
        Map<String, String> failures =
                TestRun.concurrent("concurrent", ByAnnotation.class).failures();

        assertEquals(Set.of("one(Emulator, EmulatorExtension)", "other(Emulator)"), failures.keySet());
        assertEquals(
                CONCURRENT
                        + "other(Emulator); add @Execution(ExecutionMode.SAME_THREAD) to the class, or register"
                        + " EmulatorExtension in an instance field",
                failures.get("other(Emulator)"));
    }

    @Execution(ExecutionMode.SAME_THREAD)
    static class Sequential extends ByAnnotation {
        Sequential(Emulator emulator) throws IOException {
            super(emulator);
        }
    }

    @Test
    void acceptsTestsWithSameThreadExecution() {
        TestRun.concurrent("concurrent", Sequential.class).assertSucceeded(2);
    }

    @ExtendWith(EmulatorExtension.class)
    @Execution(ExecutionMode.SAME_THREAD)
    static class ConcurrentNested {
        @Nested
        @Execution(ExecutionMode.CONCURRENT)
        class Inner {
            @Test
            @Execution(ExecutionMode.SAME_THREAD)
            void test() {}
        }
    }

    @Test
    void rejectsConcurrentNestedClasses() {
        String message = TestRun.concurrent("same_thread", ConcurrentNested.class)
                .failures()
                .get("Inner");

        assertTrue(message.startsWith(CONCURRENT), message);
    }

    static class ConcurrentInstanceField {
        @RegisterExtension
        final EmulatorExtension oss = newExtension();

        @Test
        void one() throws Exception {
            meet();
            use(oss.emulator());
            meet();
        }

        @Test
        void other() throws Exception {
            meet();
            use(oss.emulator());
            meet();
        }
    }

    @Test
    void startsEmulatorForEachConcurrentTest() {
        TestRun.concurrent("concurrent", ConcurrentInstanceField.class).assertSucceeded(2);

        assertEquals(2, differentEmulators());
    }

    abstract static class Base {
        @RegisterExtension
        static final EmulatorExtension OSS = newExtension();
    }

    static class FirstDerived extends Base {
        @Test
        void test(Emulator emulator) throws Exception {
            use(emulator);
        }
    }

    static class SecondDerived extends Base {
        @Test
        void test(Emulator emulator) throws Exception {
            use(emulator);
        }
    }

    @Test
    void startsEmulatorForEachDerivedClass() {
        TestRun.of(FirstDerived.class, SecondDerived.class).assertSucceeded(2);

        assertEquals(2, differentEmulators());
    }

    /** Starts a second class while the first one runs. */
    static class Interleaved extends Base {
        @Test
        void test() {
            String message = TestRun.of(SecondDerived.class).failures().get("SecondDerived");
            assertEquals(
                    "an EmulatorExtension must not be used by several test classes at the same time, was also used by"
                            + " EmulatorExtensionTest$SecondDerived; register one in each class",
                    message);
        }
    }

    @Test
    void rejectsClassesThatShareExtensionAtTheSameTime() {
        TestRun.of(Interleaved.class).assertSucceeded(1);
    }

    @Test
    void returnsPartsOfRecordedCallback() {
        RecordedCallback callback =
                new RecordedCallback("POST", "/callback", "a=b", Map.of("One", List.of("1", "2")), new byte[3]);

        assertEquals("RecordedCallback{POST /callback, 3 bytes}", callback.toString());
        assertEquals("1", callback.header("one"));
        assertEquals(List.of("1", "2"), callback.headers().get("ONE"));
        assertNull(callback.header("two"));
        callback.body()[0] = 1;
        assertEquals("\0\0\0", callback.text());
    }
}
