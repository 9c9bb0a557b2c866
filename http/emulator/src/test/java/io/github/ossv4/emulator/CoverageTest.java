// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not emulated says so. */
class CoverageTest {
    private Emulator emulator;

    @BeforeEach
    void start() throws IOException {
        emulator = Emulator.start();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private SignedRequest request(String method, String key) {
        return SignedRequest.of(emulator, method, key);
    }

    private SignedRequest put(String key, String body) {
        return SignedRequest.put(emulator, key, body);
    }

    @ParameterizedTest
    @CsvSource({"acl,", "partNumber, 1", "append,", "x-oss-process, style/a", "v, 1"})
    void otherParametersAreRefusedByName(String name, String value) throws IOException {
        Reply reply = put("a", "x").query(name, value).send("x");

        assertEquals("501 NotImplemented null", reply.refusal());
        assertTrue(reply.error().message().contains(name), reply.text());
        assertEquals(404, request("GET", "a").send().status());
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, x-oss-copy-source, /b/k",
        "PUT, x-oss-object-acl, private",
        "PUT, x-oss-tagging, a=b",
        "GET, If-None-Match, *",
        "GET, x-oss-callback, e30=",
    })
    void otherHeadersAreRefusedByName(String method, String name, String value) throws IOException {
        Reply reply = request(method, "a").length(0).header(name, value).send();

        assertEquals("501 NotImplemented null", reply.refusal());
        assertTrue(reply.error().message().toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT)));
    }

    @Test
    void otherCallsAreRefusedByName() throws IOException {
        assertTrue(request("POST", "a").send().error().message().contains("POST on an object"));
        assertTrue(request("GET", null).send().error().message().contains("GET on a bucket"));
        assertEquals(
                "501 NotImplemented null",
                request("GET", null).target("/examplebucket").send().refusal());
    }
}
