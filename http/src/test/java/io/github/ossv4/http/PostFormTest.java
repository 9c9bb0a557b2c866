// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.form.FormUpload;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.http.testing.ApplicationServer;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireServer;
import io.github.ossv4.sign.Credentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Forms that are signed and sent to an emulator. */
class PostFormTest extends EmulatorFixture {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private SignedForm sign(FormUpload.Builder form) throws IOException {
        return bucket.signForm(form.build(), TEN_MINUTES);
    }

    private FormUpload.Builder toKey(String key) {
        return FormUpload.toKey(emulator.bucket(), key);
    }

    @Test
    void storesAFormAndComparesTheChecksum() throws Exception {
        SignedForm form = sign(toKey("dir/${filename}")
                .contentType("text/plain")
                .metadata("a", "1")
                .maxSize(5));
        PutResult result = bucket.postForm(form, "鍵 1.txt", Body.of(HELLO));
        assertEquals("dir/鍵 1.txt", result.key());
        assertEquals(Crc64.compute(HELLO), result.crc64());
        assertTrue(result.isCrcChecked());
        ObjectMetadata metadata = bucket.head("dir/鍵 1.txt");
        assertEquals("text/plain", metadata.contentType());
        assertEquals("1", metadata.metadata().get("a"));
        assertEquals(result.etag(), metadata.etag());
        assertEquals("hello", text("dir/鍵 1.txt"));
    }

    /** A client without credentials has the fields from its application server. */
    @Test
    void acceptsAFormFromAnAnonymousClient() throws Exception {
        SignedForm form = SignedForm.of(
                sign(FormUpload.underPrefix(emulator.bucket(), "users/42/").contentTypes("text/plain", "image/png"))
                        .fields());
        try (BucketClient app = BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .anonymous()
                .build()) {
            SignedForm typed = form.with("x-oss-content-type", "image/png");
            assertTrue(app.postForm(typed, "a.png", Body.of(HELLO)).isCrcChecked());
            assertEquals("image/png", bucket.head("users/42/a.png").contentType());
            assertRejected(app, form, "AccessDenied");
            assertRejected(app, form.with("x-oss-content-type", "text/html"), "AccessDenied");
            assertRejected(app, typed.with("key", "users/43/a.png"), "AccessDenied");
            assertRejected(app, typed.with("x-oss-signature", "0".repeat(64)), "SignatureDoesNotMatch");
        }
    }

    private static void assertRejected(BucketClient client, SignedForm form, String code) {
        ServiceException e = assertThrows(ServiceException.class, () -> client.postForm(form, "a", Body.of(HELLO)));
        assertEquals(code, e.code(), e.getMessage());
    }

    @Test
    void removesThePathOfTheFileName() throws Exception {
        SignedForm form = sign(toKey("dir/${filename}"));
        PutResult result = bucket.postForm(form, "C:\\a\\b/c.txt", Body.of(HELLO));
        assertEquals("dir/c.txt", result.key());
        assertEquals("hello", text("dir/c.txt"));
    }

