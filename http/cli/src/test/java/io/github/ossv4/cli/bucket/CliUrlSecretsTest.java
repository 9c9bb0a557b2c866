// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.cli.testing.Cli;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** No output about a proxy or an endpoint contains four characters of the password in its URL. */
class CliUrlSecretsTest {
    private static final List<String> SCHEMES = List.of("http://", "https://", "", "socks5://", "ftp://", "http:/");
    private static final List<String> SPECIAL = List.of("#", "?", "/", "\\", ":", "%", "[", " ", "@", "%2F", "");
    private static final List<String> ENDS = List.of(
            "@proxy:8080",
            "%40proxy:8080",
            "@",
            "%40",
            "@:80",
            "@127.0.0.1:99999",
            "@[::1",
            "@a_b:1",
            "@p:0/x",
            "@p:1?x");

    private static final URI HTTPS = URI.create("https://oss-cn-hangzhou.aliyuncs.com");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private String password = "";
    private String url = "";

    private String any(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private void next() {
        // No four of these digits are in a message that names the highest port.
        String letters = random.nextBoolean() ? "12347" : "QWXZqwxz12347";
        StringBuilder next = new StringBuilder();
        for (int i = 5 + random.nextInt(8); i > 0; i--) {
            next.append(letters.charAt(random.nextInt(letters.length())));
        }
        next.insert(random.nextInt(next.length() + 1), any(SPECIAL));
        password = next.toString();
        url = any(SCHEMES) + "user:" + password + any(ENDS);
    }

    private void assertShowsNoPassword(String text) {
        boolean isLeaked = IntStream.rangeClosed(0, password.length() - 4)
                .anyMatch(i -> text.contains(password.substring(i, i + 4)));
        assertFalse(isLeaked, () -> "seed " + seed + ", " + url + ": " + text);
    }

    @Test
    void showsNoPasswordOfAProxy() {
        for (int i = 0; i < 1_000; i++) {
            next();
            try {
                EnvironmentProxies proxies = EnvironmentProxies.of(Map.of("HTTPS_PROXY", url));
                assertShowsNoPassword(String.valueOf(proxies.proxyOf(HTTPS)));
            } catch (UsageException e) {
                for (Throwable shown = e; shown != null; shown = shown.getCause()) {
                    assertShowsNoPassword(shown.toString());
                }
                // Otherwise the command would connect to the proxy.
                assertShowsNoPassword(Cli.withoutSettings().with("HTTPS_PROXY", url), "--region", "cn-hangzhou");
            }
        }
    }

    @Test
    void showsNoPasswordOfAnEndpoint() {
        for (int i = 0; i < 1_000; i++) {
            next();
            if (random.nextBoolean()) {
                assertShowsNoPassword(Cli.withoutSettings().with("OSS_ENDPOINT", url), "--region", "cn-hangzhou");
            } else {
                assertShowsNoPassword(Cli.withoutSettings(), "--region", "cn-hangzhou", "--endpoint", url);
            }
        }
    }

    private void assertShowsNoPassword(Cli cli, String... settings) {
        String[] arguments = new String[settings.length + 2];
        arguments[0] = any(List.of("doctor", "stat", "ls"));
        arguments[1] = "oss://examplebucket/k";
        System.arraycopy(settings, 0, arguments, 2, settings.length);
        if (random.nextBoolean()) {
            arguments = Arrays.copyOf(arguments, arguments.length + 1);
            arguments[arguments.length - 1] = "--json";
        }
        assertShowsNoPassword(cli.run(arguments).toString());
    }
}
