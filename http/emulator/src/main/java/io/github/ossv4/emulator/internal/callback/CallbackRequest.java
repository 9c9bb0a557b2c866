// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.callback;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.ObjectFacts;
import io.github.ossv4.emulator.internal.body.Digest;
import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.object.Account;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.wire.HttpDate;
import io.github.ossv4.emulator.internal.wire.RequestHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.TreeSet;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** The request to an application server, which differs between URLs in its signature only. Immutable. */
// Nothing compares requests.
@SuppressWarnings("ArrayRecordComponent")
record CallbackRequest(Callback callback, String bucket, String requestId, byte[] body) {
    static final String SIGNATURE_VERSION = "1.0";

    /** Returns the request for a stored object. */
    static CallbackRequest of(Callback callback, UploadedObject uploaded, RequestHead upload) {
        String body = callback.body(facts(uploaded, upload));
        return new CallbackRequest(
                callback, uploaded.name().bucket(), upload.requestId(), body.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the body as text. */
    String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static ObjectFacts facts(UploadedObject uploaded, RequestHead upload) {
        ObjectName name = uploaded.name();
        StoredObject object = uploaded.object();
        ObjectBody body = object.body();
        ObjectFacts.Builder facts = ObjectFacts.builder(name.bucket(), name.key())
                .etag(body.etag())
                .size(body.size())
                .mimeType(object.attributes().metadata().contentType())
                .crc64(body.crc64())
                .clientIp(upload.clientIp())
                .requestId(upload.requestId())
                .operation(uploaded.operation());
        String contentMd5 = body.contentMd5();
        if (contentMd5 != null) {
            facts.contentMd5(contentMd5);
        }
        ImageHeader image = uploaded.image();
        if (image != null) {
            facts.image(image.width(), image.height(), image.format());
        }
        return facts.build();
    }

    /**
     * Returns the signed request to a URL.
     *
     * @param publicKeyUrl the URL of the key that verifies the signature
     */
    Request to(HttpUrl url, String publicKeyUrl, Clock clock) {
        Request.Builder request = new Request.Builder().url(url);
        // First, so that none replaces one of OSS's headers.
        callback.additionalHeaders().forEach(request::header);
        request.removeHeader("Host");
        request.post(requestBody())
                .header("Authorization", CallbackKey.sign(url, body))
                .header("Connection", "close")
                .header("Content-MD5", Digest.of(Digest.newMd5().digest(body)).base64())
                .header("Date", HttpDate.format(clock.instant()))
                .header("User-Agent", "aliyun-oss-callback")
                // Otherwise OkHttp requests gzip, and removes the Content-Length of a response in gzip.
                .header("Accept-Encoding", "identity")
                .header(
                        "x-oss-additional-headers",
                        String.join(
                                ";", new TreeSet<>(callback.additionalHeaders().keySet())))
                .header("x-oss-bucket", bucket)
                .header("x-oss-owner", Account.ID)
                .header("x-oss-pub-key-url", base64(publicKeyUrl.getBytes(StandardCharsets.UTF_8)))
                .header("x-oss-request-id", requestId)
                .header("x-oss-requester", Account.ID)
                .header("x-oss-signature-version", SIGNATURE_VERSION)
                .header("x-oss-tag", "CALLBACK");
        String host = callback.host();
        if (host != null && !host.isEmpty()) {
            request.header("Host", host);
        }
        return request.build();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Returns a one-shot body. OkHttp would retry any other after a 503 with {@code Retry-After: 0}. */
    private RequestBody requestBody() {
        return new RequestBody() {
            @Override
            public @Nullable MediaType contentType() {
                return MediaType.parse(callback.bodyType());
            }

            @Override
            public long contentLength() {
                return body.length;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.write(body);
            }

            @Override
            public boolean isOneShot() {
                return true;
            }
        };
    }
}
