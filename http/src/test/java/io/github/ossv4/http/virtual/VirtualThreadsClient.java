// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.virtual;

import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * A process that puts and gets an object on each of many virtual threads. Prints how many read what they wrote, how
 * often a thread was pinned to its carrier, for how long at most, and each place of the client that pinned one.
 */
final class VirtualThreadsClient {
    private static final int LENGTH = 1024;

    /** Each has a native frame of the JVM on the stack, once for each class or call site. */
    private static final Set<String> LOADING = Set.of(
            "java.lang.ClassLoader", "jdk.internal.loader.BuiltinClassLoader", "java.lang.invoke.MethodHandleNatives");

    /** Pins the thread that initializes it: without an event for it, the recording would prove nothing. */
    private static final class Pin {
        private static final boolean PINNED = park();

        private static boolean park() {
            LockSupport.parkNanos(1_000_000);
            return true;
        }

        static boolean isMethod(RecordedFrame frame) {
            return frame.getMethod().getType().getName().equals(Pin.class.getName());
        }
    }

    private VirtualThreadsClient() {}

    public static void main(String[] arguments) throws Exception {
        int threads = Integer.parseInt(arguments[1]);
        AtomicInteger right = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(threads);
        List<RecordedEvent> pins;
        try (Recording recording = new Recording();
                BucketClient bucket = BucketClient.builder(arguments[0], "examplebucket")
                        .region("cn-hangzhou")
                        .credentials(Credentials.of("id", "secret"))
                        // A loaded machine may take a minute until a thread has its turn.
                        .readTimeout(Duration.ofMinutes(2))
                        .maxConnections(Integer.parseInt(arguments[2]))
                        .build()) {
            recording.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
            recording.start();
            VirtualThreads.start(() -> right.addAndGet(Pin.PINNED ? 0 : 1)).join();
            for (int i = 0; i < threads; i++) {
                int number = i;
                VirtualThreads.start(() -> {
                    try {
                        if (putAndGet(bucket, number)) {
                            right.incrementAndGet();
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } finally {
                        ended.countDown();
                    }
                });
            }
            ended.await();
            recording.stop();
            pins = events(recording);
        }
        if (!pins.removeIf(pin -> frames(pin).stream().anyMatch(Pin::isMethod))) {
            throw new AssertionError("pins are not recorded");
        }
        System.out.println(right + " right, " + pins.size() + " pinned, at most "
                + pins.stream()
                        .map(RecordedEvent::getDuration)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO)
                        .toMillis()
                + " ms");
        pins.stream().filter(pin -> !isOfTheJdk(pin)).forEach(pin -> System.out.println("pinned: " + pin));
    }

    private static boolean putAndGet(BucketClient bucket, int number) throws IOException {
        byte[] bytes = TestFiles.randomBytes(number, LENGTH);
        bucket.put("key" + number, bytes);
        return Arrays.equals(bytes, bucket.getBytes("key" + number));
    }

    private static List<RecordedEvent> events(Recording recording) throws IOException {
        Path file = Files.createTempFile("pins", ".jfr");
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file);
        } finally {
            Files.delete(file);
        }
    }

    private static List<RecordedFrame> frames(RecordedEvent pin) {
        return pin.getStackTrace() == null ? List.of() : pin.getStackTrace().getFrames();
    }

    /** Returns whether the JDK alone pinned the thread: it loaded a class, or waited for a monitor of its own. */
    private static boolean isOfTheJdk(RecordedEvent pin) {
        if (pin.getString("blockingOperation").equals("Contended monitor enter")) {
            return frames(pin).stream()
                    .limit(1)
                    .allMatch(frame -> frame.getMethod().getType().getName().startsWith("java."));
        }
        return frames(pin).stream().anyMatch(VirtualThreadsClient::isLoading);
    }

    private static boolean isLoading(RecordedFrame frame) {
        return frame.getMethod().getName().equals("<clinit>")
                || LOADING.contains(frame.getMethod().getType().getName());
    }
}
