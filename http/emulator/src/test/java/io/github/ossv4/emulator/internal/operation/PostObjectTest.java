// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.BuilderAccess;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestForm;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fields and the file of a form. */
class PostObjectTest {
    private static final String FILE = "Content-Disposition: form-data; name=\"file\"";

    @RegisterExtension
    private final TestEmulator emulator =
            new TestEmulator().with(builder -> BuilderAccess.limits(builder, new Limits(20 << 20, 1)));

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void storesFile() throws IOException {
        RawResponse response = emulator.form("dir/鍵 1.txt").send();

        assertEquals(204, response.status());
        assertEquals(TestEmulator.HELLO_ETAG, response.header("etag"));
        assertEquals(TestEmulator.HELLO_MD5, response.header("content-md5"));
        assertEquals(Crc64.toString(Crc64.compute(TestEmulator.HELLO)), response.header("x-oss-hash-crc64ecma"));
        assertNotNull(response.header("x-oss-request-id"));
        assertNull(response.header("x-oss-version-id"));
        assertEquals("hello", emulator.get("dir/鍵 1.txt").text());
        assertEquals("Normal", emulator.head("dir/鍵 1.txt").header("x-oss-object-type"));
    }

    @ParameterizedTest
    @CsvSource({
        "Cache-Control, no-cache, cache-control, no-cache",
        "content-disposition, attachment;filename=鍵.txt, content-disposition, attachment;filename=鍵.txt",
        "CONTENT-ENCODING, identity, content-encoding, identity",
        "Expires, 'Wed, 08 Jul 2015 16:57:01 GMT', expires, 'Wed, 08 Jul 2015 16:57:01 GMT'",
        "x-oss-content-type, text/html, content-type, text/html",
        "Content-Type, text/css, content-type, text/css",
        "X-Oss-Meta-Color, Red, x-oss-meta-color, Red",
        "x-oss-storage-class, IA, x-oss-storage-class, IA",
        "x-oss-server-side-encryption, AES256, x-oss-server-side-encryption, AES256",
        "submit, Upload to OSS, content-type, application/octet-stream",
        "name, big.img, content-type, application/octet-stream",
    })
    void storesFields(String field, String value, String header, String stored) throws IOException {
        assertEquals(204, emulator.form("a").field(field, value).send().status());

        assertEquals(stored, emulator.head("a").header(header));
    }

    @ParameterizedTest
    @CsvSource({
        "text/html, text/css, text/plain, text/html",
        "text/html, , , text/html",
        ", text/css, text/plain, text/plain",
        ", text/css, , text/css",
        ", , text/plain, text/plain",
        ", , , application/octet-stream",
    })
    void choosesContentType(String ossField, String field, String ofFile, String stored) throws IOException {
        TestForm form = emulator.form("a");
        if (ossField != null) {
            form.field("x-oss-content-type", ossField);
        }
        if (field != null) {
            form.field("Content-Type", field);
        }
        if (ofFile != null) {
            form.fileHeaders(FILE + "\r\nContent-Type: " + ofFile);
        }
        assertEquals(204, form.send().status());

        assertEquals(stored, emulator.head("a").header("content-type"));
    }

    @Test
    void storesKmsKey() throws IOException {
        RawResponse response = emulator.form("a")
                .field("x-oss-server-side-encryption", "KMS")
                .field("x-oss-server-side-encryption-key-id", "9468da86")
                .send();

        assertEquals("KMS", response.header("x-oss-server-side-encryption"));
        assertEquals("9468da86", emulator.head("a").header("x-oss-server-side-encryption-key-id"));
    }

