// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.form.FormUpload;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.http.testing.ApplicationServer;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.PostedForm;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Forms that are signed, and posted to an emulator by another program. */
class SignFormTest extends EmulatorFixture {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private SignedForm sign(FormUpload.Builder form) throws IOException {
        return bucket.signForm(form.build(), TEN_MINUTES);
    }

    private FormUpload.Builder toKey(String key) {
        return FormUpload.toKey(emulator.bucket(), key);
    }

    private PostedForm post(SignedForm form, String filename) throws IOException {
        return PostedForm.post(bucket.formUrl(), form, filename, HELLO);
    }

    @Test
    void storesTheFile() throws Exception {
        SignedForm form = sign(toKey("dir/${filename}")
                .contentType("text/plain")
                .metadata("a", "1")
                .maxSize(5));
        PostedForm posted = post(form, "鍵 1.txt");
        assertEquals(200, posted.status());
        assertEquals(Crc64.toString(Crc64.compute(HELLO)), posted.crc64());
        ObjectMetadata metadata = bucket.head("dir/鍵 1.txt");
        assertEquals("text/plain", metadata.contentType());
        assertEquals("1", metadata.metadata().get("a"));
        assertEquals("hello", text("dir/鍵 1.txt"));
    }

    /** A page has the fields from its application server. */
    @Test
    void pinsWhatThePolicyNames() throws Exception {
        SignedForm form = SignedForm.of(
                sign(FormUpload.underPrefix(emulator.bucket(), "users/42/").contentTypes("text/plain", "image/png"))
                        .fields());
        SignedForm typed = form.with("x-oss-content-type", "image/png");
        assertEquals(200, post(typed, "a.png").status());
        assertEquals("image/png", bucket.head("users/42/a.png").contentType());
        assertRejected(form, "AccessDenied");
        assertRejected(form.with("x-oss-content-type", "text/html"), "AccessDenied");
        assertRejected(typed.with("key", "users/43/a.png"), "AccessDenied");
        assertRejected(typed.with("x-oss-signature", "0".repeat(64)), "SignatureDoesNotMatch");
        assertRejected(sign(toKey("k").maxSize(4)), "EntityTooLarge");
        assertRejected(sign(toKey("k").minSize(6)), "EntityTooSmall");
    }

    private void assertRejected(SignedForm form, String code) throws IOException {
        String body = post(form, "a").body();
        assertTrue(body.contains("<Code>" + code + "</Code>"), body);
    }

    @Test
    void rejectsAFormForAnotherBucket() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> sign(FormUpload.toKey("otherbucket", "k")));
        assertTrue(e.getMessage().contains("otherbucket"), e.getMessage());
    }

    @Test
    void performsTheCallback() throws Exception {
        try (ApplicationServer application = new ApplicationServer()) {
            emulator.addCallbackTarget(application.port());
            Callback.Builder callback = Callback.builder(application.url())
                    .formBody("o=${object}&u=${x:user}&op=${operation}")
                    .variable("x:user", "4&2");
            SignedForm form = sign(toKey("k").callback(callback.build()));
            assertEquals("{}", post(form, "f").body());
            assertEquals(List.of("o=k&u=4%262&op=PostObject"), application.received);
            // The policy fixes the value.
            assertRejected(form.with("x:user", "43"), "AccessDenied");
        }
    }

    @Test
    void rejectsAnExpiredForm() throws Exception {
        try (BucketClient yesterday = client().clock(Clock.offset(Clock.systemUTC(), Duration.ofDays(-1)))
                .build()) {
            assertRejected(yesterday.signForm(toKey("k").build(), TEN_MINUTES), "AccessDenied");
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
