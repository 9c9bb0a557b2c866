// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.BuilderAccess;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.emulator.internal.console.LogLine;
import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestUpload;
import io.github.ossv4.internal.xml.XmlElement;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report of each request to an observer. */
class HandledRequestTest {
    private final LinkedBlockingQueue<HandledRequest> handled = new LinkedBlockingQueue<>();

    @RegisterExtension
    private final TestEmulator emulator =
            new TestEmulator().with(builder -> BuilderAccess.observer(builder, handled::add));

    /** Returns the oldest request, which is reported before its response is sent. */
    private HandledRequest next() {
        return handled.remove();
    }

    private HandledRequest await() throws InterruptedException {
        return handled.poll(60, TimeUnit.SECONDS);
    }

    @Test
    void reportsAnUpload() throws IOException {
        emulator.putHello().send("hello");

        HandledRequest put = next();
        assertEquals("PUT", put.target().method());
        assertEquals("examplebucket/" + TestEmulator.HELLO_KEY, put.target().resource());
        assertEquals("PutObject", put.target().operation());
        assertEquals(new HandledRequest.Result(200, null, null, null), put.result());
        assertEquals(SignatureVerdict.HEADER, put.verdict());
        assertEquals(5, put.traffic().bytesIn());
        assertEquals(0, put.traffic().bytesOut());
        assertEquals(TestEmulator.NOW, put.time());
        assertTrue(put.requestId().matches("[0-9A-F]{24}"), put.requestId());
        assertNull(put.fault());
    }

    @Test
    void reportsTheUserAgent() throws IOException {
        emulator.putHello()
                .header("User-Agent", "aliyun-sdk/1 " + "x".repeat(60))
                .send("hello");
        emulator.putHello().send("hello");

        HandledRequest put = next();
        assertEquals("aliyun-sdk/1 " + "x".repeat(47) + "…", put.userAgent());
        assertTrue(LogLine.of(put).endsWith(" ms, \"" + put.userAgent() + "\""), LogLine.of(put));
        assertNull(next().userAgent());
    }

    @Test
    void reportsThePartOfAnUpload() throws IOException {
        TestUpload upload = TestUpload.initiate(emulator, "a");
        upload.put(7, new byte[5]);
        emulator.putHello().send("hello");

        next();
        assertEquals(new HandledRequest.Part(upload.id(), 7), next().target().part());
        assertNull(next().target().part());
    }

    @Test
    void reportsADownload() throws IOException {
        emulator.putHello().send("hello");
        emulator.get(TestEmulator.HELLO_KEY);

        next();
        assertEquals(5, next().traffic().bytesOut());
    }

