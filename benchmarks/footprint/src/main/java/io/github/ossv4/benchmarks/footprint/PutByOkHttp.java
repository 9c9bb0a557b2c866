// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.footprint;

import java.io.File;
import java.io.IOException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Uploads a file in one request with plain OkHttp, without signature and check. */
final class PutByOkHttp {
    private PutByOkHttp() {}

    /** Uploads; the arguments are endpoint and file. */
    public static void main(String[] arguments) throws IOException {
        OkHttpClient client = new OkHttpClient();
        Request request = new Request.Builder()
                .url(arguments[0] + "/examplebucket/large")
                .put(RequestBody.create(new File(arguments[1]), null))
                .build();
        try (Response response = client.newCall(request).execute()) {
            System.out.println(response.code());
        }
        client.connectionPool().evictAll();
    }
}
