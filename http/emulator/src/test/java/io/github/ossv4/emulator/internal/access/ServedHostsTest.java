// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hosts that an emulator serves, and those that it rejects. */
class ServedHostsTest {
    private static final ServedHosts HOSTS = new ServedHosts(
            "examplebucket"::equals,
            List.of(
                    Domain.ofBucket("img.example.test", "examplebucket"),
                    Domain.ofAllBuckets("oss.example.test"),
                    Domain.ofAllBuckets("box")));

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator().with(builder -> builder.domain("oss.example.test"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "LOCALHOST:9000",
                "127.0.0.1",
                "127.0.0.1:9000",
                "127.1.2.3",
                "10.0.2.2:9000",
                "[::1]",
                "[::1]:9000",
                "oss-cn-hangzhou.aliyuncs.com",
                "cn-hangzhou.oss.aliyuncs.com:80",
                "a.b.localhost",
                "oss-cn-hangzhou.localhost:9000",
                "oss.example.test",
                "OSS.example.test:9000",
                "box:9000",
            })
    void servesPathStyle(String host) {
        assertNull(HOSTS.bucket(host));
    }

    @ParameterizedTest
    @CsvSource({
        "examplebucket.oss-cn-hangzhou.aliyuncs.com, examplebucket",
        "other.oss-cn-hangzhou-internal.aliyuncs.com:80, other",
        "examplebucket.cn-hangzhou.oss.aliyuncs.com, examplebucket",
        "other.localhost:9000, other",
        "examplebucket.a.localhost, examplebucket",
        "other.127.0.0.1:9000, other",
        "other.oss-cn-hangzhou.localhost:9000, other",
        "other.oss.example.test, other",
        "other.box:9000, other",
        "img.example.test:9000, examplebucket",
    })
    void findsTheBucket(String host, String bucket) {
        assertEquals(bucket, HOSTS.bucket(host));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9000, PATH",
        "oss-cn-hangzhou.aliyuncs.com, PATH",
        "oss.example.test, PATH",
        "img.example.test:9000, BOUND",
        "examplebucket.oss-cn-hangzhou.aliyuncs.com, PUBLIC",
        "examplebucket.oss-cn-hangzhou.localhost:9000, PUBLIC",
        "examplebucket.cn-hangzhou.oss.aliyuncs.com, PUBLIC",
        "examplebucket.localhost, PUBLIC",
        "examplebucket.oss.example.test, PUBLIC",
        "examplebucket.oss-cn-hangzhou-internal.aliyuncs.com, INTERNAL",
        "examplebucket.cn-hangzhou-internal.oss.aliyuncs.com, INTERNAL",
        "examplebucket.oss-cn-hangzhou-internal.localhost, INTERNAL",
        "examplebucket.oss-accelerate.aliyuncs.com, ACCELERATE",
        "examplebucket.oss-accelerate-overseas.localhost:9000, ACCELERATE",
    })
    void distinguishesEndpoints(String host, ServedHosts.Kind kind) {
        assertEquals(kind, HOSTS.kind(host));
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example, evil.example, evil.example",
        "Evil.example:9000, evil.example, evil.example",
        "examplebucket.evil.example:9000, examplebucket.evil.example, evil.example",
        "127.0.0.1.evil.example, 127.0.0.1.evil.example, 127.0.0.1.evil.example",
        "localhost.evil.example, localhost.evil.example, localhost.evil.example",
        "evillocalhost, evillocalhost, evillocalhost",
        "localhost., localhost., localhost.",
        ".localhost.evil.example, .localhost.evil.example, .localhost.evil.example",
        "aliyuncs.com.evil.example, aliyuncs.com.evil.example, aliyuncs.com.evil.example",
        "evilaliyuncs.com, evilaliyuncs.com, evilaliyuncs.com",
        "example.test, example.test, example.test",
        "examplebucket.img.example.test, examplebucket.img.example.test, img.example.test",
        "a.b.oss.example.test, a.b.oss.example.test, a.b.oss.example.test",
        "oss, oss, oss",
        "127.0.0.1:80:90, 127.0.0.1:80, 127.0.0.1:80",
        "127.0.0.1@evil.example, 127.0.0.1@evil.example, 127.0.0.1@evil.example",
        "[::1].evil.example, [::1].evil.example, [::1].evil.example",
        "[evil.example], [evil.example], [evil.example]",
    })
    void rejectsOtherHosts(String host, String name, String domain) {
        OssException errorText = assertThrows(OssException.class, () -> HOSTS.bucket(host));

        assertEquals(403, errorText.status());
        assertEquals(
                "The emulator does not serve the host \"" + name
                        + "\", only IP addresses, localhost, *.localhost, *.aliyuncs.com and"
                        + " domains of its own. If the host is yours, allow it with --domain " + domain
                        + " or Emulator.Builder.domain(\"" + domain + "\").",
                errorText.text());
    }

    /** A page whose name resolves to 127.0.0.1 sends this, and could read the response. */
    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "examplebucket.evil.example"})
    void rejectsReboundPage(String name) throws IOException {
        emulator.put("a", "secret").send("secret");

        RawResponse got = emulator.request("GET", "a")
                .host(name + ":" + emulator.running().port())
                .send();

        assertEquals("403 AccessDenied null", got.errorText());
    }

    @Test
    void rejectsReboundPageBeforeBody() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.put("a", "hello")
                    .host("evil.example")
                    .header("Expect", "100-continue")
                    .head());

            assertEquals("403 AccessDenied null", connection.read().errorText());
        }
        assertEquals(404, emulator.get("a").status());
    }

    @Test
    void rejectsAbsoluteTargetOfAnotherHost() throws IOException {
        assertEquals(
                "403 AccessDenied null",
                emulator.request("GET", "a")
                        .target("http://evil.example/examplebucket/a")
                        .send()
                        .errorText());
    }

    /** The SDKs v1 and v2 put the bucket before any name except localhost. */
    @Test
    void findsBucketsBelowDomain() throws IOException {
        emulator.put("a", "hello")
                .host("examplebucket.oss.example.test:9000")
                .target("/a")
                .send("hello");

        assertEquals(
                "hello",
                emulator.request("GET", "a").host("oss.example.test").send().text());
    }
}
