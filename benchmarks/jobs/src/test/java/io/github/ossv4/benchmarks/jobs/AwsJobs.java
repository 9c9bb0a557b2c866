// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.jobs;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.paginators.ListObjectsV2Iterable;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;
import software.amazon.awssdk.transfer.s3.S3TransferManager;
import software.amazon.awssdk.transfer.s3.model.CompletedDirectoryUpload;
import software.amazon.awssdk.transfer.s3.model.DirectoryUpload;

/**
 * The jobs with the AWS SDK for Java 2. S3 has no callbacks, and the SDK does not sign forms. Its transfer manager
 * resumes an upload that was paused, but not one that failed.
 *
 * <p>The transfer manager and the presigner are clients of their own. Here they read endpoint, region and AccessKey
 * pair from the environment, which takes the fewest lines.
 */
final class AwsJobs implements Jobs<S3Client> {
    @Override
    public S3Client client(String endpoint, String region, String accessKeyId, String accessKeySecret) {
        return S3Client.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.of(region))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, accessKeySecret)))
                .build();
    }

    @Override
    public void uploadDirectory(S3Client client, Path directory, String prefix) throws IOException {
        try (S3TransferManager manager = S3TransferManager.create()) {
            DirectoryUpload upload = manager.uploadDirectory(
                    r -> r.source(directory).bucket(BUCKET).s3Prefix(prefix));
            CompletedDirectoryUpload result = upload.completionFuture().join();
            if (!result.failedTransfers().isEmpty()) {
                throw new IOException("not uploaded: " + result.failedTransfers());
            }
        }
    }

    @Override
    public List<String> listAll(S3Client client, String prefix) {
        ListObjectsV2Iterable pages =
                client.listObjectsV2Paginator(r -> r.bucket(BUCKET).prefix(prefix));
        return pages.contents().stream().map(S3Object::key).toList();
    }

    @Override
    public void deleteMany(S3Client client, List<String> keys) throws IOException {
        for (int from = 0; from < keys.size(); from += 1000) {
            List<ObjectIdentifier> batch = keys.subList(from, Math.min(from + 1000, keys.size())).stream()
                    .map(key -> ObjectIdentifier.builder().key(key).build())
                    .toList();
            DeleteObjectsResponse response =
                    client.deleteObjects(r -> r.bucket(BUCKET).delete(d -> d.objects(batch)));
            if (response.hasErrors()) {
                throw new IOException("not deleted: " + response.errors());
            }
        }
    }

    @Override
    public Optional<String> readIfExists(S3Client client, String key) {
        try {
            return Optional.of(
                    client.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asUtf8String());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    @Override
    public String presignPut(S3Client client, String key, Duration validity) {
        try (S3Presigner presigner = S3Presigner.create()) {
            PutObjectRequest put =
                    PutObjectRequest.builder().bucket(BUCKET).key(key).build();
            PresignedPutObjectRequest presigned = presigner.presignPutObject(
                    r -> r.signatureDuration(validity).putObjectRequest(put));
            return presigned.url().toString();
        }
    }
}
