// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.jobs;

import io.minio.GetObjectArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PostPolicy;
import io.minio.RemoveObjectsArgs;
import io.minio.Result;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.DeleteRequest;
import io.minio.messages.DeleteResult;
import io.minio.messages.Item;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The jobs with MinIO's client. S3 has no callbacks, and the client does not resume uploads. */
final class MinioJobs implements Jobs<MinioClient> {
    @Override
    public MinioClient client(String endpoint, String region, String accessKeyId, String accessKeySecret) {
        return MinioClient.builder()
                .endpoint(endpoint)
                .region(region)
                .credentials(accessKeyId, accessKeySecret)
                .build();
    }

    @Override
    public void uploadDirectory(MinioClient client, Path directory, String prefix) throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String key = prefix + directory.relativize(file).toString().replace('\\', '/');
                client.uploadObject(UploadObjectArgs.builder()
                        .bucket(BUCKET)
                        .object(key)
                        .filename(file.toString())
                        .build());
            }
        }
    }

    @Override
    public List<String> listAll(MinioClient client, String prefix) throws Exception {
        List<String> keys = new ArrayList<>();
        ListObjectsArgs request = ListObjectsArgs.builder()
                .bucket(BUCKET)
                .prefix(prefix)
                .recursive(true)
                .build();
        for (Result<Item> item : client.listObjects(request)) {
            keys.add(item.get().objectName());
        }
        return keys;
    }

    @Override
    public void deleteMany(MinioClient client, List<String> keys) throws Exception {
        List<DeleteRequest.Object> objects =
                keys.stream().map(DeleteRequest.Object::new).toList();
        RemoveObjectsArgs request =
                RemoveObjectsArgs.builder().bucket(BUCKET).objects(objects).build();
        for (Result<DeleteResult.Error> failure : client.removeObjects(request)) {
            throw new IOException("not deleted: " + failure.get());
        }
    }

    @Override
    public Optional<String> readIfExists(MinioClient client, String key) throws Exception {
        GetObjectArgs request =
                GetObjectArgs.builder().bucket(BUCKET).object(key).build();
        try (InputStream object = client.getObject(request)) {
            return Optional.of(new String(object.readAllBytes(), StandardCharsets.UTF_8));
        } catch (ErrorResponseException e) {
            if (e.errorResponse().code().equals("NoSuchKey")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public String presignPut(MinioClient client, String key, Duration validity) throws Exception {
        return client.getPresignedObjectUrl(GetPresignedObjectUrlArgs.builder()
                .method(Http.Method.PUT)
                .bucket(BUCKET)
                .object(key)
                .expiry((int) validity.toSeconds())
                .build());
    }

    @Override
    public Map<String, String> signForm(MinioClient client, String prefix, long maxSize, Duration validity)
            throws Exception {
        PostPolicy policy =
                new PostPolicy(BUCKET, ZonedDateTime.now(ZoneOffset.UTC).plus(validity));
        policy.addStartsWithCondition("key", prefix);
        policy.addContentLengthRangeCondition(0, maxSize);
        return client.getPresignedPostFormData(policy);
    }
}
