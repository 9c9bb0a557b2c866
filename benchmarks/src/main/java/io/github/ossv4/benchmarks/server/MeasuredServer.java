// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.server;

import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A server in a jar, with a bucket named {@code examplebucket}. */
public enum MeasuredServer {
    /** The emulator of this project, which checks the signature of each request. */
    OSSV4 {
        @Override
        List<String> arguments(int port) {
            return List.of("--port", Integer.toString(port));
        }

        @Override
        List<String> quiet() {
            return List.of("--quiet");
        }

        @Override
        Map<String, String> environment() {
            return Map.of("OSS_ACCESS_KEY_ID", "id", "OSS_ACCESS_KEY_SECRET", "secret");
        }

        @Override
        Map<String, String> signature(String method, String key) {
            UnsignedRequest.Builder request = UnsignedRequest.builder(method, "examplebucket", key);
            return Signer.of(Credentials.of("id", "secret"), "cn-hangzhou")
                    .sign(request.build(), Instant.now())
                    .headers();
        }
    },
    /** Adobe's S3Mock, which ignores signatures. */
    S3MOCK {
        @Override
        List<String> arguments(int port) {
            // It also listens for https.
            return List.of("--com.adobe.testing.s3mock.http-port=" + port, "--server.port=" + (port + 1));
        }

        @Override
        Map<String, String> environment() {
            return Map.of("COM_ADOBE_TESTING_S3MOCK_STORE_INITIAL_BUCKETS", "examplebucket");
        }

        @Override
        Map<String, String> signature(String method, String key) {
            return Map.of();
        }
    };

    abstract List<String> arguments(int port);

    /** Returns the options that disable the log. */
    List<String> quiet() {
        return List.of();
    }

    abstract Map<String, String> environment();

    /** Returns the headers that sign a request. They are valid for some minutes. */
    abstract Map<String, String> signature(String method, String key);

    /** Returns a request as it is sent. */
    byte[] request(String method, String key, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", "127.0.0.1");
        headers.put("Content-Length", Integer.toString(body.length));
        headers.putAll(signature(method, key));
        StringBuilder head = new StringBuilder(method + " /examplebucket/" + key + " HTTP/1.1\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[start.length + body.length];
        System.arraycopy(start, 0, request, 0, start.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        return request;
    }
}
