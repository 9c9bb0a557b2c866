// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.CallbackVerification;
import io.github.ossv4.callback.CallbackVerifier;
import io.github.ossv4.callback.ReceivedCallback;
import io.github.ossv4.form.FormUpload;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.http.RetryPolicy;
import io.github.ossv4.http.SigningInterceptor;
import io.github.ossv4.http.callback.CallbackKeyFetcher;
import io.github.ossv4.sign.Credentials;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import okhttp3.OkHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Old versions of OkHttp on a real class path, before that of this build. Public for the other class loader. */
public class RequiredVersionsOfClassPathTest {
    private static final Path OLD = Path.of("target", "old-libraries");
    private static final String UNREACHABLE = "http://127.0.0.1:1";

    /** The URL of the key that is built in, in Base64. */
    private static final String BUILT_IN_KEY = Base64.getEncoder()
            .encodeToString("https://gosspublic.alicdn.com/callback_pub_key_v1.pem".getBytes(StandardCharsets.UTF_8));

    @Test
    void acceptsTheClassPathOfThisBuild() throws Exception {
        assertEquals(List.of("", "", ""), problems(path -> true));
    }

    /** Maven puts both on the class path. */
    @ParameterizedTest
    @ValueSource(strings = {"3.14.9", "4.2.2"})
    void rejectsOkHttpBefore47(String version) throws Exception {
        String problem = "ossv4-http needs OkHttp 4.12 or later, found none, or one before 4.7: in Maven, add ";
        List<String> problems = problems(path -> true, "okhttp-" + version + ".jar");
        assertEquals(3, problems.size());
        problems.forEach(found -> assertTrue(found.startsWith(problem), found));
    }

    /** Spring Boot 2.7 manages this version. OkHttp 4.12 works with it. */
    @Test
    void rejectsAnOldKotlin() throws Exception {
        List<String> problems = problems(path -> !path.contains("kotlin-stdlib"), "kotlin-stdlib-1.6.21.jar");
        assertEquals(3, problems.size());
        for (String found : problems) {
            if (OkHttp.VERSION.startsWith("4.")) {
                assertEquals("", found);
            } else {
                String problem =
                        "OkHttp 5 needs Kotlin 1.9 or later, found 1.6.21: set kotlin.version to 2.1.21 in a POM with";
                assertTrue(found.startsWith(problem), found);
                assertTrue(found.contains("NoClassDefFoundError: kotlin/enums/EnumEntriesKt"), found);
            }
        }
    }

    @Test
    void rejectsAClassPathWithoutKotlin() throws Exception {
        List<String> problems = problems(path -> !path.contains("kotlin-stdlib"));
        // The class that is loaded for the check needs no Kotlin in OkHttp 4.
        String expected = OkHttp.VERSION.startsWith("4.") ? "kotlin/" : "found none";
        problems.forEach(found -> assertTrue(found.contains(expected), found));
    }

    @Test
    void rejectsAClassPathWithoutOkHttp() throws Exception {
        List<String> problems = problems(path -> !path.contains("okhttp"));
        // The interceptor of OkHttp itself does not load without OkHttp.
        for (String found : List.of(problems.get(0), problems.get(2))) {
            assertTrue(found.startsWith("ossv4-http needs OkHttp 4.12 or later, found none"), found);
        }
    }

    /** A function that only signs and verifies needs no other jar than core, http and, for JSON, jackson-core. */
    @ParameterizedTest
    @ValueSource(strings = {"Presigning", "FormSigning", "Verifying", "Closing"})
    void signsAndVerifiesWithoutOkHttp(String entryPoint) throws Exception {
        List<String> jars = List.of("okhttp", "okio", "kotlin", "mockwebserver");
        assertEquals(
                List.of(""), problems(List.of(entryPoint), path -> jars.stream().noneMatch(path::contains)));
    }

    private static List<String> problems(Predicate<String> included, String... first) throws Exception {
        return problems(List.of("Client", "Interceptor", "KeyFetcher"), included, first);
    }