    /** Each of the last requests is kept, and the log may have thousands to write. */
    @Test
    void truncatesLongTexts() throws IOException {
        String longest = "a".repeat(1023);
        emulator.request("GET", longest).send();
        assertEquals("/examplebucket/" + longest, next().target().path());
        try (RawConnection connection = emulator.connect()) {
            connection.send("M".repeat(20_000) + " /" + "a".repeat(40_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertEquals(400, connection.read().status());
        }

        HandledRequest.Target target = next().target();
        assertEquals("M".repeat(4096) + "…", target.method());
        assertEquals("/" + "a".repeat(4095) + "…", target.path());
        assertEquals("a".repeat(4096) + "…", target.bucket());
    }

    /** Otherwise an error could take several times the memory of its request. */
    @Test
    void truncatesFieldInErrorDocument() throws IOException {
        RawResponse response = emulator.form("a")
                .change("x-oss-signature-version", "&".repeat(1_000_000))
                .send();

        assertEquals(
                (64 << 10) + 1,
                XmlElement.parse(response.body()).text("ArgumentValue").length());
        assertEquals("InvalidArgument", next().result().code());
    }

    @Test
    void reportsPresignedRequestWithoutItsQuery() throws IOException {
        String query = Signer.of(Credentials.of("id", "secret"), "cn-hangzhou")
                .presign(
                        UnsignedRequest.builder("GET", "examplebucket", "a").build(),
                        TestEmulator.NOW,
                        Duration.ofMinutes(1))
                .query();
        try (RawConnection connection = emulator.connect()) {
            connection.send("GET /examplebucket/a?" + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertEquals(404, connection.read().status());
        }

        HandledRequest get = next();
        assertEquals(SignatureVerdict.URL, get.verdict());
        assertEquals("NoSuchKey", get.result().code());
        assertEquals("0026-00000001", get.result().ec());
        assertFalse(get.toString().contains("x-oss-"), get::toString);
    }

    @Test
    void reportsFormsAndAnonymousRequests() throws IOException {
        emulator.form("from-form").send();
        emulator.request("GET", "a").anonymous().send();

        HandledRequest form = next();
        assertEquals(SignatureVerdict.FORM, form.verdict());
        assertEquals("from-form", form.target().key());
        HandledRequest anonymous = next();
        assertEquals(SignatureVerdict.REFUSED, anonymous.verdict());
        assertEquals("AccessDenied", anonymous.result().code());
        assertNull(anonymous.mistake());
    }

    @Test
    void reportsCallbackWithWhatWasSentAndReceived() throws Exception {
        try (AppServer server = AppServer.good()) {
            emulator.running().addCallbackTarget(server.port());
            emulator.putHello()
                    .callback(Callback.builder(server.url("/cb?token=hush"))
                            .formBody("size=${size}")
                            .build())
                    .send("hello");
        }

        CallbackAttempt callback = next().callbacks().get(0);
        assertTrue(callback.url().endsWith("/cb"), callback.url());
        assertEquals("size=5", callback.sent());
        assertEquals(200, callback.status());
        assertEquals("{\"Status\":\"OK\"}", callback.received());
        assertNull(callback.failure());
    }

    @Test
    void reportsWhyCallbackFailed() throws IOException {
        emulator.upload("http://localhost:1/a", "http://localhost:2/b");

        HandledRequest put = next();
        assertEquals(203, put.result().status());
        assertEquals(2, put.callbacks().size());
        assertTrue(put.callbacks().get(1).failure().contains("--callback-target localhost:2"), put::toString);
        assertEquals(0, put.callbacks().get(1).status());
    }

    @Test
    void reportsFaults() throws Exception {
        emulator.inject(Fault.error(503, "ServiceUnavailable"));
        emulator.get("a");
        emulator.inject(Fault.uploadReset(2));
        assertThrows(IOException.class, () -> emulator.putHello().send("hello"));
        emulator.inject(Fault.responseLost());
        assertThrows(IOException.class, () -> emulator.putHello().send("hello"));

        assertEquals("ERROR ServiceUnavailable: An injected fault.", next().fault());
        HandledRequest upload = await();
        assertEquals("UPLOAD_RESET 2", upload.fault());
        assertEquals("the connection was reset", upload.result().message());
        assertEquals(0, upload.result().status());
        HandledRequest lost = await();
        assertEquals("RESPONSE_LOST 0", lost.fault());
        assertEquals(0, lost.result().status());
    }

    @Test
    void reportsInterruptedUpload() throws Exception {
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.request("PUT", "a")
                    .length(10)
                    .header("Expect", "100-continue")
                    .head());
            assertEquals(100, connection.read().status());
            connection.send("01234");
        }

        HandledRequest put = await();
        assertEquals("the client disconnected", put.result().message());
    }

    @Test
    void reportsMalformedRequest() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send("GET /examplebucket/a?x-oss-signature=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertEquals(400, connection.read().status());
        }

        HandledRequest request = next();
        assertEquals("InvalidURI", request.result().code());
        assertEquals("/examplebucket/a", request.target().path());
        assertFalse(request.toString().contains("zz"), request::toString);
    }

    @Test
    void leavesSecretsOutOfInvalidCallback() throws IOException {
        String url = "ftp://user:hush@a/cb?token=hush";
        emulator.putHello()
                .header(
                        "x-oss-callback",
                        Base64.getEncoder()
                                .encodeToString(("{\"callbackUrl\":\"" + url + "\",\"callbackBody\":\"a\"}")
                                        .getBytes(StandardCharsets.UTF_8)))
                .send("hello");

        HandledRequest put = next();
        assertEquals(
                "The callback url configuration is invalid: ftp://…@a/cb?…",
                put.result().message());
        assertFalse(put.toString().contains("hush"), put::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "x-oss-security-token, hush, …",
        "success_action_redirect, http://a/cb?m=a@b.example&token=hush, http://a/cb?…",
        "success_action_redirect, http://a?m=a@b.example&token=hush, http://…",
        "success_action_redirect, http://a?token=hush, http://a?…",
        "success_action_redirect, http://hush:hu?sh@a/cb, http://…",
        "success_action_redirect, http://hush:hu#sh@a/cb, http://…@a/cb",
        "success_action_redirect, http://hush:hu@sh@a/cb, http://…@a/cb",
    })
    void leavesSecretsOutOfFailedCondition(String field, String value, String shown) throws IOException {
        emulator.form("key")
                .condition("[\"eq\",\"$" + field + "\",\"" + value + "\"]")
                .send();

        HandledRequest form = next();
        assertEquals(
                "Invalid according to Policy: Policy Condition failed: [\"eq\", \"$" + field + "\", \"" + shown + "\"]",
                form.result().message());
    }

    @Test
    void passesLinesToListener() throws IOException {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (Emulator listened = Emulator.builder().log(lines::add).start()) {
            SignedRequest.of(listened, "GET", "a").send();
        }

        assertEquals(1, lines.size());
        assertTrue(
                lines.get(0).contains(" 404 GET    examplebucket/a  GetObject, signed in the header, "), lines.get(0));
    }
}
