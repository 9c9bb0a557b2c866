// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import io.github.ossv4.benchmarks.upload.Client.Work;
import java.io.File;
import java.io.IOException;
import java.util.Objects;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Okio;
import okio.Sink;

/** A process that transfers a file with plain OkHttp, without signature and check. */
final class OkHttp {
    private OkHttp() {}

    /** Transfers; the arguments are endpoint, file and the name of the {@link Work}. */
    public static void main(String[] arguments) throws Exception {
        String url = arguments[0] + "/examplebucket/large";
        File file = new File(arguments[1]);
        switch (Work.valueOf(arguments[2])) {
            case UPLOAD -> put(url, file);
            case UPLOAD_PARTS -> new OkHttpParts(url, file).upload();
            case DOWNLOAD -> get(url, file);
            case DOWNLOAD_PARTS -> new OkHttpDownload(url, file).download();
            case UPLOAD_SOURCE, UPLOAD_STREAM -> throw new IllegalArgumentException("OkHttp is measured with files");
        }
    }

    private static void put(String url, File file) throws IOException {
        Request request = new Request.Builder()
                .url(url)
                .put(RequestBody.create(file, null))
                .build();
        try (Response response = new OkHttpClient().newCall(request).execute()) {
            OkHttpParts.requireSuccess(response);
        }
    }

    private static void get(String url, File file) throws IOException {
        Request request = new Request.Builder().url(url).build();
        try (Response response = new OkHttpClient().newCall(request).execute();
                Sink sink = Okio.sink(file)) {
            OkHttpParts.requireSuccess(response);
            Objects.requireNonNull(response.body()).source().readAll(sink);
        }
    }
}
