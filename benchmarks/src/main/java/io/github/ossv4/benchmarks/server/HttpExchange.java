// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.server;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection that sends prepared requests and skips the bodies of the responses, to leave the CPU to the server. It
 * is replaced when the server closes it.
 */
final class HttpExchange implements Closeable {
    private static final int MAX_HEAD = 16 * 1024;

    private final int port;
    private final byte[] head = new byte[MAX_HEAD];
    private Socket socket;
    private InputStream input;

    HttpExchange(int port) throws IOException {
        this.port = port;
        this.socket = connect(port);
        this.input = input(socket);
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static InputStream input(Socket socket) throws IOException {
        return new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    }

    /** Sends a request and returns the status of its response. */
    int send(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        int length = 0;
        while (length < 4
                || head[length - 1] != '\n'
                || head[length - 2] != '\r'
                || head[length - 3] != '\n'
                || head[length - 4] != '\r') {
            int b = input.read();
            if (b < 0 || length == MAX_HEAD) {
                throw new EOFException("no complete head of a response");
            }
            head[length++] = (byte) b;
        }
        String text = new String(head, 0, length, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        int name = text.indexOf("\r\ncontent-length:");
        if (name >= 0) {
            int value = name + "\r\ncontent-length:".length();
            input.skipNBytes(Long.parseLong(
                    text.substring(value, text.indexOf('\r', value)).trim()));
        }
        // Tomcat closes a connection after 100 requests.
        if (text.contains("\r\nconnection: close")) {
            socket.close();
            socket = connect(port);
            input = input(socket);
        }
        return Integer.parseInt(text.substring(9, 12));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
