// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import java.io.File;
import java.io.IOException;
import java.util.Objects;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Okio;
import okio.Sink;

/** A process that downloads the uploaded object to a file in one request with plain OkHttp, without signature and check. */
final class OkHttpGet {
    private OkHttpGet() {}

    /** Downloads; the arguments are endpoint and file. */
    public static void main(String[] arguments) throws IOException {
        Request request =
                new Request.Builder().url(arguments[0] + "/examplebucket/large").build();
        try (Response response = new OkHttpClient().newCall(request).execute();
                Sink sink = Okio.sink(new File(arguments[1]))) {
            OkHttpParts.requireSuccess(response);
            Objects.requireNonNull(response.body()).source().readAll(sink);
        }
    }
}
