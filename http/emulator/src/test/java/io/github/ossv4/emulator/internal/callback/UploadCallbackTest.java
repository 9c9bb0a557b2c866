// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.callback;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callbacks of a PutObject. */
class UploadCallbackTest {
    private final List<String> log = new CopyOnWriteArrayList<>();

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator().with(builder -> builder.log(log::add));

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void fillsFormTemplate() throws Exception {
        try (AppServer server = AppServer.good().calledBy(emulator)) {
            Callback callback = Callback.builder(server.url("/"))
                    .formBody("${bucket}|${object}|${etag}|${size}|${mimeType}|${crc64}|${contentMd5}|${clientIp}"
                            + "|${operation}|${imageInfo.width}|${vpcId}|${x:who}")
                    .variable("x:who", "張 3")
                    .build();
            RawResponse response = emulator.putHello()
                    .header("Content-Type", "text/plain")
                    .callback(callback)
                    .send(TestEmulator.HELLO);

            AppServer.Received received = server.take();
            assertEquals(
                    "examplebucket|dir%2F%E9%8D%B5%201.txt|5D41402ABC4B2A76B9719D911017C592|5|text%2Fplain|"
                            + Crc64.toString(Crc64.compute(TestEmulator.HELLO))
                            + "|XUFAKrxLKna5cZ2REBfFkg%3D%3D|127.0.0.1|PutObject|||%E5%BC%B5%203",
                    received.text());
            assertEquals("application/x-www-form-urlencoded", received.header("Content-Type"));
            assertEquals(response.header("x-oss-request-id"), received.header("x-oss-request-id"));
        }
    }

    @Test
    void fillsJsonTemplate() throws Exception {
        try (AppServer server = AppServer.good().calledBy(emulator)) {
            Callback callback = Callback.builder(server.url("/"))
                    .jsonBody("{\"object\":${object},\"size\":${size},\"id\":${reqId}}")
                    .build();
            RawResponse response = emulator.putHello().callback(callback).send(TestEmulator.HELLO);

            AppServer.Received received = server.take();
            assertEquals(
                    "{\"object\":\"dir/鍵 1.txt\",\"size\":5,\"id\":\"" + response.header("x-oss-request-id") + "\"}",
                    received.text());
            assertEquals("application/json", received.header("Content-Type"));
        }
    }

