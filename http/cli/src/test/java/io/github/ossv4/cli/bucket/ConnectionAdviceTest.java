// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ConnectionAdviceTest {
    private static IOException of(String message, IOException cause) {
        return new IOException(message, cause);
    }

    @Test
    void namesHostThatCannotBeResolved() {
        assertEquals(
                "GetObject a at x, attempt 4 of 4: cannot resolve b.oss-cn-x.aliyuncs.com: check --region, --endpoint and DNS;"
                        + " try 'ossv4 doctor'",
                ConnectionAdvice.of(of(
                        "GetObject a at x, attempt 4 of 4: b.oss-cn-x.aliyuncs.com: Name or service not known",
                        new UnknownHostException("b.oss-cn-x.aliyuncs.com: Name or service not known"))));
    }

    @Test
    void keepsAdviceOfTheClient() {
        assertEquals(
                "GetObject a at x: cannot resolve files.example: check --region, --endpoint and DNS; set --cname; try 'ossv4 doctor'",
                ConnectionAdvice.of(
                        of("GetObject a at x: files.example; set --cname", new UnknownHostException("files.example"))));
    }

    @Test
    void namesAddressThatRefuses() {
        assertEquals(
                "GetObject a: cannot connect to h/10.0.0.1:80: check --endpoint, the network and the proxy; try 'ossv4 doctor'",
                ConnectionAdvice.of(of(
                        "GetObject a: Failed to connect to h/10.0.0.1:80",
                        new ConnectException("Failed to connect to h/10.0.0.1:80"))));
    }

    @Test
    void advisesAboutTimeouts() {
        assertEquals(
                "GetObject a: timeout: check the network and the proxy; try 'ossv4 doctor'",
                ConnectionAdvice.of(of("GetObject a: timeout", new SocketTimeoutException("timeout"))));
    }

    @Test
    void hasNoAdviceAboutOtherFailures() {
        assertNull(ConnectionAdvice.of(of("GetObject a", new EOFException())));
        assertNull(ConnectionAdvice.of(new IllegalArgumentException("a")));
    }
}
