// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestForm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures of version 1, which are computed by the JDK, and the vendor's own examples. */
class V1SignatureTest {
    private static final String SECRET = "OtxrzxIsfpFjA7SwPzILwy8Bw21TLhquhboDYROV";
    private static final String DATE = "Sun, 17 Dec 2023 03:47:36 GMT";
    private static final String MISMATCH = "403 SignatureDoesNotMatch 0002-00000040";

    @RegisterExtension
    private final TestEmulator emulator = TestEmulator.bare(builder -> builder.bucket("oss-example")
            .accessKey("44CF9590006BF252F707", SECRET)
            .temporaryAccessKey("sts", "secret", "token")
            .acceptV1(true));

    @RegisterExtension
    private final TestEmulator strict =
            TestEmulator.bare(builder -> builder.bucket("oss-example").accessKey("44CF9590006BF252F707", SECRET));

    private static String sign(String secret, String text) {
        return sign(secret, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sign(String secret, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String authorization(String text) {
        return "Authorization: OSS 44CF9590006BF252F707:" + sign(SECRET, text);
    }

    private RawResponse send(String... lines) throws IOException {
        return send(emulator, lines);
    }

    private static RawResponse send(TestEmulator to, String... lines) throws IOException {
        try (RawConnection connection = to.connect()) {
            return connection
                    .send(String.join("\r\n", lines) + "\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
                    .read();
        }
    }

    /** The example of the vendor's documentation, whose time is in another year. */
    @Test
    void signsAsInTheVendorsExample() {
        assertEquals(
                "26NBxoKdsyly4EDv6inkoDft/yA=",
                V1Signature.sign(
                        SECRET,
                        "PUT\nODBGOERFMDMzQTczRUY3NUE3NzA5QzdFNUYzMDQxNEM=\ntext/html\nThu, 17 Nov 2005 18:49:58 GMT\n"
                                + "x-oss-magic:abracadabra\nx-oss-meta-author:foo@bar.com\n/oss-example/nelson"));
    }

    @Test
    void acceptsHeader() throws IOException {
        RawResponse response = send(
                "PUT /oss-example/nel%20son HTTP/1.1",
                "Date: " + DATE,
                "Content-Type: text/html",
                "X-OSS-Meta-Author: foo@bar.com",
                authorization("PUT\n\ntext/html\n" + DATE + "\nx-oss-meta-author:foo@bar.com\n/oss-example/nel son"));

        assertEquals(200, response.status(), response.text());
    }

    @Test
    void prefersOssDate() throws IOException {
        RawResponse response = send(
                "GET /oss-example/a HTTP/1.1",
                "Date: Sun, 17 Dec 2000 03:47:36 GMT",
                "x-oss-date: " + DATE,
                authorization("GET\n\n\n" + DATE + "\nx-oss-date:" + DATE + "\n/oss-example/a"));

        assertEquals(TestEmulator.NO_SUCH_KEY, response.errorText());
    }

    @ParameterizedTest
    @CsvSource({
        "/oss-example/?prefix=a&max-keys=5, /oss-example/",
        "/oss-example?list-type=2&continuation-token=, /oss-example/?continuation-token",
        "/oss-example/?acl, /oss-example/?acl",
        "/oss-example/?uploads&prefix=b, /oss-example/?uploads",
        "/, /",
    })
    void signsSubResourcesOnly(String target, String resource) throws IOException {
        assertEquals(
                200,
                send(
                                "GET " + target + " HTTP/1.1",
                                "Date: " + DATE,
                                authorization("GET\n\n\n" + DATE + "\n" + resource))
                        .status());
    }

    @Test
    void signsValuesOfSubResourcesDecoded() throws IOException {
        RawResponse response = send(
                "GET /oss-example/a?response-content-type=text%2Fplain&versionId=null HTTP/1.1",
                "Date: " + DATE,
                authorization("GET\n\n\n" + DATE + "\n/oss-example/a?response-content-type=text/plain&versionId=null"));

        assertEquals("404 NoSuchVersion 0012-00000203", response.errorText());
    }

    /** The C++ SDK sends metadata in the encoding of its source. */
    @Test
    void signsAndReturnsMetadataAsBytes() throws IOException {
        byte[] metadata = {(byte) 0xD6, (byte) 0xD0, 'a', (byte) 0xFF};
        String raw = new String(metadata, StandardCharsets.ISO_8859_1);
        String text = "PUT\n\n\n" + DATE + "\nx-oss-meta-a:" + raw + "\n/oss-example/a";
        String head = "PUT /oss-example/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nDate: " + DATE
                + "\r\nx-oss-meta-a: " + raw + "\r\n"
                + "Authorization: OSS 44CF9590006BF252F707:"
                + sign(SECRET, text.getBytes(StandardCharsets.ISO_8859_1))
                + "\r\n\r\n";
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), emulator.running().port())) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            String get = "GET /oss-example/a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nDate: " + DATE + "\r\n"
                    + authorization("GET\n\n\n" + DATE + "\n/oss-example/a") + "\r\n\r\n";
            socket.getOutputStream().write(get.getBytes(StandardCharsets.ISO_8859_1));
            String responses = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

            assertTrue(responses.contains("x-oss-meta-a: " + raw + "\r\n"), responses);
        }
    }

