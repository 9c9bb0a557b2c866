// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The errors for what is not emulated. */
class CoverageTest {
    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    @ParameterizedTest
    @CsvSource({"acl,", "partNumber, 1", "append,", "x-oss-process, style/a", "v, 1"})
    void rejectsOtherParameters(String name, String value) throws IOException {
        RawResponse response = emulator.put("a", "x").query(name, value).send("x");

        assertEquals("501 NotImplemented null", response.errorText());
        assertTrue(response.error().message().contains(name), response.text());
        assertEquals(404, emulator.get("a").status());
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, x-oss-persistent-headers, a:Yg==",
        "PUT, If-Match, x",
        "GET, If-Range, x",
        "GET, x-oss-callback, e30=",
        "HEAD, x-oss-range-behavior, standard",
        "DELETE, If-Match, x",
        "DELETE, x-oss-meta-a, b",
    })
    void rejectsOtherHeaders(String method, String name, String value) throws IOException {
        RawResponse response =
                emulator.request(method, "a").length(0).header(name, value).send();

        assertEquals("501 NotImplemented null", response.errorText());
        assertTrue(response.error().message().toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, uploads, x-oss-callback, e30=",
        "POST, uploadId, x-oss-meta-a, b",
        "PUT, uploadId, x-oss-meta-a, b",
        "PUT, uploadId, x-oss-forbid-overwrite, true",
        "PUT, uploadId, x-oss-copy-source-range, bytes=0-1",
        "GET, uploadId, If-Match, x",
        "DELETE, uploadId, x-oss-forbid-overwrite, true",
    })
    void rejectsOtherHeadersOfMultipartUploads(String method, String parameter, String name, String value)
            throws IOException {
        RawResponse response = emulator.request(method, "a")
                .query(parameter, "1")
                .length(0)
                .header(name, value)
                .send();

        assertEquals("501 NotImplemented null", response.errorText());
        assertTrue(response.error().message().toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT)));
    }

    @Test
    void rejectsOtherOperations() throws IOException {
        assertTrue(emulator.request("POST", "a").send().error().message().contains("POST on an object"));
        assertTrue(emulator.request("POST", null)
                .query("uploads", null)
                .send()
                .error()
                .message()
                .contains("POST on a bucket"));
        assertTrue(emulator.request("PATCH", null).send().error().message().contains("PATCH on a bucket"));
        assertEquals(
                "501 NotImplemented null",
                emulator.request("GET", null).query("lifecycle", null).send().errorText());
    }
}
