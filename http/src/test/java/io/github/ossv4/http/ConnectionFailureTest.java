// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionFailureTest {
    private static Arguments of(Throwable failure, @Nullable ConnectionFailure kind) {
        return Arguments.of(failure, kind);
    }

    private static SSLHandshakeException handshake(Throwable cause) {
        SSLHandshakeException failure = new SSLHandshakeException("x");
        failure.initCause(cause);
        return failure;
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                of(new UnknownHostException("h"), ConnectionFailure.UNKNOWN_HOST),
                of(new ConnectException("x"), ConnectionFailure.NO_CONNECTION),
                of(new NoRouteToHostException("x"), ConnectionFailure.NO_CONNECTION),
                of(new SocketTimeoutException("x"), ConnectionFailure.TIMEOUT),
                of(new SSLPeerUnverifiedException("x"), ConnectionFailure.CERTIFICATE_OF_OTHER_HOST),
                of(handshake(new CertificateExpiredException("x")), ConnectionFailure.CERTIFICATE_EXPIRED),
                of(
                        handshake(new CertPathValidatorException("x", new CertificateNotYetValidException("x"))),
                        ConnectionFailure.CERTIFICATE_EXPIRED),
                of(handshake(new CertPathBuilderException("x")), ConnectionFailure.CERTIFICATE_UNTRUSTED),
                of(handshake(new CertificateException("x")), ConnectionFailure.CERTIFICATE_UNTRUSTED),
                of(new SSLException("x"), ConnectionFailure.NO_TLS),
                of(new ProtocolException("x"), ConnectionFailure.MALFORMED_RESPONSE),
                of(new IOException("x", new EOFException()), ConnectionFailure.NO_RESPONSE),
                of(new IOException("Failed to authenticate with proxy"), ConnectionFailure.PROXY_LOGIN_REQUIRED),
                of(new IOException("Unexpected response code for CONNECT: 403"), ConnectionFailure.PROXY_REFUSED),
                of(new SSLHandshakeException("closed"), null),
                of(handshake(new EOFException("closed")), ConnectionFailure.NO_RESPONSE),
                of(new SocketException("reset"), ConnectionFailure.NO_RESPONSE),
                of(new InterruptedIOException("GetObject k: timeout"), ConnectionFailure.TIMEOUT),
                of(new InterruptedIOException("interrupted"), null),
                of(new EOFException("file ended"), null),
                of(new FileNotFoundException("f"), null),
                of(new IOException("No space left on device"), null),
                of(new IllegalStateException("x"), null));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void decidesByTypes(Throwable failure, @Nullable ConnectionFailure kind) {
        assertEquals(kind, ConnectionFailure.of(failure));
        assertEquals(
                failure instanceof EOFException ? ConnectionFailure.NO_RESPONSE : kind,
                ConnectionFailure.of(new IOException("GetObject a at h", failure)));
    }
}
