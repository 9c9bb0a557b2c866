// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.calls;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Plain OkHttp, without signature and check. */
final class OkHttp implements CallingClient {
    /** As many as our client has, and as the most threads of the benchmark. */
    private static final int CONNECTIONS = 64;

    private final String url;
    private final OkHttpClient client;

    private OkHttp(String endpoint, OkHttpClient client) {
        this.url = endpoint + "/examplebucket/";
        this.client = client;
    }

    /** Returns a client with the options for connections that our client has. */
    static OkHttp likeOurs(String endpoint) {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequestsPerHost(CONNECTIONS);
        return new OkHttp(
                endpoint,
                new OkHttpClient.Builder()
                        .dispatcher(dispatcher)
                        .connectionPool(new ConnectionPool(CONNECTIONS, 5, TimeUnit.MINUTES))
                        .addNetworkInterceptor(chain -> {
                            chain.connection().socket().setTcpNoDelay(true);
                            return chain.proceed(chain.request());
                        })
                        .build());
    }

    /** Makes calls; the argument is the endpoint. */
    public static void main(String[] arguments) throws Exception {
        CallLoop.run(likeOurs(arguments[0]));
    }

    @Override
    public void put(byte[] bytes) throws IOException {
        try (Response response = client.newCall(putRequest(bytes)).execute()) {
            body(response);
        }
    }

    @Override
    public byte[] get(int size) throws IOException {
        try (Response response = client.newCall(getRequest(size)).execute()) {
            return body(response);
        }
    }

    @Override
    public CompletableFuture<?> putAsync(byte[] bytes) {
        return enqueue(putRequest(bytes));
    }

    @Override
    public CompletableFuture<?> getAsync(int size) {
        return enqueue(getRequest(size));
    }

    private Request putRequest(byte[] bytes) {
        return new Request.Builder()
                .url(url + bytes.length)
                .put(RequestBody.create(bytes))
                .build();
    }

    private Request getRequest(int size) {
        return new Request.Builder().url(url + size).build();
    }

    private CompletableFuture<byte[]> enqueue(Request request) {
        CompletableFuture<byte[]> future = new CompletableFuture<>();
        client.newCall(request).enqueue(new Callback() {
            @Override
            public void onFailure(okhttp3.Call call, IOException e) {
                future.completeExceptionally(e);
            }

            @Override
            public void onResponse(okhttp3.Call call, Response response) throws IOException {
                try (response) {
                    future.complete(body(response));
                } catch (IOException e) {
                    future.completeExceptionally(e);
                }
            }
        });
        return future;
    }

    private static byte[] body(Response response) throws IOException {
        if (!response.isSuccessful()) {
            throw new IOException(response.toString());
        }
        return response.body().bytes();
    }
}
