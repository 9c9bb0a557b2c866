// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.callback;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestForm;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Callbacks and versions of forms. */
class FormCallbackTest {
    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator().with(builder -> builder.versioning(true));

    private TestForm form(Callback callback) {
        TestForm form = emulator.form("a");
        callback.formFields().forEach((name, value) -> {
            form.field(name, value);
            form.condition("[\"eq\", \"$" + name + "\", \"" + value + "\"]");
        });
        return form;
    }

    @Test
    void fillsVariablesOfForm() throws Exception {
        try (AppServer server = AppServer.good().calledBy(emulator)) {
            Callback callback = Callback.builder(server.url("/"))
                    .formBody("${object}|${size}|${mimeType}|${contentMd5}|${operation}|${x:who}")
                    .variable("x:who", "張 3")
                    .build();
            RawResponse response = form(callback)
                    .field("success_action_status", "201")
                    .field("success_action_redirect", "http://app.example.com/")
                    .send();

            assertEquals(200, response.status());
            assertArrayEquals(AppServer.OK, response.text().getBytes(StandardCharsets.UTF_8));
            assertEquals("application/json", response.header("content-type"));
            assertEquals(TestEmulator.HELLO_ETAG, response.header("etag"));
            AppServer.Received received = server.take();
            assertEquals(
                    "a|5|application%2Foctet-stream|XUFAKrxLKna5cZ2REBfFkg%3D%3D|PostObject|%E5%BC%B5%203",
                    received.text());
            assertEquals(response.header("x-oss-request-id"), received.header("x-oss-request-id"));
        }
    }

    @Test
    void keepsObjectAfterFailedCallback() throws Exception {
        try (AppServer server =
                AppServer.responding(500, null, -1, AppServer.OK).calledBy(emulator)) {
            RawResponse response = form(Callback.builder(server.url("/"))
                            .formBody("a=b")
                            .build())
                    .send();

            assertEquals("203 CallbackFailed 0007-00000203", response.errorText());
            assertEquals(TestEmulator.HELLO_ETAG, response.header("etag"));
            assertNotNull(response.header("x-oss-hash-crc64ecma"));
            assertEquals(emulator.head("a").header("x-oss-version-id"), response.header("x-oss-version-id"));
            assertEquals("hello", emulator.get("a").text());
        }
    }

    @Test
    void sendsNoCallbackForRejectedForm() throws Exception {
        try (AppServer server = AppServer.good().calledBy(emulator)) {
            RawResponse response = form(Callback.builder(server.url("/"))
                            .formBody("a=b")
                            .build())
                    .condition("[\"content-length-range\", 10, 20]")
                    .send();

            assertEquals("400 EntityTooSmall 0006-00000004", response.errorText());
            assertFalse(server.wasCalled());
        }
    }

    @Test
    void rejectsChangeOfPinnedCallback() throws Exception {
        try (AppServer server = AppServer.good().calledBy(emulator);
                AppServer other = AppServer.good().calledBy(emulator)) {
            RawResponse response = form(Callback.builder(server.url("/"))
                            .formBody("a=b")
                            .build())
                    .change(
                            "callback",
                            Callback.builder(other.url("/"))
                                    .formBody("a=b")
                                    .build()
                                    .headerValue())
                    .send();

            assertEquals("403 AccessDenied 0006-00000227", response.errorText());
            assertFalse(other.wasCalled());
        }
    }

    /** Otherwise an uploader could remove a pinned variable from the callback by writing its field in upper case. */
    @Test
    void findsVariablesInAnyCase() throws Exception {
        try (AppServer server = AppServer.good().calledBy(emulator)) {
            Callback callback = Callback.builder(server.url("/"))
                    .formBody("u=${x:user}")
                    .variable("x:user", "42")
                    .build();
            assertEquals(
                    200,
                    form(callback)
                            .condition("[\"eq\", \"$x:user\", \"42\"]")
                            .change("x:user", null)
                            .change("X:User", "42")
                            .send()
                            .status());
            assertEquals("u=42", server.take().text());
        }
    }

    @Test
    void storesVersionForEachForm() throws Exception {
        String first = emulator.form("a").file("1").send().header("x-oss-version-id");
        String second = emulator.form("a")
                .field("x-oss-forbid-overwrite", "true")
                .file("2")
                .send()
                .header("x-oss-version-id");

        assertEquals("2", emulator.get("a").text());
        assertEquals(
                "1",
                emulator.request("GET", "a").query("versionId", first).send().text());
        assertEquals(
                "2",
                emulator.request("GET", "a").query("versionId", second).send().text());
    }
}
