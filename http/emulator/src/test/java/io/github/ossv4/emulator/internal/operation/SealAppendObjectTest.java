// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SealAppendObject. */
class SealAppendObjectTest {
    private static final String SEALED = "409 FileImmutable null";
    private static final String TIME = "Sun, 17 Dec 2023 03:47:36 GMT";

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    private RawResponse append(String key, String position, String body) throws IOException {
        return emulator.request("POST", key)
                .query("append", null)
                .query("position", position)
                .length(body.length())
                .send(body);
    }

    private RawResponse seal(String position) throws IOException {
        return emulator.request("POST", "a")
                .query("seal", null)
                .query("position", position)
                .length(0)
                .send();
    }

    @Test
    void sealedObjectCannotBeAppendedTo() throws IOException {
        append("a", "0", "hello");
        assertNull(emulator.head("a").header("x-oss-sealed-time"));

        RawResponse sealed = seal("5");

        assertEquals(200, sealed.status(), sealed::text);
        assertEquals(TIME, sealed.header("x-oss-sealed-time"));
        assertEquals(SEALED, append("a", "5", "!").errorText());
        assertEquals(SEALED, append("a", "0", "!").errorText());
        assertEquals(SEALED, append("a", "5", "").errorText());
        for (RawResponse response : new RawResponse[] {emulator.get("a"), emulator.head("a")}) {
            assertEquals(TIME, response.header("x-oss-sealed-time"));
            assertEquals("Appendable", response.header("x-oss-object-type"));
        }
        assertEquals("hello", emulator.get("a").text());
    }

    @Test
    void sealingAgainKeepsTime() throws IOException {
        append("a", "0", "hello");
        seal("5");
        emulator.advance(Duration.ofHours(1));

        assertEquals(TIME, seal("5").header("x-oss-sealed-time"));
        assertEquals("409 PositionNotEqualToLength 0026-00000016", seal("4").errorText());
        assertEquals(TIME, emulator.head("a").header("x-oss-sealed-time"));
    }

    @Test
    void rejectsOtherLength() throws IOException {
        append("a", "0", "hello");

        RawResponse response = seal("4");

        assertEquals("409 PositionNotEqualToLength 0026-00000016", response.errorText());
        assertEquals("5", response.header("x-oss-next-append-position"));
        assertEquals(200, append("a", "5", "!").status());
    }

    @Test
    void rejectsObjectsThatAreNotAppendable() throws IOException {
        assertEquals(TestEmulator.NO_SUCH_KEY, seal("0").errorText());
        emulator.put("a", "hello").send("hello");

        assertEquals("409 ObjectNotAppendable 0026-00000017", seal("5").errorText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "x"})
    void rejectsInvalidPosition(String position) throws IOException {
        append("a", "0", "hello");

        assertEquals("400 InvalidArgument 0016-00000502", seal(position).errorText());
    }

    @Test
    void requiresPosition() throws IOException {
        append("a", "0", "hello");

        RawResponse response =
                emulator.request("POST", "a").query("seal", null).length(0).send();

        assertEquals("400 MissingArgument 0016-00000501", response.errorText());
    }

    @Test
    void newObjectIsNotSealed() throws IOException {
        append("a", "0", "hello");
        seal("5");
        emulator.request("DELETE", "a").send();

        assertEquals(200, append("a", "0", "hello").status());
        assertNull(emulator.head("a").header("x-oss-sealed-time"));
        assertEquals(200, append("a", "5", "!").status());
    }

    @Test
    void restoreKeepsSeal() throws IOException {
        emulator.request("POST", "a")
                .query("append", null)
                .query("position", "0")
                .header("x-oss-storage-class", "Archive")
                .length(0)
                .send();
        seal("0");
        emulator.request("POST", "a").query("restore", null).length(0).send();
        emulator.advance(Duration.ofMinutes(1));
        assertEquals(TIME, emulator.get("a").header("x-oss-sealed-time"));

        emulator.request("POST", "a")
                .query("cleanRestoredObject", null)
                .length(0)
                .send();

        assertEquals(TIME, emulator.head("a").header("x-oss-sealed-time"));
        assertNull(emulator.head("a").header("x-oss-restore"));
    }
}
