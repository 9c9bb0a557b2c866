// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.jobs;

import com.sun.net.httpserver.HttpHandler;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.CallbackReceiver;
import io.github.ossv4.callback.CallbackResponse;
import io.github.ossv4.callback.CallbackTokens;
import io.github.ossv4.callback.CallbackVerifier;
import io.github.ossv4.directories.Directories;
import io.github.ossv4.form.FormUpload;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.callback.CallbackKeyFetcher;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.servlet.CallbackEndpoint;
import io.github.ossv4.servlet.CallbackHttpHandler;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The jobs with ossv4. */
final class Ossv4Jobs implements Jobs<BucketClient> {
    @Override
    public BucketClient client(String endpoint, String region, String accessKeyId, String accessKeySecret) {
        return BucketClient.builder(endpoint, BUCKET)
                .region(region)
                .credentials(Credentials.of(accessKeyId, accessKeySecret))
                .build();
    }

    @Override
    public String putWithCallback(BucketClient client, String key, Path file, String callbackUrl) throws IOException {
        Callback callback = Callback.builder(callbackUrl)
                .jsonBody("{\"object\":${object},\"size\":${size}}")
                .build();
        PutOptions options = PutOptions.builder().callback(callback).build();
        return client.put(key, Body.of(file), options).callbackResponse().utf8();
    }

    @Override
    public void uploadDirectory(BucketClient client, Path directory, String prefix) throws IOException {
        Directories.of(client).upload(directory, prefix).throwIfFailed();
    }

    @Override
    public List<String> listAll(BucketClient client, String prefix) {
        return client.list(prefix).stream().map(ListedObject::key).toList();
    }

    @Override
    public void deleteMany(BucketClient client, List<String> keys) throws IOException {
        client.deleteAll(keys).throwIfFailed();
    }

    @Override
    public Optional<String> readIfExists(BucketClient client, String key) throws IOException {
        return client.exists(key) ? Optional.of(client.getText(key)) : Optional.empty();
    }

    @Override
    public String presignPut(BucketClient client, String key, Duration validity) throws IOException {
        return client.presignPut(key, validity).url();
    }

    @Override
    public void resumableUpload(BucketClient client, String key, Path file, Path checkpoint) throws IOException {
        client.upload(key, file, UploadOptions.builder().checkpoint(checkpoint).build());
    }

    @Override
    public HttpHandler receiveCallbacks(String publicKeyUrl, byte[] secret, Consumer<String> uploaded) {
        CallbackVerifier verifier =
                CallbackVerifier.of(CallbackKeyFetcher.create()).trusting(publicKeyUrl);
        CallbackReceiver receiver = CallbackReceiver.of(verifier, CallbackTokens.of(secret), "x:token");
        return CallbackHttpHandler.of(CallbackEndpoint.of(receiver, receipt -> {
            uploaded.accept(receipt.notice().key());
            return CallbackResponse.ok();
        }));
    }

    @Override
    public Map<String, String> signForm(BucketClient client, String prefix, long maxSize, Duration validity)
            throws IOException {
        FormUpload upload =
                FormUpload.underPrefix(BUCKET, prefix).maxSize(maxSize).build();
        return client.signForm(upload, validity).fields();
    }
}
