// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.footprint;

import io.github.ossv4.checksum.Crc64;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.Okio;

/**
 * Accepts puts and uploads in parts, and returns objects whose key is their size, without a connection: its system
 * calls vary more than our own work.
 */
final class NoNetwork implements Interceptor {
    private static final MediaType XML = MediaType.get("application/xml");
    private static final String NAMES = "<Bucket>examplebucket</Bucket><Key>large</Key>";
    private static final String INITIATED =
            "<InitiateMultipartUploadResult>" + NAMES + "<UploadId>1</UploadId></InitiateMultipartUploadResult>";
    private static final String COMPLETED = "<CompleteMultipartUploadResult><Location>http://localhost</Location>"
            + NAMES + "<ETag>\"0123\"</ETag></CompleteMultipartUploadResult>";

    private static final Map<Integer, byte[]> OBJECTS = new ConcurrentHashMap<>();
    private static final Map<Integer, String> CHECKSUMS = new ConcurrentHashMap<>();

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        RequestBody body = request.body();
        if (body != null) {
            try (BufferedSink sink = Okio.buffer(Okio.blackhole())) {
                body.writeTo(sink);
            }
        }
        return request.method().equals("GET")
                ? object(request)
                : response(request)
                        .body(ResponseBody.create(text(request), XML))
                        .build();
    }

    private static Response.Builder response(Request request) {
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK")
                .header("x-oss-request-id", "0123")
                .header("ETag", "\"0123\"");
    }

    private static Response object(Request request) {
        int size = Integer.parseInt(request.url().pathSegments().get(1));
        byte[] bytes = OBJECTS.computeIfAbsent(size, byte[]::new);
        Response.Builder response = response(request)
                .header("Last-Modified", "Tue, 24 Nov 2026 00:00:00 GMT")
                .header(
                        "x-oss-hash-crc64ecma",
                        CHECKSUMS.computeIfAbsent(size, length -> Crc64.toString(Crc64.compute(bytes))));
        String range = request.header("range");
        if (range == null) {
            return body(response, bytes, 0, size);
        }
        String[] firstAndLast = range.substring("bytes=".length()).split("-", 2);
        int first = Integer.parseInt(firstAndLast[0]);
        int last = Math.min(size - 1, Integer.parseInt(firstAndLast[1]));
        response.code(206).header("Content-Range", "bytes " + first + "-" + last + "/" + size);
        return body(response, bytes, first, last + 1 - first);
    }

    private static Response body(Response.Builder response, byte[] bytes, int offset, int length) {
        Buffer buffer = new Buffer().write(bytes, offset, length);
        return response.header("Content-Length", Integer.toString(length))
                .body(ResponseBody.create(buffer, null, length))
                .build();
    }

    private static String text(Request request) {
        if (!request.method().equals("POST")) {
            return "";
        }
        return request.url().queryParameter("uploadId") == null ? INITIATED : COMPLETED;
    }
}
