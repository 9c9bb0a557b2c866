// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.callback;

import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.internal.text.PercentDecoding;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import okhttp3.HttpUrl;

/**
 * A key pair of this run, which signs a callback in place of OSS's key, and a server on loopback for its public key. So
 * an application server on this machine can verify the callback if it trusts the {@link #url}.
 */
record ProbeKey(KeyPair pair, HttpServer server) implements AutoCloseable {
    /** OSS's key has 512 bits. Generating 2,048 bits takes seconds without the optimizing compiler. */
    private static final int BITS = 1024;

    private static final String PATH = "/callback_pub_key_v1.pem";

    /**
     * Generates a key pair and serves its public key.
     *
     * @param port the port of the server on loopback; 0 for a free one
     * @throws UsageException if the port cannot be bound
     */
    static ProbeKey start(int port) throws IOException {
        KeyPair pair;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has RSA", e);
        }
        HttpServer server = bind(port);
        byte[] pem = pem(pair);
        server.createContext(PATH, exchange -> {
            exchange.sendResponseHeaders(200, pem.length);
            exchange.getResponseBody().write(pem);
            exchange.close();
        });
        server.start();
        return new ProbeKey(pair, server);
    }

    private static HttpServer bind(int port) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (BindException e) {
            throw new UsageException(
                    "--key-port " + port + " cannot be used, another program may listen there: " + e.getMessage(), e);
        }
    }

    private static byte[] pem(KeyPair pair) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPublic().getEncoded());
        return ("-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the URL of the public key, as long as this object is open. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
    }

    /** Returns the {@code Authorization} of a callback. The signature covers the decoded path and the raw query. */
    String sign(HttpUrl url, byte[] body) {
        String query = url.encodedQuery();
        byte[] path = PercentDecoding.decode(url.encodedPath());
        try {
            Signature signature = Signature.getInstance("MD5withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(path == null ? url.encodedPath().getBytes(StandardCharsets.UTF_8) : path);
            signature.update(((query == null ? "" : "?" + query) + "\n").getBytes(StandardCharsets.UTF_8));
            signature.update(body);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has MD5withRSA", e);
        }
    }

    /** Stops the server. */
    @Override
    public void close() {
        server.stop(0);
    }
}
