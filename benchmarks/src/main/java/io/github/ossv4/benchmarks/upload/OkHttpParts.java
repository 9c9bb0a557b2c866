// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/** An upload of the same parts as ours with three threads. */
final class OkHttpParts {
    private static final int THREADS = 3;

    private final OkHttpClient client = new OkHttpClient();
    private final String url;
    private final File file;
    private final PartPlan plan;

    OkHttpParts(String url, File file) {
        this.url = url;
        this.file = file;
        this.plan = PartPlan.of(file.length());
    }

    void upload() throws Exception {
        String response = send("POST", "?uploads", RequestBody.create(new byte[0]));
        String id = response.replaceFirst(".*<UploadId>", "").replaceFirst("</UploadId>.*", "");
        forEach(
                plan,
                part -> send("PUT", "?partNumber=" + part.number() + "&uploadId=" + id, new PartBody(file, part)));
        send("POST", "?uploadId=" + id, RequestBody.create(new byte[0]));
    }

    /** Transfers a part. */
    interface Work {
        void transfer(Part part) throws IOException;
    }

    /** Transfers all parts with three threads. */
    static void forEach(PartPlan plan, Work work) throws Exception {
        AtomicInteger lastNumber = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Callable<Void>> workers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            workers.add(() -> {
                for (int number = lastNumber.incrementAndGet();
                        number <= plan.count();
                        number = lastNumber.incrementAndGet()) {
                    work.transfer(plan.part(number));
                }
                return null;
            });
        }
        for (Future<Void> worker : threads.invokeAll(workers)) {
            worker.get();
        }
        threads.shutdown();
    }

    private String send(String method, String query, RequestBody body) throws IOException {
        Request request =
                new Request.Builder().url(url + query).method(method, body).build();
        try (Response response = client.newCall(request).execute()) {
            requireSuccess(response);
            return Objects.requireNonNull(response.body()).string();
        }
    }

    static void requireSuccess(Response response) throws IOException {
        if (!response.isSuccessful()) {
            throw new IOException(response.toString());
        }
    }

    /** The body of a part, like {@link RequestBody#create(File, MediaType)} for a whole file. */
    private static final class PartBody extends RequestBody {
        private final File file;
        private final Part part;

        PartBody(File file, Part part) {
            this.file = file;
            this.part = part;
        }

        @Override
        public @Nullable MediaType contentType() {
            return null;
        }

        @Override
        public long contentLength() {
            return part.length();
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            try (FileInputStream stream = new FileInputStream(file)) {
                stream.getChannel().position(part.offset());
                Source source = Okio.source(stream);
                sink.write(source, part.length());
            }
        }
    }
}
