// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.testing;

import io.github.ossv4.emulator.Emulator;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A connection on which a test sends exact bytes. */
public final class RawConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    public RawConnection(Emulator emulator) throws IOException {
        this(emulator.port());
    }

    public RawConnection(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** Uses a connected socket, which it closes. */
    public RawConnection(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    public RawConnection send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    public RawConnection send(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /** Reads a response with a body of Content-Length bytes. */
    public RawResponse read() throws IOException {
        RawResponse head = readHead();
        int length = Integer.parseInt(head.headers().getOrDefault("content-length", "0"));
        return new RawResponse(head.status(), head.headers(), in.readNBytes(length));
    }

    /** Reads the head of a response. The caller reads the body, if there is one. */
    public RawResponse readHead() throws IOException {
        String statusLine = line();
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        return new RawResponse(Integer.parseInt(statusLine.split(" ")[1]), headers, new byte[0]);
    }

    /** Returns the body of a response whose head was read. */
    public InputStream body() {
        return in;
    }

    /** Returns whether the server has closed the connection in order, and nothing is left to read. */
    public boolean isAtEnd() throws IOException {
        return in.read() < 0;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("no response, or an incomplete one: " + line);
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
