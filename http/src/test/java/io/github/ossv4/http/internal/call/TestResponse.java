// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.http.internal.redaction.Secrets;
import io.github.ossv4.sign.Signature;
import java.time.Duration;
import okhttp3.Handshake;
import okhttp3.Headers;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/** Builds a response without a server. */
public final class TestResponse {
    static final Endpoint ENDPOINT = Endpoint.of("https://oss-cn-hangzhou.aliyuncs.com", "b", Endpoint.Style.AUTOMATIC);

    private final int status;
    private final Headers headers;
    private final String body;
    private @Nullable Signature signature;
    private Secrets secrets = Secrets.NONE;
    private @Nullable Handshake handshake;

    private TestResponse(int status, Headers headers, String body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public static TestResponse of(int status, Headers headers, String body) {
        return new TestResponse(status, headers, body);
    }

    /** Sets the signature and the secrets of the request. */
    public TestResponse signed(Signature ofRequest, Secrets secretsOfRequest) {
        this.signature = ofRequest;
        this.secrets = secretsOfRequest;
        return this;
    }

    /** Sets the TLS handshake; null for http. */
    public TestResponse handshake(@Nullable Handshake of) {
        this.handshake = of;
        return this;
    }

    public OssResponse received() {
        Response response = new Response.Builder()
                .request(new Request.Builder().url("http://a/").build())
                .protocol(Protocol.HTTP_1_1)
                .code(status)
                .message("M")
                .headers(headers)
                .handshake(handshake)
                .body(ResponseBody.create(body, null))
                .build();
        return new OssResponse(
                response,
                new ObservedAttempt(null, 1, new Operation("GetObject", "GET", "k"), 1, 1, Duration.ZERO),
                signature,
                secrets,
                ENDPOINT,
                error -> null);
    }
}
