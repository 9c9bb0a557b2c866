// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import java.io.IOException;
import java.util.List;
import okhttp3.Protocol;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import okhttp3.mockwebserver.SocketPolicy;
import okio.Buffer;

/** A mock server that returns prepared responses, for OkHttp 4.12. */
public final class WireServer implements AutoCloseable {
    /** The start of the OkHttp version that the tests run with. */
    public static final String OKHTTP_LINE = "4.12.";

    private final MockWebServer server = new MockWebServer();

    public WireServer(Protocol... protocols) throws IOException {
        if (protocols.length > 0) {
            server.setProtocols(List.of(protocols));
        }
        server.start();
    }

    public int port() {
        return server.getPort();
    }

    public void enqueue(Reply reply) {
        MockResponse response =
                new MockResponse().setResponseCode(reply.code).setHeaders(reply.headers.build());
        Buffer body = new Buffer().write(reply.body);
        if (reply.chunkSize > 0) {
            response.setChunkedBody(body, reply.chunkSize);
        } else if (!reply.toHead) {
            response.setBody(body);
        }
        switch (reply.cut) {
            case NEVER -> {}
            case BEFORE_RESPONSE -> response.setSocketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST);
            case IN_BODY -> response.setSocketPolicy(SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY);
        }
        server.enqueue(response);
    }

    public Received take() throws InterruptedException {
        RecordedRequest request = server.takeRequest();
        return new Received(
                request.getRequestLine(),
                request.getHeaders(),
                request.getBody().readByteString(),
                request.getBodySize());
    }

    public int requestCount() {
        return server.getRequestCount();
    }

    @Override
    public void close() throws IOException {
        server.shutdown();
    }
}