    /** Version 4 covers UTF-8; what OSS does is not known. */
    @Test
    void rejectsMetadataThatIsNotUtf8WithVersion4() throws IOException {
        String head = strict.put("a", "")
                .inBucket("oss-example")
                .header("x-oss-meta-a", "M")
                .head();
        try (RawConnection connection = strict.connect()) {
            connection.send(head.replace("M\r\n", "\u00d6\u00d0\r\n").getBytes(StandardCharsets.ISO_8859_1));

            assertEquals("400 BadRequest null", connection.read().errorText());
        }
        assertEquals(404, strict.get("a").status());
    }

    /** OpenDAL looks the names up after it has encoded them. */
    @Test
    void doesNotSignEncodedNamesOfParameters() throws IOException {
        String resource = "GET\n\n\n" + DATE + "\n/oss-example/";
        assertEquals(
                200,
                send(
                                "GET /oss-example/?list%2Dtype=2&prefix=continuation-token&continuation%2Dtoken=Cg- HTTP/1.1",
                                "Date: " + DATE, authorization(resource))
                        .status());
        assertEquals(
                200,
                send(
                                "GET /oss-example/?list-type=2&continuation-token=Cg- HTTP/1.1",
                                "Date: " + DATE,
                                authorization(resource + "?continuation-token=Cg-"))
                        .status());
    }

    /** Otherwise the URL of one operation would permit others. */
    @ParameterizedTest
    @ValueSource(strings = {"%61cl", "%74agging", "%76ersionId=null", "%72esponse-content-type=text/html", "%75ploads"})
    void signsOtherEncodedNamesOfParameters(String parameter) throws IOException {
        assertEquals(
                MISMATCH,
                send(
                                "GET /oss-example/a?" + parameter + " HTTP/1.1",
                                "Date: " + DATE,
                                authorization("GET\n\n\n" + DATE + "\n/oss-example/a"))
                        .errorText());
    }

    /** The C SDK signs the path that it sends to an IP address. */
    @Test
    void acceptsBucketWithoutSlash() throws IOException {
        RawResponse list = send(
                "GET /oss-example?max-keys=1 HTTP/1.1",
                "Date: " + DATE,
                authorization("GET\n\n\n" + DATE + "\n/oss-example"));
        assertEquals(200, list.status(), list::text);
        RawResponse acl = send(
                "GET /oss-example?acl HTTP/1.1",
                "Date: " + DATE,
                authorization("GET\n\n\n" + DATE + "\n/oss-example?acl"));
        assertEquals(200, acl.status(), acl::text);
        RawResponse object = send(
                "GET /oss-example%2Fa HTTP/1.1",
                "Date: " + DATE, authorization("GET\n\n\n" + DATE + "\n/oss-example/a"));
        assertEquals(TestEmulator.NO_SUCH_KEY, object.errorText());
    }

    @Test
    void showsBytesOfStringToSign() throws IOException {
        RawResponse response =
                send("GET /oss-example/ HTTP/1.1", "Date: " + DATE, authorization("GET\n\n\nother\n/oss-example/"));

        assertTrue(
                response.error().details().get("StringToSignBytes").startsWith("47 45 54 0A 0A 0A "), response.text());
    }

    /** OSS takes milliseconds for seconds in the far future. */
    @Test
    void acceptsExpiryInMilliseconds() throws IOException {
        String expires = Long.toString(TestEmulator.NOW.toEpochMilli());
        String signature = sign(SECRET, "GET\n\n\n" + expires + "\n/oss-example/a")
                .replace("+", "%2B")
                .replace("/", "%2F")
                .replace("=", "%3D");

        assertEquals(
                TestEmulator.NO_SUCH_KEY,
                send("GET /oss-example/a?OSSAccessKeyId=44CF9590006BF252F707&Expires=" + expires + "&Signature="
                                + signature + " HTTP/1.1")
                        .errorText());
    }

    @Test
    void acceptsUrlUntilItExpires() throws IOException {
        String expires = Long.toString(TestEmulator.NOW.getEpochSecond() + 60);
        String signature = sign(SECRET, "GET\n\n\n" + expires + "\n/oss-example/oss-api.pdf")
                .replace("+", "%2B")
                .replace("/", "%2F")
                .replace("=", "%3D");
        String line = "GET /oss-example/oss-api.pdf?OSSAccessKeyId=44CF9590006BF252F707&Expires=" + expires
                + "&Signature=" + signature + " HTTP/1.1";

        assertEquals(TestEmulator.NO_SUCH_KEY, send(line).errorText());
        assertEquals(MISMATCH, send(line.replace("oss-api", "other")).errorText());
        emulator.advance(Duration.ofSeconds(61));
        assertEquals("403 AccessDenied 0002-00000069", send(line).errorText());
    }

