// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.UrlMutations;
import io.github.ossv4.internal.text.PrintableText;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CloudCredentialsTest {
    @Test
    void showsNoPasswordOfAUrl() {
        UrlMutations.assertNoneIsLeakedBy(Map.of(
                "STS endpoint",
                url -> AssumeRole.builder("acs:ram::1:role/r").stsEndpoint(url),
                "credentials URI",
                CloudCredentials::credentialsUri));
    }

    @Test
    void printsRejectionsOnOneLine() {
        List<Executable> rejections = List.of(
                () -> CloudCredentials.command(List.of("\u202e\n", "\0")),
                () -> CloudCredentials.ecsRamRole("\u202e\n"));
        for (Executable rejection : rejections) {
            String message =
                    assertThrows(IllegalArgumentException.class, rejection).getMessage();
            assertEquals(PrintableText.escape(message), message);
        }
    }

    @Test
    void rejectsAClassPathWithoutOkHttp() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!path.contains("okhttp")) {
                urls.add(Path.of(path).toUri().toURL());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Class<?> factories = loader.loadClass(CloudCredentials.class.getName());
            for (String factory : List.of("ecsRamRole", "oidcRole", "cliProfile", "credentialsUri", "defaultChain")) {
                Method method = factories.getMethod(factory);
                Throwable failure = assertThrows(InvocationTargetException.class, () -> method.invoke(null))
                        .getCause();
                assertInstanceOf(IllegalStateException.class, failure);
                String message = String.valueOf(failure.getMessage());
                assertTrue(message.startsWith("ossv4-http needs OkHttp 4.12 or later, found none"), message);
            }
        }
    }
}
