// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import java.io.File;
import java.io.IOException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** A process that uploads a file in one request with plain OkHttp, without signature and check. */
final class OkHttpPut {
    private OkHttpPut() {}

    /** Uploads; the arguments are endpoint and file. */
    public static void main(String[] arguments) throws IOException {
        RequestBody body = RequestBody.create(new File(arguments[1]), null);
        Request request = new Request.Builder()
                .url(arguments[0] + "/examplebucket/large")
                .put(body)
                .build();
        try (Response response = new OkHttpClient().newCall(request).execute()) {
            OkHttpParts.requireSuccess(response);
        }
    }
}
