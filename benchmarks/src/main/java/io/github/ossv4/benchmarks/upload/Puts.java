// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * A process that puts one object for each line of its standard input, which is the size, and prints the nanoseconds.
 * The arguments are endpoint and a {@link Way}.
 */
final class Puts {
    /** The client. */
    enum Way {
        OSSV4("ossv4"),
        OKHTTP("OkHttp"),
        OKHTTP_NO_DELAY("OkHttp with TCP_NODELAY");

        private final String title;

        Way(String title) {
            this.title = title;
        }

        static Way of(String title) {
            return Stream.of(values())
                    .filter(way -> way.title.equals(title))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /** Puts an object. */
    private interface Put {
        void bytes(byte[] bytes) throws IOException;
    }

    private Puts() {}

    public static void main(String[] arguments) throws IOException {
        switch (Way.of(arguments[1])) {
            case OSSV4 -> {
                try (BucketClient bucket = Ossv4.client(arguments[0])) {
                    repeat(bytes -> bucket.put("k", Body.of(bytes)));
                }
            }
            case OKHTTP -> repeat(byOkHttp(arguments[0], new OkHttpClient()));
            case OKHTTP_NO_DELAY ->
                repeat(byOkHttp(
                        arguments[0],
                        new OkHttpClient.Builder()
                                .addNetworkInterceptor(chain -> {
                                    chain.connection().socket().setTcpNoDelay(true);
                                    return chain.proceed(chain.request());
                                })
                                .build()));
        }
    }

    private static Put byOkHttp(String endpoint, OkHttpClient client) {
        return bytes -> {
            Request request = new Request.Builder()
                    .url(endpoint + "/examplebucket/k")
                    .put(RequestBody.create(bytes))
                    .build();
            try (Response response = client.newCall(request).execute()) {
                OkHttpParts.requireSuccess(response);
            }
        };
    }

    private static void repeat(Put put) throws IOException {
        BufferedReader sizes = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String size = sizes.readLine(); size != null; size = sizes.readLine()) {
            byte[] bytes = new byte[Integer.parseInt(size)];
            Arrays.fill(bytes, ConstantBytes.BYTE);
            long start = System.nanoTime();
            put.bytes(bytes);
            System.out.println(System.nanoTime() - start);
        }
        System.exit(0);
    }
}
