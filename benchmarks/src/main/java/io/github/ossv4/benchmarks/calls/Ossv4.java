// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.calls;

import io.github.ossv4.http.AsyncBucketClient;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Our client with default options. */
final class Ossv4 implements CallingClient {
    private final BucketClient bucket;
    private final AsyncBucketClient async;

    Ossv4(String endpoint) {
        this.bucket = BucketClient.builder(endpoint, "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .build();
        this.async = bucket.async();
    }

    /** Makes calls; the argument is the endpoint. */
    public static void main(String[] arguments) throws Exception {
        CallLoop.run(new Ossv4(arguments[0]));
    }

    @Override
    public void put(byte[] bytes) throws IOException {
        bucket.put(Integer.toString(bytes.length), bytes);
    }

    @Override
    public byte[] get(int size) throws IOException {
        return bucket.getBytes(Integer.toString(size));
    }

    @Override
    public CompletableFuture<?> putAsync(byte[] bytes) {
        return async.put(Integer.toString(bytes.length), bytes);
    }

    @Override
    public CompletableFuture<?> getAsync(int size) {
        return async.getBytes(Integer.toString(size));
    }
}
