// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Objects;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Okio;
import okio.Sink;

/** A download of the same parts as ours with three threads. */
final class OkHttpDownload {
    private final OkHttpClient client = new OkHttpClient();
    private final String url;
    private final File file;

    OkHttpDownload(String url, File file) {
        this.url = url;
        this.file = file;
    }

    void download() throws Exception {
        long size;
        try (Response response =
                client.newCall(new Request.Builder().url(url).head().build()).execute()) {
            OkHttpParts.requireSuccess(response);
            size = Long.parseLong(Objects.requireNonNull(response.header("Content-Length")));
        }
        OkHttpParts.forEach(PartPlan.of(size), this::get);
    }

    private void get(Part part) throws IOException {
        Request request = new Request.Builder()
                .url(url)
                .header("Range", "bytes=" + part.offset() + "-" + (part.offset() + part.length() - 1))
                .build();
        try (Response response = client.newCall(request).execute();
                RandomAccessFile target = new RandomAccessFile(file, "rw");
                Sink sink = Okio.sink(new FileOutputStream(target.getFD()))) {
            OkHttpParts.requireSuccess(response);
            target.seek(part.offset());
            Objects.requireNonNull(response.body()).source().readAll(sink);
        }
    }
}
