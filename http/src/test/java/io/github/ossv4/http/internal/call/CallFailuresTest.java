// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class CallFailuresTest {
    @Test
    void namesTheCall() {
        for (IOException failure : new IOException[] {new SocketTimeoutException("m"), new IOException("m")}) {
            IOException named = CallFailures.withCall("GetObject k", failure, "; and more");
            assertSame(failure.getClass(), named.getClass());
            assertEquals("GetObject k: m; and more", named.getMessage());
            assertSame(failure, named.getCause());
        }
    }

    @Test
    void namesTheTypeIfItIsNotKept() {
        assertEquals(
                "GetObject k: java.nio.file.NoSuchFileException: file",
                CallFailures.withCall("GetObject k", new NoSuchFileException("file"), "")
                        .getMessage());
        assertEquals(
                "GetObject k: java.io.IOException",
                CallFailures.withCall("GetObject k", new IOException(), "").getMessage());
        ChangedBytesException changed = new ChangedBytesException(7);
        assertEquals(
                "GetObject k: " + changed.getMessage(),
                CallFailures.withCall("GetObject k", changed, "").getMessage());
    }

    @Test
    void escapesControlCharacters() {
        String message = CallFailures.withCall("GetObject k", new IOException("a\r\nb"), "")
                .getMessage();
        assertTrue(message.startsWith("GetObject k: a") && message.endsWith("b"), message);
        assertTrue(message.chars().noneMatch(Character::isISOControl), message);
    }
}
