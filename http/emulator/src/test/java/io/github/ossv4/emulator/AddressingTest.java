// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How buckets and keys are named on the wire. */
class AddressingTest {
    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

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
    void keysAreTakenAsTheyAre(String key) throws IOException {
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
    void keysMustNotBeginWithASlash(String key, String ec) throws IOException {
        assertEquals(
                "400 InvalidObjectName " + ec, emulator.put(key, "x").send("x").refusal());
    }

    @Test
    void keysHaveAtMost1023Bytes() throws IOException {
        assertEquals(
                "400 InvalidObjectName 0016-00000003",
                emulator.put("k".repeat(1024), "x").send("x").refusal());
        assertEquals(
                "400 InvalidObjectName 0016-00000003",
                emulator.put("é".repeat(512), "x").send("x").refusal());
    }

    @Test
    void keysThatXmlCannotCarryStillGiveADocument() throws IOException {
        Reply reply = emulator.get("a\u0001\r\uFFFFb");

        assertEquals("a\uFFFD\r\uFFFDb", reply.error().details().get("Key"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "examplebucket.oss-cn-hangzhou.aliyuncs.com",
                "EXAMPLEBUCKET.localhost:1234",
                "examplebucket.example.com",
                "examplebucket.oss-cn-shanghai-internal.aliyuncs.com:80",
            })
    void hostCanNameTheBucket(String host) throws IOException {
        emulator.put("a/b", "hello").host(host).target("/a/b").send("hello");

        assertEquals("hello", emulator.get("a/b").text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost:1234", "127.0.0.1", "[::1]:80", "oss.example.com", "oss-cn-hangzhou.aliyuncs.com"})
    void otherHostsMeanPathStyle(String host) throws IOException {
        emulator.put("a/b", "hello").host(host).send("hello");

        assertEquals("hello", emulator.get("a/b").text());
    }

    @Test
    void hostCanNameABucketThatDoesNotExist() throws IOException {
        Reply reply = emulator.request("GET", "a")
                .inBucket("nosuch")
                .host("nosuch.localhost")
                .target("/a")
                .send();

        assertEquals("404 NoSuchBucket 0015-00000101", reply.refusal());
    }
}
