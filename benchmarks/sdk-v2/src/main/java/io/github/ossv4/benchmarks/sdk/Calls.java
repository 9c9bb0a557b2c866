// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.sdk;

import com.aliyun.sdk.service.oss2.OSSAsyncClient;
import com.aliyun.sdk.service.oss2.OSSClient;
import com.aliyun.sdk.service.oss2.credentials.StaticCredentialsProvider;
import com.aliyun.sdk.service.oss2.models.GetObjectRequest;
import com.aliyun.sdk.service.oss2.models.GetObjectResult;
import com.aliyun.sdk.service.oss2.models.PutObjectRequest;
import com.aliyun.sdk.service.oss2.transport.BinaryData;
import io.github.ossv4.benchmarks.calls.CallLoop;
import io.github.ossv4.benchmarks.calls.CallingClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/** Small calls with SDK v2. */
final class Calls implements CallingClient {
    private final OSSClient client;
    private final OSSAsyncClient async;

    private Calls(String endpoint) {
        client = Client.create(endpoint);
        async = OSSAsyncClient.newBuilder()
                .endpoint(endpoint)
                .region("cn-hangzhou")
                .credentialsProvider(new StaticCredentialsProvider("id", "secret"))
                .usePathStyle(true)
                .build();
    }

    /** Makes calls; the argument is the endpoint. */
    public static void main(String[] arguments) throws Exception {
        CallLoop.run(new Calls(arguments[0]));
    }

    @Override
    public void put(byte[] bytes) {
        client.putObject(putRequest(bytes));
    }

    @Override
    @SuppressWarnings("try") // Its close() throws Exception.
    public byte[] get(int size) throws Exception {
        try (GetObjectResult object = client.getObject(getRequest(size))) {
            return object.body().readAllBytes();
        }
    }

    @Override
    public CompletableFuture<?> putAsync(byte[] bytes) {
        return async.putObjectAsync(putRequest(bytes));
    }

    @Override
    public CompletableFuture<?> getAsync(int size) {
        return async.getObjectAsync(getRequest(size)).thenApply(object -> {
            try (InputStream body = object.body()) {
                return body.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static PutObjectRequest putRequest(byte[] bytes) {
        return PutObjectRequest.newBuilder()
                .bucket("examplebucket")
                .key(Integer.toString(bytes.length))
                .body(BinaryData.fromBytes(bytes))
                .build();
    }

    private static GetObjectRequest getRequest(int size) {
        return GetObjectRequest.newBuilder()
                .bucket("examplebucket")
                .key(Integer.toString(size))
                .build();
    }
}