    @Test
    void rejectsAFormForAnotherBucket() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> sign(FormUpload.toKey("otherbucket", "k")));
        assertTrue(e.getMessage().contains("otherbucket"), e.getMessage());
    }

    /** The limit of 5 GB is one of the request. */
    @Test
    void countsTheFieldsInTheSizeLimit() throws Exception {
        SignedForm form = sign(toKey("k"));
        Body body = Body.of(InputStream.nullInputStream(), 5L << 30);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> bucket.postForm(form, "f", body));
        assertTrue(e.getMessage().contains("5 GB"), e.getMessage());
    }

    @Test
    void enforcesTheSizeLimits() throws Exception {
        assertRejected(bucket, sign(toKey("k").maxSize(4)), "EntityTooLarge");
        assertRejected(bucket, sign(toKey("k").minSize(6)), "EntityTooSmall");
    }

    @Test
    void acceptsEveryStatusOfSuccess() throws Exception {
        for (int status : new int[] {200, 201, 204}) {
            SignedForm form = sign(toKey("k" + status).successStatus(status));
            assertTrue(bucket.postForm(form, "f", Body.of(HELLO)).isCrcChecked(), "status " + status);
        }
    }

    @Test
    void treatsTheRequestedRedirectAsSuccess() throws Exception {
        for (String url : new String[] {"http://127.0.0.1:9/done", "http://127.0.0.1:9/done?a=1#b"}) {
            PutResult result = bucket.postForm(sign(toKey("redirected").successRedirect(url)), "f", Body.of(HELLO));
            assertTrue(result.isCrcChecked());
            assertEquals(bucket.head("redirected").etag(), result.etag());
        }
    }

    private static Reply redirect(int status, String url) {
        return Reply.of(status).addHeader("Location", url);
    }

    @Test
    void rejectsOtherRedirects() throws Exception {
        SignedForm plain = sign(toKey("k"));
        SignedForm redirected = plain.with("success_action_redirect", "https://app.example.com/done");
        SignedForm called = redirected.with(
                "callback",
                Callback.builder("https://app.example.com")
                        .formBody("a=${object}")
                        .build()
                        .headerValue());
        try (WireServer server = new WireServer();
                BucketClient app = BucketClient.builder("http://127.0.0.1:" + server.port(), "examplebucket")
                        .anonymous()
                        .build()) {
            String target = "HTTPS://App.example.com/done?bucket=examplebucket";
            server.enqueue(redirect(302, target));
            assertFalse(app.postForm(redirected, "f", Body.of(HELLO)).isCrcChecked());
            server.enqueue(redirect(303, "https://app.example.com/done?a=1&b=2&bucket=examplebucket#c"));
            app.postForm(
                    plain.with("success_action_redirect", "https://app.example.com/done?a=1&b=2#c"),
                    "f",
                    Body.of(HELLO));
            server.enqueue(redirect(303, target).addHeader("x-oss-hash-crc64ecma", "1"));
            assertThrows(ChecksumMismatchException.class, () -> app.postForm(called, "f", Body.of(HELLO)));
            server.enqueue(redirect(303, target));
            CallbackFailedException e =
                    assertThrows(CallbackFailedException.class, () -> app.postForm(called, "f", Body.of(HELLO)));
            assertTrue(e.getMessage().contains("it is unknown whether the callback was performed"), e.getMessage());
            for (Reply other : new Reply[] {
                Reply.of(303),
                redirect(400, target),
                redirect(303, "https://login.example.com/"),
                redirect(303, "https://app.example.com.proxy.example/done"),
                redirect(303, "https://app.example.com/done-by-proxy"),
                redirect(303, "https://app.example.com:8443/done"),
                redirect(303, "http://app.example.com/done"),
                redirect(303, "/done"),
            }) {
                server.enqueue(other);
                assertThrows(ServiceException.class, () -> app.postForm(redirected, "f", Body.of(HELLO)));
            }
            server.enqueue(redirect(303, target));
            assertThrows(ServiceException.class, () -> app.postForm(plain, "f", Body.of(HELLO)));
            server.enqueue(Reply.fromProxy(303).addHeader("Location", target));
            assertThrows(NotFromOssException.class, () -> app.postForm(redirected, "f", Body.of(HELLO)));
        }
    }

    @Test
    void performsTheCallback() throws Exception {
        ApplicationServer application = new ApplicationServer();
        emulator.addCallbackTarget(application.port());
        Callback.Builder callback = Callback.builder(application.url())
                .formBody("o=${object}&u=${x:user}&op=${operation}")
                .variable("x:user", "4&2");
        SignedForm form = sign(toKey("k").callback(callback.build()));
        assertEquals(
                "{}",
                bucket.postForm(form, "f", Body.of(HELLO)).callbackResponse().utf8());
        assertEquals(List.of("o=k&u=4%262&op=PostObject"), application.received);
        application.close();
        CallbackFailedException e =
                assertThrows(CallbackFailedException.class, () -> bucket.postForm(form, "f", Body.of(HELLO)));
        assertTrue(e.stored().isCrcChecked());
        // The policy fixes the value.
        assertRejected(bucket, form.with("x:user", "43"), "AccessDenied");
    }

    @Test
    void retriesTransientFailures() throws Exception {
        SignedForm form = sign(toKey("k"));
        try (BucketClient retrying = client().retryPolicy(IMMEDIATE_RETRIES).build()) {
            for (Fault fault : new Fault[] {
                Fault.error(503, "ServiceUnavailable"),
                Fault.uploadReset(100),
                Fault.responseLost(),
                Fault.wrongCrc64(1)
            }) {
                emulator.inject(fault.on("PostObject"));
                assertTrue(retrying.postForm(form, "f", Body.of(HELLO)).isCrcChecked(), fault.toString());
            }
        }
        emulator.inject(Fault.error(403, "AccessDenied").on("PostObject"));
        String message = assertThrows(ServiceException.class, () -> bucket.postForm(form, "f", Body.of(HELLO)))
                .getMessage();
        assertTrue(message.startsWith("PostObject k" + where() + ": 403 AccessDenied"), message);
        emulator.inject(Fault.wrongCrc64(7).on("PostObject"));
        assertEquals(
                7,
                assertThrows(ChecksumMismatchException.class, () -> bucket.postForm(form, "f", Body.of(HELLO)))
                        .remoteCrc64());
    }

    @Test
    void rejectsAnExpiredForm() throws Exception {
        try (BucketClient yesterday = client().clock(Clock.offset(Clock.systemUTC(), Duration.ofDays(-1)))
                .build()) {
            assertRejected(bucket, yesterday.signForm(toKey("k").build(), TEN_MINUTES), "AccessDenied");
        }
    }

    @Test
    void postsAStreamAsynchronously() throws Exception {
        SignedForm form = sign(toKey("k"));
        assertTrue(bucket.async()
                .postForm(form, "f", Body.of(new ByteArrayInputStream(HELLO), 5))
                .get(1, TimeUnit.MINUTES)
                .isCrcChecked());
    }

    /** The proxy echoes the request. */
    @Test
    void redactsTheSecretsOfAForm() throws Exception {
        Callback callback = Callback.builder("https://app.example.com/?key=hunter2hunter2")
                .formBody("t=${x:token}")
                .variable("x:token", "token-of-hunter2")
                .build();
        SignedForm form = sign(toKey("k").callback(callback)).with("x-oss-security-token", "the-token-of-an-app");
        try (WireServer echo = new WireServer();
                BucketClient app = BucketClient.builder("http://127.0.0.1:" + echo.port(), "examplebucket")
                        .anonymous()
                        .build()) {
            echo.enqueue(refusal(form.field("x-oss-signature") + " " + form.field("x-oss-security-token")));
            String text = assertThrows(ServiceException.class, () -> app.postForm(form, "f", Body.of(HELLO)))
                    .getMessage();
            assertTrue(text.contains("you sent … …"), text);
            for (String field : new String[] {"policy", "callback", "x:token"}) {
                echo.enqueue(refusal(form.field(field)));
                text = assertThrows(ServiceException.class, () -> app.postForm(form, "f", Body.of(HELLO)))
                        .getMessage();
                assertTrue(text.contains("you sent …"), text);
                assertFalse(text.contains(form.field(field).substring(4)), text);
            }
        }
    }

    private static Reply refusal(String echo) {
        return Reply.of(400).body("<Error><Code>X</Code><Message>you sent " + echo + "</Message></Error>");
    }

    /** The policy contains the token in Base64, and OSS returns the condition that does not hold. */
    @Test
    void redactsTheTokenOfAPolicy() throws Exception {
        Credentials temporary = Credentials.of("STS.id", "secret", "hunter2-hunter2-hunter2");
        try (Emulator sts = Emulator.builder()
                        .temporaryAccessKey("STS.id", "secret", "hunter2-hunter2-hunter2")
                        .start();
                BucketClient client = BucketClient.builder(sts.endpoint(), sts.bucket())
                        .region(sts.region())
                        .credentials(temporary)
                        .build()) {
            Callback callback = Callback.builder("https://app.example.com/")
                    .formBody("t=${x:token}")
                    .variable("x:token", "{\"session\":\"hunter2hunter2\"}")
                    .build();
            SignedForm form = client.signForm(
                    FormUpload.toKey(sts.bucket(), "k").callback(callback).build(), TEN_MINUTES);
            for (SignedForm changed : new SignedForm[] {
                form.with("x-oss-signature", "0".repeat(64)), form.with("x:token", "another token"),
            }) {
                ServiceException e =
                        assertThrows(ServiceException.class, () -> client.postForm(changed, "f", Body.of(HELLO)));
                assertFalse((e + " " + e.details()).contains("hunter2hunter2"), e + " " + e.details());
                for (String detail : e.details().values()) {
                    assertFalse(decoded(detail).contains("hunter2"), detail);
                }
            }
        }
    }

    private static String decoded(String text) {
        try {
            return new String(Base64.getDecoder().decode(text), UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    @Test
    void rejectsSigningByAnAnonymousClient() throws Exception {
        try (BucketClient app = BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .anonymous()
                .build()) {
            assertThrows(
                    IllegalStateException.class, () -> app.signForm(toKey("k").build(), TEN_MINUTES));
        }
    }
}
