// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.callback;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.ObjectFacts;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.internal.json.JsonTree;
import io.github.ossv4.object.ObjectHeaders;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.ByteString;

/**
 * The request that OSS sends for a callback, about an object that does not exist.
 *
 * @param hasMalformedJson whether the type of the body is JSON, but the body is not valid JSON
 */
record ProbeRequest(Request http, boolean hasMalformedJson) {
    private static final ByteString CONTENT = ByteString.encodeUtf8("hello");
    private static final String ACCOUNT = "1000000000000000";

    /**
     * Returns the request.
     *
     * @param object the name of the object that the body is about
     */
    static ProbeRequest of(HttpUrl url, Callback callback, OssUrl object, ProbeKey key, Instant now) {
        String requestId =
                UUID.randomUUID().toString().replace("-", "").substring(0, 24).toUpperCase(Locale.ROOT);
        String text = callback.body(facts(object, requestId));
        ByteString body = ByteString.encodeUtf8(text);
        String host = callback.host();
        Request.Builder request = new Request.Builder()
                .url(url)
                .post(RequestBody.create(body, MediaType.parse(callback.bodyType())))
                .header("Authorization", key.sign(url, body.toByteArray()))
                .header("Connection", "close")
                .header("Content-MD5", body.md5().base64())
                .header("Date", ObjectHeaders.httpDate(now))
                .header("User-Agent", "aliyun-oss-callback")
                // Otherwise OkHttp requests gzip, and removes the Content-Length of a response in gzip.
                .header("Accept-Encoding", "identity")
                .header("x-oss-additional-headers", "")
                .header("x-oss-bucket", object.bucket())
                .header("x-oss-owner", ACCOUNT)
                .header("x-oss-pub-key-url", ByteString.encodeUtf8(key.url()).base64())
                .header("x-oss-request-id", requestId)
                .header("x-oss-requester", ACCOUNT)
                .header("x-oss-signature-version", "1.0")
                .header("x-oss-tag", "CALLBACK");
        if (host != null) {
            request.header("Host", host);
        }
        return new ProbeRequest(
                request.build(), callback.bodyType().equals("application/json") && !JsonTree.isValid(text));
    }

    private static ObjectFacts facts(OssUrl object, String requestId) {
        return ObjectFacts.builder(object.bucket(), object.requireKey())
                .etag(CONTENT.md5().hex().toUpperCase(Locale.ROOT))
                .size(CONTENT.size())
                .mimeType("text/plain")
                .crc64(Crc64.compute(CONTENT.toByteArray()))
                .contentMd5(CONTENT.md5().base64())
                .clientIp("192.0.2.1")
                .requestId(requestId)
                .operation("PutObject")
                .build();
    }
}
