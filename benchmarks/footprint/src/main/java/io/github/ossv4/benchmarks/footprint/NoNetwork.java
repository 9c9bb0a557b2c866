// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.footprint;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import okio.Okio;

/**
 * Accepts puts and uploads in parts of one object without a connection, whose system calls vary more than our own work.
 */
final class NoNetwork implements Interceptor {
    private static final MediaType XML = MediaType.get("application/xml");
    private static final String NAMES = "<Bucket>examplebucket</Bucket><Key>large</Key>";
    private static final String INITIATED =
            "<InitiateMultipartUploadResult>" + NAMES + "<UploadId>1</UploadId></InitiateMultipartUploadResult>";
    private static final String COMPLETED = "<CompleteMultipartUploadResult><Location>http://localhost</Location>"
            + NAMES + "<ETag>\"0123\"</ETag></CompleteMultipartUploadResult>";

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        RequestBody body = request.body();
        if (body != null) {
            try (BufferedSink sink = Okio.buffer(Okio.blackhole())) {
                body.writeTo(sink);
            }
        }
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK")
                .header("x-oss-request-id", "0123")
                .header("ETag", "\"0123\"")
                .body(ResponseBody.create(text(request), XML))
                .build();
    }

    private static String text(Request request) {
        if (!request.method().equals("POST")) {
            return "";
        }
        return request.url().queryParameter("uploadId") == null ? INITIATED : COMPLETED;
    }
}