    @Test
    void sendsHeadersOfOss() throws Exception {
        try (AppServer server = AppServer.good().calledBy(emulator)) {
            emulator.upload(server.url("/path?query=1"));

            AppServer.Received received = server.take();
            assertEquals("POST", received.method());
            assertEquals("/path?query=1", received.target());
            assertEquals(server.authority(), received.header("Host"));
            assertEquals("3", received.header("Content-Length"));
            assertEquals(
                    Base64.getEncoder()
                            .encodeToString(MessageDigest.getInstance("MD5").digest(received.body())),
                    received.header("Content-MD5"));
            assertTrue(received.header("Date").endsWith(" GMT"));
            assertEquals("aliyun-oss-callback", received.header("User-Agent"));
            assertEquals("close", received.header("Connection"));
            assertEquals("examplebucket", received.header("x-oss-bucket"));
            assertEquals("1.0", received.header("x-oss-signature-version"));
            assertEquals("CALLBACK", received.header("x-oss-tag"));
            assertEquals("", received.header("x-oss-additional-headers"));
            assertEquals(received.header("x-oss-owner"), received.header("x-oss-requester"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a%20b+c/%E9%8D%B5, /a b+c/鍵",
        "/path?x=%20+&y=%2F, /path?x=%20+&y=%2F",
        "/path?, /path?",
    })
    void verifiesSignatureWithServedKey(String pathAndQuery, String signedText) throws Exception {
        try (AppServer server = AppServer.good().calledBy(emulator)) {
            emulator.upload(server.url(pathAndQuery));

            AppServer.Received received = server.take();
            URL keyUrl = URI.create(new String(
                            Base64.getDecoder().decode(received.header("x-oss-pub-key-url")),
                            StandardCharsets.US_ASCII))
                    .toURL();
            assertEquals(emulator.running().publicKeyUrl(), keyUrl.toString());
            Signature signature = Signature.getInstance("MD5withRSA");
            signature.initVerify(publicKey(keyUrl));
            signature.update((signedText + "\n").getBytes(StandardCharsets.UTF_8));
            signature.update(received.body());
            assertTrue(signature.verify(Base64.getDecoder().decode(received.header("Authorization"))));
        }
    }

    private static PublicKey publicKey(URL url) throws Exception {
        try (InputStream pem = url.openStream()) {
            String text = new String(pem.readAllBytes(), StandardCharsets.US_ASCII);
            byte[] der = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
        }
    }

    @Test
    void sendsHostOfCallback() throws Exception {
        try (AppServer server = AppServer.good().calledBy(emulator)) {
            emulator.putHello()
                    .callback(Callback.builder(server.url("/"))
                            .host("app.example.com")
                            .formBody("a=b")
                            .build())
                    .send(TestEmulator.HELLO);

            assertEquals("app.example.com", server.take().header("Host"));
        }
    }

    /** None replaces a header of OSS. */
    @Test
    void sendsAdditionalHeaders() throws Exception {
        try (AppServer server = AppServer.good().calledBy(emulator)) {
            emulator.putHello()
                    .callback(Callback.builder(server.url("/"))
                            .formBody("a=b")
                            .additionalHeader("Zone", "1")
                            .additionalHeader("a-b", "c d")
                            .additionalHeader("Host", "evil.example.com")
                            .additionalHeader("Authorization", "evil")
                            .additionalHeader("Date", "evil")
                            .additionalHeader("Content-MD5", "evil")
                            .additionalHeader("Content-Type", "evil/evil")
                            .additionalHeader("Content-Length", "1")
                            .signatureVersion("1.0")
                            .build())
                    .send(TestEmulator.HELLO);

            AppServer.Received received = server.take();
            assertEquals("1", received.header("zone"));
            assertEquals("c d", received.header("a-b"));
            assertEquals(
                    "a-b;authorization;content-length;content-md5;content-type;date;host;zone",
                    received.header("x-oss-additional-headers"));
            assertEquals(URI.create(server.url("/")).getAuthority(), received.header("Host"));
            for (String name : new String[] {"Authorization", "Date", "Content-MD5", "Content-Type"}) {
                assertFalse(received.header(name).contains("evil"), name);
            }
            assertEquals("a=b", received.text());
        }
    }

    static Stream<Arguments> images() {
        return Stream.of(
                Arguments.of("png", "png"),
                Arguments.of("jpg", "jpg"),
                Arguments.of("gif", "gif"),
                Arguments.of("bmp", "bmp"),
                Arguments.of("tif", "tiff"));
    }

    @ParameterizedTest
    @MethodSource("images")
    void sendsSizeAndFormatOfImages(String writer, String format) throws Exception {
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(new BufferedImage(17, 5, BufferedImage.TYPE_INT_RGB), writer, image));

        assertEquals("17x5 " + format, imageInfo(image.toByteArray()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "\0\0\3\5\0\0\0\0", "GIF89a", "\u0089PNG\r\n\u001a\n", ""})
    void sendsNoImageVariablesForOtherFiles(String content) throws Exception {
        assertEquals("x ", imageInfo(content.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private String imageInfo(byte[] content) throws Exception {
        try (AppServer server = AppServer.good().calledBy(emulator)) {
            Callback callback = Callback.builder(server.url("/"))
                    .formBody("${imageInfo.width}x${imageInfo.height} ${imageInfo.format}")
                    .build();
            RawResponse response = emulator.request("PUT", "image")
                    .length(content.length)
                    .callback(callback)
                    .send(content);

            assertEquals(200, response.status());
            return server.take().text();
        }
    }

    @Test
    void acceptsCallbackInQuery() throws Exception {
        try (AppServer server = AppServer.good().calledBy(emulator)) {
            Callback callback = Callback.builder(server.url("/"))
                    .formBody("${x:who}")
                    .variable("x:who", "me")
                    .build();

            RawResponse response = emulator.putHello()
                    .query("callback", callback.headerValue())
                    .query("callback-var", callback.varHeaderValue())
                    .send(TestEmulator.HELLO);

            assertEquals(200, response.status());
            assertEquals("me", server.take().text());
        }
    }

    /** As the suite of oss2 expects. */
    @Test
    void ignoresVariablesWithoutPrefix() throws Exception {
        try (AppServer server = AppServer.good().calledBy(emulator)) {
            String callback = "{\"callbackUrl\":\"" + server.url("/") + "\",\"callbackBody\":\"${x:who}\"}";

            RawResponse response = emulator.putHello()
                    .header("x-oss-callback", base64(callback))
                    .header("x-oss-callback-var", base64("{\"who\":\"you\",\"x:who\":\"me\"}"))
                    .send(TestEmulator.HELLO);

            assertEquals(200, response.status());
            assertEquals("me", server.take().text());
            assertTrue(
                    log.stream()
                            .anyMatch(line ->
                                    line.contains("ignored the custom variable who, which does not begin with x:")),
                    log::toString);
        }
    }

    @Test
    void acceptsUrlWithoutScheme() throws Exception {
        try (AppServer server = AppServer.good().calledBy(emulator)) {
            String callback = "{\"callbackUrl\":\"" + server.authority() + "/x\",\"callbackBody\":\"a=b\"}";

            assertEquals(
                    200,
                    emulator.putHello()
                            .header("x-oss-callback", base64(callback))
                            .send(TestEmulator.HELLO)
                            .status());
            assertEquals("/x", server.take().target());
        }
    }

    @Test
    void triesUrlsInOrderUntilSuccess() throws Exception {
        try (AppServer bad = AppServer.responding(500, null, -1, AppServer.OK).calledBy(emulator);
                AppServer good = AppServer.good().calledBy(emulator);
                AppServer unused = AppServer.good().calledBy(emulator)) {
            RawResponse response = emulator.upload(bad.url("/"), good.url("/"), unused.url("/"));

            assertEquals(200, response.status());
            assertTrue(bad.wasCalled());
            assertTrue(good.wasCalled());
            assertFalse(unused.wasCalled());
        }
    }

    @Test
    void reportsFailureOfLastUrl() throws Exception {
        try (AppServer one = AppServer.responding(500, null, -1, AppServer.OK).calledBy(emulator);
                AppServer other =
                        AppServer.responding(404, null, -1, AppServer.OK).calledBy(emulator)) {
            RawResponse response = emulator.upload(one.url("/"), other.url("/"));

            assertEquals("Error status : 404.", response.error().message());
        }
    }

    @Test
    void respondsAfterCallback() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        try (AppServer server = AppServer.waitingFor(released).calledBy(emulator);
                RawConnection connection = emulator.connect()) {
            Callback callback =
                    Callback.builder(server.url("/")).formBody("a=b").build();
            connection
                    .send(emulator.putHello().callback(callback).head())
                    .send(TestEmulator.HELLO)
                    .send(emulator.request("GET", TestEmulator.HELLO_KEY).head());
            server.take();

            // The object is stored, and other connections are served.
            assertEquals("hello", emulator.get(TestEmulator.HELLO_KEY).text());
            released.countDown();

            assertArrayEquals(AppServer.OK, connection.read().text().getBytes(StandardCharsets.UTF_8));
            assertEquals("hello", connection.read().text());
        }
    }

    @Test
    void closeCancelsCallbacks() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        try (AppServer server = AppServer.waitingFor(released).calledBy(emulator);
                RawConnection connection = emulator.connect()) {
            Callback callback =
                    Callback.builder(server.url("/")).formBody("a=b").build();
            connection.send(emulator.putHello().callback(callback).head()).send(TestEmulator.HELLO);
            server.take();

            emulator.running().close();

            assertTrue(connection.isAtEnd());
            released.countDown();
        }
    }
}
