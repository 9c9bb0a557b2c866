// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PutSymlink and GetSymlink. */
class SymlinkTest {
    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    private RawResponse link(String key, String target) throws IOException {
        return emulator.request("PUT", key)
                .query("symlink", null)
                .header("x-oss-symlink-target", target)
                .header("x-oss-meta-a", "b")
                .send();
    }

    private RawResponse linkOf(String key) throws IOException {
        return emulator.request("GET", key).query("symlink", null).send();
    }

    @Test
    void readsTarget() throws IOException {
        emulator.put("dir/é", "hello").header("x-oss-meta-c", "d").send("hello");
        emulator.advance(Duration.ofSeconds(5));

        assertEquals(200, link("a", "dir%2F%C3%A9").status());

        RawResponse read = emulator.get("a");
        assertEquals("hello", read.text());
        assertEquals(TestEmulator.HELLO_ETAG, read.header("etag"));
        assertEquals("Symlink", read.header("x-oss-object-type"));
        assertEquals("b", read.header("x-oss-meta-a"));
        assertNull(read.header("x-oss-meta-c"));
        assertEquals("Sun, 17 Dec 2023 03:47:41 GMT", read.header("last-modified"));
        assertEquals(
                "ell",
                emulator.request("GET", "a").header("Range", "bytes=1-3").send().text());
        assertEquals("5", emulator.head("a").header("content-length"));
        assertEquals("Symlink", emulator.head("a").header("x-oss-object-type"));
        assertEquals("dir%2F%C3%A9", linkOf("a").header("x-oss-symlink-target"));
        assertTrue(emulator.request("GET", null).send().text().contains("<Type>Symlink</Type>"));
        assertEquals(1, emulator.files());

        emulator.request("DELETE", "a").send();
        assertEquals("hello", emulator.get("dir/é").text());
    }

    @Test
    void hasTypeAndTagsOfItsOwn() throws IOException {
        emulator.put("target", "hello").header("Content-Type", "image/png").send("hello");
        emulator.request("PUT", "a")
                .query("symlink", null)
                .header("x-oss-symlink-target", "target")
                .header("x-oss-tagging", "a=1&b=2")
                .header("x-oss-meta-a", "b")
                .header("Content-Type", "text/plain")
                .send();

        RawResponse link = linkOf("a");
        assertEquals("text/plain", link.header("content-type"));
        assertEquals("b", link.header("x-oss-meta-a"));
        assertEquals("2", link.header("x-oss-tagging-count"));
        assertEquals("text/plain", emulator.get("a").header("content-type"));
        assertTrue(emulator.request("GET", "a")
                .query("tagging", null)
                .send()
                .text()
                .contains("<Key>b</Key>"));
    }

    @Test
    void reportsInvalidTargets() throws IOException {
        link("a", "missing");
        link("b", "a");

        assertEquals("404 SymlinkTargetNotExist null", emulator.get("a").errorText());
        assertEquals("404 SymlinkTargetNotExist null", emulator.head("a").errorText());
        assertEquals("400 InvalidTargetType null", emulator.get("b").errorText());
        assertEquals("missing", linkOf("a").header("x-oss-symlink-target"));
        emulator.put("c", "").send();
        assertEquals("400 NotSymlink null", linkOf("c").errorText());
        assertEquals(TestEmulator.NO_SUCH_KEY, linkOf("d").errorText());
        assertEquals("400 InvalidArgument null", link("e", "").errorText());
        assertEquals("400 InvalidArgument null", link("e", "%zz").errorText());
        assertEquals(
                "400 NotImplemented null",
                emulator.request("PUT", "e")
                        .header("x-oss-copy-source", "/examplebucket/a")
                        .send()
                        .errorText());
    }
}