    private static List<String> problems(List<String> entryPoints, Predicate<String> included, String... first)
            throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String name : first) {
            Path jar = OLD.resolve(name);
            assertTrue(Files.isRegularFile(jar), jar.toString());
            urls.add(jar.toUri().toURL());
        }
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (included.test(path)) {
                urls.add(Path.of(path).toUri().toURL());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            List<String> problems = new ArrayList<>();
            for (String entryPoint : entryPoints) {
                Class<?> type = loader.loadClass(RequiredVersionsOfClassPathTest.class.getName() + "$" + entryPoint);
                Object call = type.getDeclaredConstructor().newInstance();
                problems.add((String) ((Callable<?>) call).call());
            }
            return problems;
        }
    }

    private static String problem(Callable<?> entryPoint) {
        try {
            entryPoint.call();
            return "";
        } catch (IllegalStateException e) {
            return e.getMessage();
        } catch (IOException e) {
            // The libraries were accepted: a request was sent.
            return "";
        } catch (Exception | LinkageError e) {
            return e.toString();
        }
    }

    public static final class Client implements Callable<String> {
        @Override
        public String call() {
            return problem(() -> {
                try (BucketClient client = BucketClient.builder(UNREACHABLE, "examplebucket")
                        .anonymous()
                        .retryPolicy(RetryPolicy.NONE)
                        .build()) {
                    return client.put("k", "text");
                }
            });
        }
    }

    public static final class Interceptor implements Callable<String> {
        @Override
        public String call() {
            return problem(() -> SigningInterceptor.builder("https://oss-cn-hangzhou.aliyuncs.com")
                    .credentials(Credentials.of("id", "secret"))
                    .build());
        }
    }

    public static final class KeyFetcher implements Callable<String> {
        @Override
        public String call() {
            return problem(() -> {
                try (CallbackKeyFetcher fetcher = CallbackKeyFetcher.create()) {
                    return fetcher.key(UNREACHABLE + "/key.pem");
                }
            });
        }
    }

    private static BucketClient client() {
        return BucketClient.builder("https://oss-cn-hangzhou.aliyuncs.com", "examplebucket")
                .credentials(Credentials.of("id", "secret"))
                .proxyCredentials("user", "password")
                .build();
    }

    public static final class Presigning implements Callable<String> {
        @Override
        public String call() {
            return problem(() -> {
                try (BucketClient client = client()) {
                    Callback callback = Callback.builder("https://app.example.com/uploaded")
                            .jsonBody("{\"user\":${x:user}}")
                            .variable("x:user", "42")
                            .build();
                    PutOptions options = PutOptions.builder().callback(callback).build();
                    client.presignPut("k", options, Duration.ofMinutes(1));
                    return client.presignGet("k", Duration.ofMinutes(1));
                }
            });
        }
    }

    public static final class FormSigning implements Callable<String> {
        @Override
        public String call() {
            return problem(() -> {
                try (BucketClient client = client()) {
                    FormUpload form =
                            FormUpload.toKey("examplebucket", "k").maxSize(1000).build();
                    return client.signForm(form, Duration.ofMinutes(1));
                }
            });
        }
    }

    public static final class Verifying implements Callable<String> {
        @Override
        public String call() {
            return problem(() -> {
                Map<String, String> headers =
                        Map.of("Authorization", "c2lnbmF0dXJl", "x-oss-pub-key-url", BUILT_IN_KEY);
                ReceivedCallback received = ReceivedCallback.of("POST", "/uploaded", null, headers::get, new byte[0]);
                try (CallbackKeyFetcher keys = CallbackKeyFetcher.create()) {
                    CallbackVerification verification =
                            CallbackVerifier.of(keys).verify(received);
                    return String.valueOf(verification);
                }
            });
        }
    }

    public static final class Closing implements Callable<String> {
        @Override
        public String call() {
            return problem(() -> {
                client().close();
                return null;
            });
        }
    }
}
