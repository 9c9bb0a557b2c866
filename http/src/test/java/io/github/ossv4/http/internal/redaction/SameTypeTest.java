// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.redaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;

class SameTypeTest {
    private static final IOException[] KEPT = {
        new SocketTimeoutException("m"),
        new InterruptedIOException("m"),
        new UnknownHostException("m"),
        new ConnectException("m"),
        new SocketException("m"),
        new SSLHandshakeException("m"),
        new SSLPeerUnverifiedException("m"),
        new SSLException("m"),
        new ProtocolException("m"),
        new EOFException("m"),
        new IOException("m"),
    };

    @Test
    void keepsTypesOfTheNetwork() {
        for (IOException failure : KEPT) {
            IOException other = SameType.of(failure, "other");
            assertSame(failure.getClass(), other.getClass());
            assertEquals("other", other.getMessage());
            assertTrue(SameType.isKept(failure), failure.toString());
        }
    }

    /** Callers catch InterruptedIOException, whatever was read or written. */
    @Test
    void returnsOneTypeForInterrupts() {
        IOException other = SameType.of(new ClosedByInterruptException(), "other");
        assertSame(InterruptedIOException.class, other.getClass());
        assertEquals("other", other.getMessage());
    }

    @Test
    void replacesOtherTypes() {
        IOException failure = new NoSuchFileException("file");
        assertSame(IOException.class, SameType.of(failure, "other").getClass());
        assertFalse(SameType.isKept(failure));
    }
}
