// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestUpload;
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
    @CsvSource({"style,", "partNumber, 1", "append,", "x-oss-process, style/a"})
    void rejectsOtherParameters(String name, String value) throws IOException {
        RawResponse response = emulator.put("a", "x").query(name, value).send("x");

        assertEquals("400 NotImplemented null", response.errorText());
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
    })
    void rejectsOtherHeaders(String method, String name, String value) throws IOException {
        RawResponse response =
                emulator.request(method, "a").length(0).header(name, value).send();

        assertEquals("400 NotImplemented null", response.errorText());
        assertTrue(response.error().message().toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, uploads, x-oss-range-behavior, standard",
        "POST, uploadId, x-oss-copy-source-range, bytes=0-1",
        "PUT, uploadId, x-oss-copy-source-range, bytes=0-1",
        "GET, uploadId, If-Match, x",
        "DELETE, uploadId, x-oss-callback, e30=",
    })
    void rejectsOtherHeadersOfMultipartUploads(String method, String parameter, String name, String value)
            throws IOException {
        RawResponse response = emulator.request(method, "a")
                .query(parameter, "1")
                .length(0)
                .header(name, value)
                .send();

        assertEquals("400 NotImplemented null", response.errorText());
        assertTrue(response.error().message().toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT)));
    }

    /** OSS signs and ignores parameters that it does not know. */
    @Test
    void ignoresUnknownParameters() throws IOException {
        assertEquals(
                200,
                emulator.put("a", "x")
                        .query("v", "1")
                        .query("é&", null)
                        .send("x")
                        .status());
        assertEquals("x", emulator.request("GET", "a").query("v", "2").send().text());
        assertEquals(
                "403 SignatureDoesNotMatch 0002-00000201",
                emulator.request("GET", "a")
                        .query("v", "2")
                        .target("/examplebucket/a?w=2&")
                        .send()
                        .errorText());
        assertEquals(
                204, emulator.form("b").target("/examplebucket/?v=1").send().status());
    }

    /** ali-oss repeats the headers of the object with each part and at the end; others send them at the start. */
    @Test
    void ignoresHeadersOfObjectAfterTheStartOfAnUpload() throws IOException {
        TestUpload upload = TestUpload.of(
                emulator,
                "a",
                TestUpload.initiating(emulator, "a")
                        .header("x-oss-object-acl", "public-read")
                        .header("x-oss-metadata-directive", "COPY")
                        .send());
        RawResponse part = upload.putting(1, new byte[1])
                .header("x-oss-meta-a", "b")
                .header("x-oss-tagging", "k=v")
                .header("x-oss-forbid-overwrite", "true")
                .header("x-oss-object-acl", "public-read")
                .send(new byte[1]);
        assertEquals(200, part.status(), part::text);
        assertEquals(
                200,
                upload.request("POST")
                        .header("x-oss-complete-all", "yes")
                        .header("x-oss-meta-a", "b")
                        .header("x-oss-tagging", "k=v")
                        .send()
                        .status());

        assertNull(emulator.head("a").header("x-oss-meta-a"));
        assertNull(emulator.head("a").header("x-oss-tagging-count"));
        assertEquals(403, emulator.request("GET", "a").anonymous().send().status());
    }

    @Test
    void rejectsOtherOperations() throws IOException {
        assertTrue(emulator.request("POST", "a")
                .query("asyncFetch", null)
                .send()
                .error()
                .message()
                .contains("POST on an object"));
        assertTrue(emulator.request("POST", null)
                .query("uploads", null)
                .send()
                .error()
                .message()
                .contains("POST on a bucket"));
        assertEquals(
                "400 NotImplemented null",
                emulator.request("GET", null).query("inventory", null).send().errorText());
    }
}