    @Test
    void storesAcl() throws IOException {
        emulator.form("a").field("x-oss-object-acl", "public-read").send();
        emulator.form("b").send();

        assertEquals("hello", emulator.request("GET", "a").anonymous().send().text());
        assertEquals(403, emulator.request("GET", "b").anonymous().send().status());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dir/${filename} | ; filename=\"鍵 1.txt\" | dir/鍵 1.txt",
                "${filename}-${filename} | ; filename=x | x-x",
                "a${filename} | | a",
                "${FILENAME} | ; filename=x | ${FILENAME}",
                "dir/${filename} | ; filename=\"a/b/c/b.jpg\" | dir/b.jpg",
                "dir/${filename} | ; filename=\"a\\\\b\" | dir/a\\\\b",
            })
    void replacesFilenameInKey(String key, String filename, String expanded) throws IOException {
        assertEquals(
                204,
                emulator.form(key)
                        .fileHeaders(FILE + (filename == null ? "" : filename))
                        .send()
                        .status());

        assertEquals("hello", emulator.get(expanded).text());
    }

    @ParameterizedTest
    @CsvSource({
        "/, examplebucket.oss-cn-hangzhou.aliyuncs.com, http://examplebucket.oss-cn-hangzhou.aliyuncs.com/a%20b",
        "/, examplebucket.localhost:1, http://examplebucket.localhost:1/a%20b",
        "/examplebucket, 127.0.0.1:1, http://127.0.0.1:1/examplebucket/a%20b",
        "/examplebucket/, 127.0.0.1:1, http://127.0.0.1:1/examplebucket/a%20b",
    })
    void findsBucketInEachStyle(String target, String host, String location) throws IOException {
        RawResponse response = emulator.form("a b")
                .field("success_action_status", "201")
                .target(target)
                .host(host)
                .send();

        assertEquals(201, response.status());
        assertEquals("application/xml", response.header("content-type"));
        assertEquals("""
                <?xml version="1.0" encoding="UTF-8"?>
                <PostResponse>
                  <Bucket>examplebucket</Bucket>
                  <Location>%s</Location>
                  <Key>a b</Key>
                  <ETag>"5D41402ABC4B2A76B9719D911017C592"</ETag>
                </PostResponse>
                """.formatted(location), response.text());
        assertEquals("hello", emulator.get("a b").text());
    }

    @ParameterizedTest
    @CsvSource({"200, 200", "204, 204", "'', 204", "202, 204", "x, 204"})
    void returnsStatusOfForm(String wanted, int status) throws IOException {
        RawResponse response =
                emulator.form("a").field("success_action_status", wanted).send();

        assertEquals(status, response.status());
        assertEquals("", response.text());
    }

    @ParameterizedTest
    @CsvSource({
        "http://app.example.com/done, http://app.example.com/done?",
        "https://app.example.com/done?a=b, https://app.example.com/done?a=b&",
    })
    void redirectsBrowser(String url, String start) throws IOException {
        RawResponse response = emulator.form("dir/a b")
                .field("success_action_redirect", url)
                .field("success_action_status", "201")
                .send();

        assertEquals(303, response.status());
        assertEquals(
                start + "bucket=examplebucket&key=dir%2Fa%20b&etag=%225D41402ABC4B2A76B9719D911017C592%22",
                response.header("location"));
        assertEquals(TestEmulator.HELLO_ETAG, response.header("etag"));
    }

    @Test
    void keepsFragmentOfRedirect() throws IOException {
        assertTrue(emulator.form("a")
                .field("success_action_redirect", "http://app.example.com/#top")
                .send()
                .header("location")
                .endsWith("%22#top"));
    }

    @Test
    void keepsExistingObjectOnRequest() throws IOException {
        emulator.form("a").send();

        assertEquals(
                "409 FileAlreadyExists 0026-00000002",
                emulator.form("a")
                        .field("x-oss-forbid-overwrite", "true")
                        .file("other")
                        .send()
                        .errorText());
        assertEquals("hello", emulator.get("a").text());
        assertEquals(204, emulator.form("a").file("other").send().status());
        assertEquals("other", emulator.get("a").text());
        assertEquals(1, emulator.files());
    }

    @Test
    void ignoresSignatureOfRequest() throws IOException {
        assertEquals(
                204, emulator.form("a").header("Authorization: whatever").send().status());
        assertEquals(
                400,
                emulator.form("a")
                        .anonymous()
                        .header("Authorization: whatever")
                        .send()
                        .status());
        assertEquals(
                204,
                emulator.form("a")
                        .target("/examplebucket/?x-oss-signature=1")
                        .send()
                        .status());
    }

    @Test
    void ignoresFieldsAfterFile() throws IOException {
        RawResponse response = emulator.form("a")
                .then("Content-Disposition: form-data; name=\"submit\"", "Upload to OSS")
                .then("Content-Disposition: form-data; name=\"x-oss-meta-a\"", "b")
                .then("Content-Disposition: form-data; name=\"x-oss-unknown\"", "b")
                .send();

        assertEquals(204, response.status());
        assertEquals("hello", emulator.get("a").text());
        assertNull(emulator.head("a").header("x-oss-meta-a"));
    }

    @Test
    void rejectsSecondFile() throws IOException {
        assertEquals(
                "400 IncorrectNumberOfFilesInPOSTRequest null",
                emulator.form("a").then(FILE, "other").send().errorText());
        emulator.awaitFiles(0);
    }

    @Test
    void rejectsMissingFile() throws IOException {
        assertEquals(
                "400 IncorrectNumberOfFilesInPOSTRequest 0006-00000107",
                emulator.form("a").fileHeaders(null).send().errorText());
    }

    @Test
    void rejectsMissingLastBoundary() throws IOException {
        TestForm form = emulator.form("a");
        byte[] body = form.body();

        assertEquals(
                "400 MalformedPOSTRequest 0006-00000104",
                form.send(Arrays.copyOf(body, body.length - 4)).errorText());
        assertEquals(
                "400 MalformedPOSTRequest 0006-00000104", form.send(new byte[0]).errorText());
        emulator.awaitFiles(0);
    }

    @Test
    void rejectsOtherBodies() throws IOException {
        assertEquals(
                "400 RequestIsNotMultiPartContent null",
                emulator.request("POST", null)
                        .header("Content-Type", "text/plain")
                        .length(5)
                        .send("hello")
                        .errorText());
    }

    @ParameterizedTest
    @CsvSource({
        "'', 400 InvalidArgument null",
        "/a, 400 InvalidObjectName 0016-00000005",
        "\\a, 400 InvalidObjectName 0016-00000005",
    })
    void rejectsInvalidKeys(String key, String errorText) throws IOException {
        assertEquals(errorText, emulator.form(key).send().errorText());
    }

    /** Six users of OSS had the file before the key. */
    @Test
    void namesFieldsThatFollowTheFile() throws IOException {
        RawResponse response = emulator.form("a").change("key", null).send();

        assertEquals(
                "The bucket POST must contain the specified 'key'. If it is specified, please check the order of the fields",
                response.error().message());
        assertEquals("key", response.error().details().get("ArgumentName"));
        assertEquals("", response.error().details().get("ArgumentValue"));
    }

    @Test
    void storesFormWithoutSignatureInPublicBucket() throws IOException {
        emulator.request("PUT", null)
                .query("acl", null)
                .header("x-oss-acl", "public-read-write")
                .send();

        assertEquals(204, emulator.form("a").anonymous().send().status());
        assertEquals("hello", emulator.get("a").text());
        assertEquals(200, emulator.put("b", "x").anonymous().send("x").status());
        assertEquals(204, emulator.request("DELETE", "b").anonymous().send().status());
    }

    @Test
    void rejectsMissingKey() throws IOException {
        assertEquals(
                "400 InvalidArgument null",
                emulator.form("a").change("key", null).send().errorText());
    }

    @Test
    void rejectsKeyOver1023Bytes() throws IOException {
        String filename = FILE + "; filename=\"" + "鍵".repeat(340);

        assertEquals(
                204,
                emulator.form("123${filename}")
                        .fileHeaders(filename + "\"")
                        .send()
                        .status());
        assertEquals(
                "400 InvalidObjectName 0016-00000003",
                emulator.form("1234${filename}")
                        .fileHeaders(filename + "\"")
                        .send()
                        .errorText());
    }

    @ParameterizedTest
    @CsvSource({
        "x-oss-object-acl, x, 400 InvalidArgument 0017-00000104",
        "x-oss-storage-class, x, 400 InvalidArgument null",
        "x-oss-server-side-encryption, x, 400 InvalidEncryptionAlgorithmError null",
        "x-oss-meta-a_b, x, 400 InvalidArgument 0011-00000004",
        "Content-MD5, x, 400 InvalidDigest 0017-00000502",
        "Content-MD5, XUFAKrxLKna5cZ2REBfFkQ==, 400 InvalidDigest 0017-00000503",
        "success_action_redirect, x, 400 InvalidArgument null",
        "Cache-Control, 'a\nb', 400 InvalidArgument null",
        "KEY, b, 400 InvalidArgument null",
        "x-oss-tagging, a=b, 400 NotImplemented null",
        "x-oss-callback, e30=, 400 NotImplemented null",
        "callback-var, e30=, 400 NotImplemented null",
        "callback, '{}', 400 InvalidArgument 0007-00000002",
    })
    void rejectsInvalidFields(String field, String value, String errorText) throws IOException {
        RawResponse response = emulator.form("a").field(field, value).send();

        assertEquals(errorText, response.errorText());
        assertEquals(404, emulator.get("a").status());
        emulator.awaitFiles(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Encoding", "x-oss-meta-a", "x-oss-content-type"})
    void rejectsLineBreaks(String field) throws IOException {
        assertEquals(
                "400 InvalidArgument null",
                emulator.form("a").field(field, "x\r\nSet-Cookie: y").send().errorText());
    }

    /** For example that of a textarea, which is not stored. */
    @Test
    void acceptsLineBreaksInOtherFields() throws IOException {
        assertEquals(
                204,
                emulator.form("a")
                        .field("comment", "one\r\ntwo")
                        .field("x:note", "one\r\ntwo")
                        .send()
                        .status());
    }

    /** A stored value that a response cannot contain would make the object unreadable. */
    @Test
    void trimsValues() throws IOException {
        assertEquals(
                204,
                emulator.form("a")
                        .field("x-oss-meta-a", " x\t")
                        .field("x-oss-content-type", " a/b ")
                        .send()
                        .status());
        RawResponse response = emulator.head("a");
        assertEquals("x", response.header("x-oss-meta-a"));
        assertEquals("a/b", response.header("content-type"));
    }

    @ParameterizedTest
    @ValueSource(strings = {" http://a/", "http://a/\n", "http://a/ b", "http://a/\u4e2d"})
    void rejectsInvalidRedirects(String redirect) throws IOException {
        assertEquals(
                "400 InvalidArgument null",
                emulator.form("a")
                        .field("success_action_redirect", redirect)
                        .send()
                        .errorText());
        assertEquals(404, emulator.get("a").status());
    }

    @Test
    void limitsNamesOfFields() throws IOException {
        TestForm many = emulator.form("a");
        for (int i = 0; i < 1100; i++) {
            many.field("n".repeat(7900) + i, "");
        }
        assertEquals("400 FieldItemTooLong 0006-00000112", many.send().errorText());
        TestForm small = emulator.form("a");
        for (int i = 0; i < (8 << 20) / 128; i++) {
            small.field(Integer.toString(i), "");
        }
        assertEquals("400 FieldItemTooLong 0006-00000112", small.send().errorText());
    }

    @Test
    void rejectsFieldsThatAreNotUtf8() throws IOException {
        byte[] body = emulator.form("a").field("name", "\u00e9").body();
        int at = new String(body, StandardCharsets.ISO_8859_1).indexOf("\u00c3\u00a9");
        body[at] = 'x';

        assertEquals(
                "400 MalformedPOSTRequest null", emulator.form("a").send(body).errorText());
    }

    @Test
    void limitsMetadata() throws IOException {
        assertEquals(
                "400 InvalidArgument 0011-00000002",
                emulator.form("a")
                        .field("x-oss-meta-a", "x".repeat(8192))
                        .send()
                        .errorText());
    }

    @Test
    void limitsFields() throws IOException {
        String longest = "x".repeat(2 << 20);

        assertEquals(204, emulator.form("a").field("name", longest).send().status());
        assertEquals(
                "400 FieldItemTooLong null",
                emulator.form("a").field("name", longest + "x").send().errorText());
        assertEquals(
                "400 FieldItemTooLong 0006-00000112",
                emulator.form("a")
                        .field("1", longest)
                        .field("2", longest)
                        .field("3", longest)
                        .field("4", longest)
                        .send()
                        .errorText());
    }

    @Test
    void limitsBody() throws IOException {
        byte[] body = emulator.form("a").file(new byte[20 << 20]).body();

        assertEquals("400 EntityTooLarge null", emulator.form("a").send(body).errorText());
        try (RawConnection connection = emulator.connect()) {
            connection
                    .send(emulator.form("a")
                            .header("Transfer-Encoding: chunked")
                            .head(0)
                            .replace("Content-Length: 0\r\n", ""))
                    .send(Integer.toHexString(body.length) + "\r\n")
                    .send(body);
            assertEquals("400 EntityTooLarge null", connection.read().errorText());
        }
        emulator.awaitFiles(0);
    }

    @Test
    void rejectsMissingContentLength() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.form("a").head(0).replace("Content-Length: 0\r\n", ""));
            assertEquals("411 MissingContentLength null", connection.read().errorText());
        }
    }

    @Test
    void checksContentMd5OfBody() throws Exception {
        TestForm form = emulator.form("a");
        byte[] body = form.body();
        String md5 = base64(MessageDigest.getInstance("MD5").digest(body));

        assertEquals(204, form.header("Content-MD5: " + md5).send(body).status());
        body[body.length - 1] = 'x';
        assertEquals("400 InvalidDigest 0017-00000503", form.send(body).errorText());
    }

    @Test
    void checksContentMd5OfFile() throws IOException {
        assertEquals(
                204,
                emulator.form("a")
                        .field("Content-MD5", TestEmulator.HELLO_MD5)
                        .send()
                        .status());
    }

    @Test
    void storesFileUnchanged() throws IOException {
        byte[] content = new byte[3 << 20];
        new Random(1).nextBytes(content);
        byte[] near = ("\r\n--" + TestForm.BOUNDARY.substring(1) + "\r\n\r").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < content.length - near.length; i += 999) {
            System.arraycopy(near, 0, content, i, near.length);
        }

        assertEquals(204, emulator.form("a").file(content).send().status());
        assertArrayEquals(content, emulator.read("a"));
    }

    @Test
    void storesEmptyFile() throws IOException {
        assertEquals(204, emulator.form("a").file("").send().status());
        assertEquals(200, emulator.get("a").status());
        assertEquals("0", emulator.head("a").header("content-length"));
    }

    @Test
    void servesSeveralFormsOnOneConnection() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            for (String key : new String[] {"a", "b", "c"}) {
                byte[] body = emulator.form(key).file(key).body();
                assertEquals(
                        204,
                        connection
                                .send(emulator.form(key).head(body.length))
                                .send(body)
                                .read()
                                .status());
            }
        }
        assertEquals("b", emulator.get("b").text());
    }

    @Test
    void storesNothingOfInterruptedForm() throws IOException {
        byte[] body = emulator.form("a").file(new byte[1 << 20]).body();
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.form("a").head(body.length)).send(Arrays.copyOf(body, 1 << 19));
            emulator.awaitFiles(1);
        }
        emulator.awaitFiles(0);
    }

    @Test
    void injectsFaultsIntoForms() throws IOException {
        emulator.inject(Fault.error(503, "ServiceUnavailable").on("PostObject"));
        assertEquals("503 ServiceUnavailable null", emulator.form("a").send().errorText());
        assertEquals(404, emulator.get("a").status());

        emulator.inject(Fault.wrongCrc64(7).on("PostObject"));
        assertEquals("7", emulator.form("a").send().header("x-oss-hash-crc64ecma"));
        emulator.inject(Fault.noCrc64());
        assertNull(emulator.form("a").send().header("x-oss-hash-crc64ecma"));
        emulator.inject(Fault.wrongEtag());
        assertEquals(InjectedFault.WRONG_ETAG, emulator.form("a").send().header("etag"));

        emulator.inject(Fault.responseLost());
        assertNoResponse(emulator.form("lost"));
        assertEquals("hello", emulator.get("lost").text());
        emulator.inject(Fault.uploadReset(1000));
        assertNoResponse(emulator.form("reset"));
        assertEquals(404, emulator.get("reset").status());
        assertNotEquals("7", emulator.form("a").send().header("x-oss-hash-crc64ecma"));
    }

    private static void assertNoResponse(TestForm form) {
        IOException e = assertThrows(IOException.class, form::send);
        assertTrue(e instanceof SocketException || e instanceof EOFException, e::toString);
    }
}
