// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.sign.Credentials;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A web application that is stopped: nothing of the client keeps its class loader. Public for the other class loader.
 */
@Tag("full")
public class RedeployTest {
    /** The threads of OkHttp and okio exit after 60 seconds; one that sleeps until a time limit, after 11 minutes. */
    private static final long LIMIT_SECONDS = 150;

    /** The calls of an application. Okio's thread sleeps until the limit of the last one, which takes a second. */
    public static final class Application implements Callable<Void> {
        private final String endpoint;
        private final boolean endsBeforeClose;

        public Application(String endpoint, boolean endsBeforeClose) {
            this.endpoint = endpoint;
            this.endsBeforeClose = endsBeforeClose;
        }

        @Override
        public Void call() throws Exception {
            try (BucketClient unreachable = client("http://127.0.0.1:1", "secret")) {
                assertThrows(IOException.class, () -> unreachable.head("k"));
            }
            try (BucketClient bucket = client(endpoint, "secret")) {
                bucket.async().put("k", Body.of("hello")).get(1, TimeUnit.MINUTES);
                assertEquals("hello", bucket.getText("k"));
            }
            BucketClient refused = client(endpoint, "wrong");
            if (endsBeforeClose) {
                assertThrows(ServiceException.class, () -> refused.exists("slow"));
                refused.close();
            } else {
                CompletableFuture<?> head = refused.async().head("slow", GetOptions.NONE);
                refused.close();
                assertThrows(ExecutionException.class, () -> head.get(1, TimeUnit.MINUTES));
            }
            return null;
        }

        private static BucketClient client(String endpoint, String secret) {
            return BucketClient.builder(endpoint, "examplebucket")
                    .retryPolicy(RetryPolicy.NONE)
                    .readTimeout(Duration.ofMinutes(10))
                    .region("cn-hangzhou")
                    .credentials(Credentials.of("id", secret))
                    .build();
        }
    }

    @Test
    void releasesTheClassLoaderAfterClose() throws Exception {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        try (Emulator emulator = Emulator.builder().accessKey("id", "secret").start()) {
            for (boolean endsBeforeClose : new boolean[] {true, false}) {
                emulator.inject(Fault.delay(Duration.ofSeconds(1)).on("HeadObject"));
                loaders.add(run(emulator.endpoint(), endsBeforeClose));
            }
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!areCollected(loaders) && System.nanoTime() < end) {
            System.gc();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
        assertTrue(areCollected(loaders), () -> "not collected with the threads " + threads());
    }

    private static boolean areCollected(List<WeakReference<ClassLoader>> loaders) {
        return loaders.stream().allMatch(loader -> loader.refersTo(null));
    }

    private static WeakReference<ClassLoader> run(String endpoint, boolean endsBeforeClose) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Callable<?> application = (Callable<?>) loader.loadClass(Application.class.getName())
                    .getConstructor(String.class, boolean.class)
                    .newInstance(endpoint, endsBeforeClose);
            application.call();
            return new WeakReference<>(loader);
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }
}
