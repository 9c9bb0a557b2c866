// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.jobs;

import com.aliyun.sdk.service.oss2.OSSClient;
import com.aliyun.sdk.service.oss2.PresignOptions;
import com.aliyun.sdk.service.oss2.credentials.StaticCredentialsProvider;
import com.aliyun.sdk.service.oss2.models.CallbackHelper;
import com.aliyun.sdk.service.oss2.models.Delete;
import com.aliyun.sdk.service.oss2.models.DeleteMultipleObjectsRequest;
import com.aliyun.sdk.service.oss2.models.GetObjectRequest;
import com.aliyun.sdk.service.oss2.models.GetObjectResult;
import com.aliyun.sdk.service.oss2.models.ListObjectsV2Request;
import com.aliyun.sdk.service.oss2.models.ListObjectsV2Result;
import com.aliyun.sdk.service.oss2.models.ObjectIdentifier;
import com.aliyun.sdk.service.oss2.models.ObjectSummary;
import com.aliyun.sdk.service.oss2.models.PutObjectRequest;
import com.aliyun.sdk.service.oss2.transfermanager.Uploader;
import com.aliyun.sdk.service.oss2.transfermanager.UploaderOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The jobs with Alibaba Cloud's SDK v2. It does not verify callbacks and does not sign forms. */
final class SdkV2Jobs implements Jobs<OSSClient> {
    @Override
    public OSSClient client(String endpoint, String region, String accessKeyId, String accessKeySecret) {
        return OSSClient.newBuilder()
                .endpoint(endpoint)
                .region(region)
                .credentialsProvider(new StaticCredentialsProvider(accessKeyId, accessKeySecret))
                .build();
    }

    @Override
    public String putWithCallback(OSSClient client, String key, Path file, String callbackUrl) {
        CallbackHelper callback = CallbackHelper.newBuilder()
                .callbackUrl(callbackUrl)
                .callbackBody("{\"object\":${object},\"size\":${size}}")
                .callbackBodyType(CallbackHelper.CallbackBodyType.JSON)
                .build();
        PutObjectRequest request = PutObjectRequest.newBuilder()
                .bucket(BUCKET)
                .key(key)
                .callback(callback.toCallbackParameter())
                .build();
        return client.putObjectFromFile(request, file).callbackResult();
    }

    @Override
    public void uploadDirectory(OSSClient client, Path directory, String prefix) throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String key = prefix + directory.relativize(file).toString().replace('\\', '/');
                PutObjectRequest request =
                        PutObjectRequest.newBuilder().bucket(BUCKET).key(key).build();
                new Uploader(client).uploadFile(request, file.toString());
            }
        }
    }

    @Override
    public List<String> listAll(OSSClient client, String prefix) {
        List<String> keys = new ArrayList<>();
        ListObjectsV2Request request =
                ListObjectsV2Request.newBuilder().bucket(BUCKET).prefix(prefix).build();
        for (ListObjectsV2Result page : client.listObjectsV2Paginator(request)) {
            page.contents().stream().map(ObjectSummary::key).forEach(keys::add);
        }
        return keys;
    }

    @Override
    public void deleteMany(OSSClient client, List<String> keys) throws IOException {
        for (int from = 0; from < keys.size(); from += 1000) {
            List<ObjectIdentifier> batch = keys.subList(from, Math.min(from + 1000, keys.size())).stream()
                    .map(key -> ObjectIdentifier.newBuilder().key(key).build())
                    .toList();
            DeleteMultipleObjectsRequest request = DeleteMultipleObjectsRequest.newBuilder()
                    .bucket(BUCKET)
                    .delete(Delete.newBuilder().objects(batch).build())
                    .build();
            if (client.deleteMultipleObjects(request).deletedObjects().size() < batch.size()) {
                throw new IOException("not all objects are deleted");
            }
        }
    }

    @Override
    @SuppressWarnings("try") // Its close() throws Exception.
    public Optional<String> readIfExists(OSSClient client, String key) throws Exception {
        if (!client.doesObjectExist(BUCKET, key)) {
            return Optional.empty();
        }
        GetObjectRequest request =
                GetObjectRequest.newBuilder().bucket(BUCKET).key(key).build();
        try (GetObjectResult object = client.getObject(request)) {
            return Optional.of(new String(object.body().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public String presignPut(OSSClient client, String key, Duration validity) {
        PutObjectRequest request =
                PutObjectRequest.newBuilder().bucket(BUCKET).key(key).build();
        PresignOptions options =
                PresignOptions.newBuilder().expiration(validity).build();
        return client.presign(request, options).url();
    }

    @Override
    public void resumableUpload(OSSClient client, String key, Path file, Path checkpoint) throws Exception {
        PutObjectRequest request =
                PutObjectRequest.newBuilder().bucket(BUCKET).key(key).build();
        UploaderOptions options = UploaderOptions.newBuilder()
                .enableCheckpoint(true)
                .checkpointDir(checkpoint.toString())
                .build();
        new Uploader(client).uploadFile(request, file.toString(), options);
    }
}
