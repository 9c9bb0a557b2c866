// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The spelling of origins must be OkHttp's, which sends the requests. */
class OriginTest {
    private static final List<String> PIECES = List.of(
            "a",
            "Z",
            "0",
            "9",
            "-",
            "_",
            ".",
            "..",
            "xn--fiqs8s",
            "中文",
            "%41",
            "%2e",
            "[",
            "::1",
            "]",
            ":80",
            ":443",
            ":0",
            ":65535",
            ":65536",
            ":99999",
            "ss",
            "ß",
            "/",
            "aliyuncs.com",
            "oss-cn-hangzhou",
            "x".repeat(63),
            "x".repeat(64));

    private static final Pattern HOST = Pattern.compile("[0-9a-f:]*:[0-9a-f:.]*"
            + "|((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}"
            + "|(?=.*[^0-9.])[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://oss-cn-hangzhou.aliyuncs.com",
                "HTTP://OSS-CN-HANGZHOU.ALIYUNCS.COM:80/",
                "https://a:443",
                "http://a:443",
                "https://127.0.0.1:8443/",
                "http://[::1]:9000",
                "http://[0:0:0:0:0:0:0:1]",
                "https://上传.example.com",
                "https://xn--9kq967n.example.com",
                "https://a_b.example.com",
            })
    void spellsAsOkHttp(String endpoint) {
        assertSame(endpoint);
    }

    @Test
    void agreesWithOkHttp() {
        compareRandomEndpoints(5_000);
    }

    @Test
    @Tag("full")
    void agreesWithOkHttpOnManyEndpoints() {
        compareRandomEndpoints(50_000);
    }

    /** Random names and ports: what OkHttp accepts is spelled as it does, and all else is rejected. */
    private static void compareRandomEndpoints(int count) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            StringBuilder endpoint = new StringBuilder(random.nextBoolean() ? "https://" : "Http://");
            for (int pieces = random.nextInt(6); pieces >= 0; pieces--) {
                endpoint.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            try {
                assertSame(endpoint.toString());
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + endpoint, e);
            }
        }
    }

    private static void assertSame(String endpoint) {
        HttpUrl url = HttpUrl.parse(endpoint);
        if (url == null
                || !url.encodedPath().equals("/")
                || url.host().endsWith(".")
                || endpoint.contains(":///")
                || !HOST.matcher(url.host()).matches()) {
            assertThrows(IllegalArgumentException.class, () -> Origin.parse(endpoint), endpoint);
            return;
        }
        Origin origin = Origin.parse(endpoint);
        assertEquals(url.toString(), origin + "/");
        assertEquals(url.host(), origin.host());
        assertEquals(url.isHttps(), origin.isHttps());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:99999",
                "http://127.0.0.1:99999/",
                "files.example.com:99999",
                "http://[::1]:99999",
                "http://user:hunter2@127.0.0.1:99999",
            })
    void namesAPortThatDoesNotExist(String endpoint) {
        assertEquals("port of endpoint must be between 1 and 65535", refusal(endpoint));
        assertEquals("endpoint must be an http or https URL of scheme, host and port", refusal("http://a:80:443"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http:///x", "https:////", "http://\\x"})
    void rejectsAUrlWithoutHost(String endpoint) {
        assertEquals("endpoint must be an http or https URL of scheme, host and port", refusal(endpoint));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://-",
                "http://127.0.0.1;b",
                "http://*.a",
                "http://a-.example.com",
                "http://-a.example.com",
                "http://a,b",
                "http://1.2.3",
                "http://256.1.1.1",
                "http://2130706433",
            })
    void rejectsAHostThatIsNoNameOrAddress(String endpoint) {
        assertEquals(
                "host of endpoint must be a DNS name, an IPv4 address or an IPv6 address in brackets, was \""
                        + endpoint.substring("http://".length()) + "\"",
                refusal(endpoint));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "emulator:9000",
                "http://my_emulator:9000",
                "http://_oss._tcp.example.com",
                "http://3com.example",
                "http://127.0.0.1:9000",
                "http://[::1]:9000",
                "http://bucket.oss-cn-hangzhou.localhost:9000/",
            })
    void acceptsHostsOfNetworksAndContainers(String endpoint) {
        Origin.parse(endpoint);
    }

    private static String refusal(String endpoint) {
        return assertThrows(IllegalArgumentException.class, () -> Origin.parse(endpoint))
                .getMessage();
    }
}
