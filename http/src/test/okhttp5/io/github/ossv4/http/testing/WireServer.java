// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import java.io.IOException;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Protocol;
import okio.Buffer;
import okio.ByteString;

/** A mock server that returns prepared responses, for OkHttp 5. */
public final class WireServer implements AutoCloseable {
    /** The start of the OkHttp version that the tests run with. */
    public static final String OKHTTP_LINE = "5.";

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
        MockResponse.Builder response =
                new MockResponse.Builder().code(reply.code).headers(reply.headers.build());
        Buffer body = new Buffer().write(reply.body);
        if (reply.chunkSize > 0) {
            response.chunkedBody(body, reply.chunkSize);
        } else if (!reply.toHead) {
            response.body(body);
        }
        switch (reply.cut) {
            case NEVER -> {}
            case BEFORE_RESPONSE -> response.onResponseStart(new SocketEffect.CloseSocket());
            case IN_BODY -> response.onResponseBody(new SocketEffect.CloseSocket());
        }
        server.enqueue(response.build());
    }

    public Received take() throws InterruptedException {
        RecordedRequest request = server.takeRequest();
        return new Received(
                request.getRequestLine(),
                request.getHeaders(),
                request.getBody() == null ? ByteString.EMPTY : request.getBody(),
                request.getBodySize());
    }

    public int requestCount() {
        return server.getRequestCount();
    }

    @Override
    public void close() {
        server.close();
    }
}
