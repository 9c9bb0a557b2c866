// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of buckets and keys in requests. */
class AddressingTest {
    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator()
            .with(builder -> builder.domain("img.example.test", "other")
                    .domain("examplebucket.example.test", "other")
                    .domain("oss-cn-hangzhou.Example.TEST", "examplebucket"));

    static Stream<String> keys() {
        return Stream.of(
                "a",
                "a//b",
                "a/./b/../c",
                ".",
                "..",
                "../..",
                "a/",
                " leading and trailing ",
                "plus+plus",
                "100%",
                "%2F",
                "%zz",
                "~tilde~",
                "a|b{c}\"d\"[e]^`\\<>",
                "?#&=;:@!$'()*,",
                "ключ/鍵/😀",
                "e\u0301 is not \u00e9",
                "\u0001\u007f\n",
                "callback_pub_key_v1.pem",
                "k".repeat(1023),
                "é".repeat(511));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void keepsKeysUnchanged(String key) throws IOException {
        assertEquals(200, emulator.put(key, key).send(key).status());
        assertEquals(key, emulator.get(key).text());
        assertEquals(200, emulator.head(key).status());
        assertEquals(204, emulator.request("DELETE", key).send().status());
    }

    @ParameterizedTest
    @CsvSource({
        "/leading, 0016-00000005",
        "//, 0016-00000005",
        "\\leading, 0016-00000005",
    })
    void rejectsKeysThatStartWithSlash(String key, String ec) throws IOException {
        assertEquals(
                "400 InvalidObjectName " + ec, emulator.put(key, "x").send("x").errorText());
    }

    @Test
    void rejectsKeysOver1023Bytes() throws IOException {
        assertEquals(
                "400 InvalidObjectName 0016-00000003",
                emulator.put("k".repeat(1024), "x").send("x").errorText());
        assertEquals(
                "400 InvalidObjectName 0016-00000003",
                emulator.put("é".repeat(512), "x").send("x").errorText());
    }

    @Test
    void returnsDocumentForKeysThatXmlCannotRepresent() throws IOException {
        RawResponse response = emulator.get("a\u0001\r\uFFFFb");

        assertEquals("a\uFFFD\r\uFFFDb", response.error().details().get("Key"));
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /examplebucket%2Fk1",
        "GET, /examplebucket%2fk1",
        "PUT, /examplebucket%2F",
        "GET, /%65xamplebucket/k1"
    })
    void rejectsEncodedNameOfBucket(String method, String target) throws IOException {
        RawResponse response =
                emulator.request(method, "k1").length(0).target(target).send();

        assertEquals("400 InvalidBucketName null", response.errorText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "examplebucket.oss-cn-hangzhou.aliyuncs.com",
                "EXAMPLEBUCKET.localhost:1234",
                "examplebucket.oss-cn-shanghai-internal.aliyuncs.com:80",
            })
    void findsBucketInHost(String host) throws IOException {
        emulator.put("a/b", "hello").host(host).target("/a/b").send("hello");

        assertEquals("hello", emulator.get("a/b").text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:1234", "127.0.0.1", "[::1]:80", "oss-cn-hangzhou.aliyuncs.com"})
    void usesPathStyleForOtherHosts(String host) throws IOException {
        emulator.put("a/b", "hello").host(host).send("hello");

        assertEquals("hello", emulator.get("a/b").text());
    }

    @ParameterizedTest
    @CsvSource({
        "img.example.test, other",
        "IMG.Example.Test:1234, other",
        "examplebucket.example.test, other",
        "oss-cn-hangzhou.example.test:80, examplebucket",
    })
    void findsBucketOfDomain(String host, String bucket) throws IOException {
        RawResponse put = emulator.put("other/a b", "hello")
                .inBucket(bucket)
                .host(host)
                .target("/other/a%20b")
                .send("hello");
        RawResponse got = emulator.request("GET", "other/a b").inBucket(bucket).send();

        assertEquals(200, put.status());
        assertEquals("hello", got.text());
    }

    @Test
    void findsBucketOfDomainInAbsoluteTarget() throws IOException {
        emulator.put("a", "hello")
                .inBucket("other")
                .target("http://img.example.test/a")
                .send("hello");

        assertEquals(
                "hello", emulator.request("GET", "a").inBucket("other").send().text());
    }

    @Test
    void signatureCoversBucketOfDomain() throws IOException {
        RawResponse response = emulator.request("GET", "a")
                .inBucket("img.example.test")
                .host("img.example.test")
                .target("/a")
                .send();

        assertEquals("403 SignatureDoesNotMatch 0002-00000201", response.errorText());
        assertEquals(
                "/other/a", response.error().details().get("CanonicalRequest").split("\n")[1]);
    }

    @Test
    void domainWithoutKeyNamesBucket() throws IOException {
        RawResponse response = emulator.request("GET", null)
                .inBucket("other")
                .host("img.example.test")
                .target("/")
                .send();

        assertTrue(response.text().contains("<Name>other</Name>"), response::text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"www.img.example.test", "example.test", "img.example.test.example.com"})
    void rejectsNamesLikeTheDomain(String host) throws IOException {
        RawResponse response = emulator.put("a/b", "hello").host(host).send("hello");

        assertEquals("403 AccessDenied null", response.errorText());
        assertEquals(404, emulator.get("a/b").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "1.2.3.4", "[::1]"})
    void rejectsIpAddressAsDomain(String name) {
        assertEquals(
                "a domain must not be an IP address, was \"" + name + "\"",
                startError(builder -> builder.domain(name, "examplebucket")));
    }

    static Stream<String> malformedDomains() {
        return Stream.of(
                "",
                ".example.test",
                "img..test",
                "example.test.",
                "img.example.test:80",
                "http://img.example.test",
                "img.example.test/",
                "-img.example.test",
                "img-.example.test",
                "i_mg.example.test",
                "bücher.example.test",
                "*.example.test",
                "img.example.test\n",
                "::1",
                "1.2.3",
                "example.1",
                "i".repeat(64) + ".test",
                "i.".repeat(125) + "test");
    }

    @ParameterizedTest
    @MethodSource("malformedDomains")
    void rejectsInvalidDomains(String name) {
        assertEquals(
                "a domain must be labels of a-z, 0-9 and hyphens, joined by dots, without a port, was \"" + name + "\"",
                startError(builder -> builder.domain(name, "examplebucket")));
    }

    @Test
    void acceptsLongestDomain() {
        String name = "i.".repeat(124) + "test1";

        assertEquals(253, name.length());
        assertDoesNotThrow(() -> Emulator.builder().domain(name, "examplebucket"));
        assertDoesNotThrow(() -> Emulator.builder().domain("i".repeat(63) + ".test", "examplebucket"));
    }

    @Test
    void rejectsDuplicateDomain() {
        assertEquals(
                "a domain must not be added twice, was img.example.test, bound to examplebucket",
                startError(builder ->
                        builder.domain("img.example.test", "examplebucket").domain("IMG.example.test")));
    }

    @Test
    void rejectsDomainOfMissingBucket() {
        assertEquals(
                "a domain must be bound to a bucket that exists, was img.example.test, bound to other",
                startError(builder -> builder.domain("img.example.test", "other")));
        assertEquals(
                "bucket must be 3 to 63 characters of a-z, 0-9 and hyphens, and must not begin or end with a hyphen, was \"No\"",
                startError(builder -> builder.domain("img.example.test", "No")));
    }

    /** Returns the message of the exception at the start of an emulator with the default bucket. */
    private static String startError(UnaryOperator<Emulator.Builder> settings) {
        Emulator.Builder builder = Emulator.builder().accessKey("id", "secret");

        return assertThrows(
                        IllegalArgumentException.class,
                        () -> settings.apply(builder).start().close())
                .getMessage();
    }

    @Test
    void reportsMissingBucketInHost() throws IOException {
        RawResponse response = emulator.request("GET", "a")
                .inBucket("nosuch")
                .host("nosuch.localhost")
                .target("/a")
                .send();

        assertEquals("404 NoSuchBucket 0015-00000101", response.errorText());
    }
}