    /** The example of the vendor's documentation, at its time. */
    @Test
    void acceptsTheVendorsUrl() throws IOException {
        emulator.advance(Duration.between(TestEmulator.NOW, Instant.ofEpochSecond(1141889100)));

        assertEquals(
                TestEmulator.NO_SUCH_KEY,
                send("GET /oss-example/oss-api.pdf?OSSAccessKeyId=44CF9590006BF252F707&Expires=1141889120"
                                + "&Signature=EwaNTn1erJGkimiJ9WmXgwnANLc%3D HTTP/1.1")
                        .errorText());
    }

    @Test
    void acceptsForm() throws IOException {
        String policy = Base64.getEncoder()
                .encodeToString("{\"expiration\":\"2120-01-01T00:00:00Z\",\"conditions\":[[\"eq\",\"$key\",\"a\"]]}"
                        .getBytes(StandardCharsets.UTF_8));
        TestForm form = TestForm.of(emulator.running(), TestEmulator.NOW)
                .target("/oss-example/")
                .key("a")
                .anonymous()
                .field("OSSAccessKeyId", "44CF9590006BF252F707")
                .change("policy", policy);

        assertEquals(204, form.field("Signature", sign(SECRET, policy)).send().status());
        assertEquals(
                MISMATCH, form.change("Signature", sign("hush", policy)).send().errorText());
    }

    @Test
    void requiresTokenOfTemporaryCredentials() throws IOException {
        String text = "GET\n\n\n" + DATE + "\n";
        assertEquals(
                TestEmulator.NO_SUCH_KEY,
                send(
                                "GET /oss-example/a HTTP/1.1",
                                "Date: " + DATE,
                                "x-oss-security-token: token",
                                "Authorization: OSS sts:"
                                        + sign("secret", text + "x-oss-security-token:token\n/oss-example/a"))
                        .errorText());
        assertEquals(
                "403 InvalidAccessKeyId 0002-00000003",
                send(
                                "GET /oss-example/a HTTP/1.1",
                                "Date: " + DATE,
                                "Authorization: OSS sts:" + sign("secret", text + "/oss-example/a"))
                        .errorText());
    }

    @Test
    void rejectsMistakes() throws IOException {
        String text = "GET\n\n\n" + DATE + "\n/oss-example/a";
        String get = "GET /oss-example/a HTTP/1.1";
        assertEquals(
                MISMATCH, send(get, "Date: " + DATE, authorization(text + "b")).errorText());
        assertEquals(
                "403 AccessDenied 0002-00000503", send(get, authorization(text)).errorText());
        assertEquals(
                "400 InvalidArgument 0002-00000202",
                send(get, "Date: " + DATE, "Authorization: OSS id").errorText());
        assertEquals(
                "403 InvalidAccessKeyId 0002-00000902",
                send(get, "Date: " + DATE, "Authorization: OSS id:a").errorText());
        emulator.advance(Duration.ofMinutes(16));
        assertEquals(
                "403 RequestTimeTooSkewed 0002-00000504",
                send(get, "Date: " + DATE, authorization(text)).errorText());
    }

    /** The messages do not recommend an option that is set. */
    @Test
    void namesVersion2() throws IOException {
        String get = "GET /oss-example/a HTTP/1.1";
        String date = "Date: " + DATE;
        String version2 = "Authorization: OSS2 AccessKeyId:id,Signature:a";

        String accepting = send(get, date, version2).error().message();
        assertTrue(accepting.endsWith("V2 signatures (OSS2) are not emulated."), accepting);
        assertFalse(accepting.contains("--accept-v1"), accepting);
        String rejecting = send(strict, get, date, version2).error().message();
        assertTrue(rejecting.endsWith("V2 signatures (OSS2) are not emulated."), rejecting);
        assertTrue(rejecting.contains("--accept-v1"), rejecting);
        RawResponse url = send("GET /oss-example/a?x-oss-signature-version=OSS2&x-oss-signature=a HTTP/1.1");
        assertEquals("400 NotImplemented null", url.errorText());
        assertTrue(url.error().message().contains("V2 signatures (OSS2)"), url.text());
        String form = emulator.form("a")
                .change("x-oss-signature-version", null)
                .send()
                .error()
                .message();
        assertFalse(form.contains("--accept-v1"), form);
    }

    @Test
    void isRejectedByDefault() throws IOException {
        RawResponse response = send(
                strict,
                "GET /oss-example/a HTTP/1.1",
                "Date: " + DATE,
                authorization("GET\n\n\n" + DATE + "\n/oss-example/a"));

        assertEquals("400 InvalidArgument 0002-00000202", response.errorText());
        assertTrue(response.text().contains("--accept-v1"), response.text());
    }
}
