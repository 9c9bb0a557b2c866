// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.HttpMethod;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.auth.DefaultCredentialProvider;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.AbortMultipartUploadRequest;
import com.aliyun.oss.model.AppendObjectRequest;
import com.aliyun.oss.model.AppendObjectResult;
import com.aliyun.oss.model.Bucket;
import com.aliyun.oss.model.BucketVersioningConfiguration;
import com.aliyun.oss.model.Callback;
import com.aliyun.oss.model.CannedAccessControlList;
import com.aliyun.oss.model.CompleteMultipartUploadRequest;
import com.aliyun.oss.model.CopyObjectRequest;
import com.aliyun.oss.model.DeleteObjectsRequest;
import com.aliyun.oss.model.DownloadFileRequest;
import com.aliyun.oss.model.GeneratePresignedUrlRequest;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.LifecycleRule;
import com.aliyun.oss.model.ListMultipartUploadsRequest;
import com.aliyun.oss.model.ListObjectsRequest;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.ListPartsRequest;
import com.aliyun.oss.model.ListVersionsRequest;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.OSSObjectSummary;
import com.aliyun.oss.model.OSSVersionSummary;
import com.aliyun.oss.model.ObjectAcl;
import com.aliyun.oss.model.ObjectListing;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.ObjectPermission;
import com.aliyun.oss.model.PartETag;
import com.aliyun.oss.model.PartListing;
import com.aliyun.oss.model.PutObjectRequest;
import com.aliyun.oss.model.PutObjectResult;
import com.aliyun.oss.model.SetBucketCORSRequest;
import com.aliyun.oss.model.SetBucketLifecycleRequest;
import com.aliyun.oss.model.SetBucketVersioningRequest;
import com.aliyun.oss.model.SimplifiedObjectMeta;
import com.aliyun.oss.model.StorageClass;
import com.aliyun.oss.model.UploadFileRequest;
import com.aliyun.oss.model.UploadPartCopyRequest;
import com.aliyun.oss.model.UploadPartCopyResult;
import com.aliyun.oss.model.UploadPartRequest;
import com.aliyun.oss.model.VersionListing;
import io.github.ossv4.emulator.junit.EmulatorExtension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Operations of Alibaba Cloud's Java SDK v1 against the emulator. */
abstract class SdkV1Operations {
    static final String BUCKET = "examplebucket";

    /** Resolved by {@code src/test/hosts}. */
    static final String DOMAIN = "oss.example.test";

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final int PART = 100 * 1024;

    @RegisterExtension
    static final EmulatorExtension EMULATOR = EmulatorExtension.builder()
            .configure(emulator -> emulator.domain(DOMAIN).acceptV1(true))
            .build();

    @TempDir
    Path directory;

    private OSS oss;

    private final String host;
    private final SignVersion version;

    SdkV1Operations(String host, SignVersion version) {
        this.host = host;
        this.version = version;
    }

    @BeforeEach
    void createClient() {
        oss = client("cn-hangzhou", EMULATOR.emulator().accessKeySecret());
    }

    @AfterEach
    void closeClient() {
        oss.shutdown();
    }

    private OSS client(String region, String secret) {
        ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
        configuration.setSignatureVersion(version);
        return OSSClientBuilder.create()
                .endpoint("http://" + host + ":" + EMULATOR.emulator().port())
                .region(region)
                .credentialsProvider(
                        new DefaultCredentialProvider(EMULATOR.emulator().accessKeyId(), secret))
                .clientConfiguration(configuration)
                .build();
    }

    private static InputStream hello() {
        return new ByteArrayInputStream(HELLO);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static Date inAMinute() {
        return Date.from(Instant.now().plusSeconds(60));
    }

    private PutObjectResult put(String key) {
        return oss.putObject(BUCKET, key, hello());
    }

    private byte[] read(String key) throws IOException {
        try (InputStream content = oss.getObject(BUCKET, key).getObjectContent()) {
            return content.readAllBytes();
        }
    }

    private static void assertRefused(String code, Runnable request) {
        assertEquals(code, assertThrows(OSSException.class, request::run).getErrorCode());
    }

    // Objects.

    @Test
    void putObject() throws IOException {
        assertEquals("5D41402ABC4B2A76B9719D911017C592", put("a/b c+d/你好.txt").getETag());
        assertArrayEquals(HELLO, read("a/b c+d/你好.txt"));
    }

    @Test
    void putEmptyObject() throws IOException {
        oss.putObject(BUCKET, "empty", new ByteArrayInputStream(new byte[0]));
        assertArrayEquals(new byte[0], read("empty"));
    }

    @Test
    void putStreamOfUnknownLength() throws IOException {
        byte[] bytes = bytes(300_000);
        InputStream unknown = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int available() {
                return 0;
            }
        };
        oss.putObject(BUCKET, "chunked", unknown);
        assertArrayEquals(bytes, read("chunked"));
    }

    @Test
    void putFile() throws IOException {
        Path file = Files.write(directory.resolve("file.bin"), bytes(70_000));
        oss.putObject(BUCKET, "file.bin", file.toFile());
        assertArrayEquals(bytes(70_000), read("file.bin"));
    }

    @Test
    void putObjectWithHeaders() {
        ObjectMetadata metadata = new ObjectMetadata();
        metadata.setContentType("text/plain");
        metadata.setCacheControl("no-cache");
        metadata.setContentMD5("XUFAKrxLKna5cZ2REBfFkg==");
        metadata.addUserMetadata("user", "alice");
        metadata.setHeader("x-oss-storage-class", "IA");
        oss.putObject(new PutObjectRequest(BUCKET, "key", hello(), metadata));
        ObjectMetadata head = oss.getObjectMetadata(BUCKET, "key");
        assertEquals("text/plain", head.getContentType());
        assertEquals("no-cache", head.getCacheControl());
        assertEquals("alice", head.getUserMetadata().get("user"));
        assertEquals(StorageClass.IA, head.getObjectStorageClass());
    }

    @Test
    void putObjectWithWrongMd5IsRefused() {
        ObjectMetadata metadata = new ObjectMetadata();
        metadata.setContentMD5("AAAAAAAAAAAAAAAAAAAAAA==");
        assertRefused("InvalidDigest", () -> oss.putObject(BUCKET, "key", hello(), metadata));
        assertFalse(oss.doesObjectExist(BUCKET, "key"));
    }

    @Test
    void overwritingIsRefusedOnRequest() {
        put("key");
        ObjectMetadata metadata = new ObjectMetadata();
        metadata.setHeader("x-oss-forbid-overwrite", "true");
        assertRefused("FileAlreadyExists", () -> oss.putObject(BUCKET, "key", hello(), metadata));
    }

    @Test
    void putObjectWithCallback() throws IOException {
        PutObjectRequest request = new PutObjectRequest(BUCKET, "key", hello());
        request.setCallback(callback());
        try (InputStream answer = oss.putObject(request).getResponse().getContent()) {
            assertTrue(answer.readAllBytes().length > 0);
        }
        assertEquals(
                "{\"object\":\"key\",\"size\":5,\"user\":\"42\"}",
                EMULATOR.callbacks().get(0).text());
    }

    private static Callback callback() {
        Callback callback = new Callback();
        callback.setCallbackUrl(EMULATOR.callbackUrl());
        callback.setCallbackBody("{\\\"object\\\":${object},\\\"size\\\":${size},\\\"user\\\":${x:user}}");
        callback.setCalbackBodyType(Callback.CalbackBodyType.JSON);
        callback.addCallbackVar("x:user", "42");
        return callback;
    }

    @Test
    void failedCallbackIs203() {
        EMULATOR.respondToCallbacks(500, "");
        PutObjectRequest request = new PutObjectRequest(BUCKET, "key", hello());
        request.setCallback(callback());
        assertRefused("CallbackFailed", () -> oss.putObject(request));
        assertTrue(oss.doesObjectExist(BUCKET, "key"));
    }

    @Test
    void getObject() throws IOException {
        put("key");
        try (OSSObject object = oss.getObject(BUCKET, "key")) {
            assertArrayEquals(HELLO, object.getObjectContent().readAllBytes());
            assertEquals(5, object.getObjectMetadata().getContentLength());
        }
    }

    @Test
    void getRange() throws IOException {
        put("key");
        try (OSSObject object = oss.getObject(new GetObjectRequest(BUCKET, "key").withRange(1, 3))) {
            assertEquals("ell", new String(object.getObjectContent().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void getObjectIfModified() {
        put("key");
        GetObjectRequest request = new GetObjectRequest(BUCKET, "key");
        request.setModifiedSinceConstraint(inAMinute());
        assertRefused("NotModified", () -> oss.getObject(request));
        GetObjectRequest match = new GetObjectRequest(BUCKET, "key");
        match.setMatchingETagConstraints(List.of("other"));
        assertRefused("PreconditionFailed", () -> oss.getObject(match));
    }

    @Test
    void missingObjectIsNoSuchKey() {
        assertRefused("NoSuchKey", () -> oss.getObject(BUCKET, "missing"));
        assertFalse(oss.doesObjectExist(BUCKET, "missing"));
    }

    @Test
    void getFile() throws IOException {
        put("key");
        Path file = directory.resolve("file");
        oss.getObject(new GetObjectRequest(BUCKET, "key"), file.toFile());
        assertArrayEquals(HELLO, Files.readAllBytes(file));
    }

    @Test
    void headObject() {
        put("key");
        ObjectMetadata head = oss.headObject(BUCKET, "key");
        assertEquals(5, head.getContentLength());
        assertEquals("application/octet-stream", head.getContentType());
        assertRefused("NoSuchKey", () -> oss.headObject(BUCKET, "missing"));
    }

    @Test
    void getObjectMeta() {
        put("key");
        SimplifiedObjectMeta meta = oss.getSimplifiedObjectMeta(BUCKET, "key");
        assertEquals(5, meta.getSize());
        assertEquals("5D41402ABC4B2A76B9719D911017C592", meta.getETag());
    }

    @Test
    void appendObject() throws IOException {
        AppendObjectResult first = oss.appendObject(
                new AppendObjectRequest(BUCKET, "log", hello()).withPosition(0L).withInitCRC(0L));
        assertEquals(5, first.getNextPosition());
        AppendObjectResult second = oss.appendObject(
                new AppendObjectRequest(BUCKET, "log", hello()).withPosition(5L).withInitCRC(first.getClientCRC()));
        assertEquals(10, second.getNextPosition());
        assertArrayEquals("hellohello".getBytes(StandardCharsets.UTF_8), read("log"));
        assertRefused(
                "PositionNotEqualToLength",
                () -> oss.appendObject(new AppendObjectRequest(BUCKET, "log", hello()).withPosition(5L)));
    }

    @Test
    void copyObject() throws IOException {
        put("source");
        oss.copyObject(BUCKET, "source", BUCKET, "copies/+ 你好");
        assertArrayEquals(HELLO, read("copies/+ 你好"));
    }

    @Test
    void copyObjectWithOtherMetadata() {
        put("source");
        CopyObjectRequest request = new CopyObjectRequest(BUCKET, "source", BUCKET, "copy");
        ObjectMetadata metadata = new ObjectMetadata();
        metadata.setContentType("text/html");
        request.setNewObjectMetadata(metadata);
        oss.copyObject(request);
        assertEquals("text/html", oss.getObjectMetadata(BUCKET, "copy").getContentType());
    }

    @Test
    void deleteObject() {
        put("key");
        oss.deleteObject(BUCKET, "key");
        oss.deleteObject(BUCKET, "key");
        assertFalse(oss.doesObjectExist(BUCKET, "key"));
    }

    @Test
    void deleteMultipleObjects() {
        List<String> keys = List.of("a", "b&c", "d e", "你好");
        keys.forEach(this::put);
        assertEquals(
                keys,
                oss.deleteObjects(new DeleteObjectsRequest(BUCKET).withKeys(keys)).getDeletedObjects().stream()
                        .sorted()
                        .toList());
        assertTrue(oss.listObjects(BUCKET).getObjectSummaries().isEmpty());
    }

    @Test
    void deleteMultipleObjectsQuietly() {
        put("a");
        assertTrue(oss.deleteObjects(new DeleteObjectsRequest(BUCKET)
                        .withKeys(List.of("a", "missing"))
                        .withQuiet(true))
                .getDeletedObjects()
                .isEmpty());
    }

    @Test
    void objectAcl() {
        put("key");
        oss.setObjectAcl(BUCKET, "key", CannedAccessControlList.PublicRead);
        ObjectAcl acl = oss.getObjectAcl(BUCKET, "key");
        assertEquals(ObjectPermission.PublicRead, acl.getPermission());
    }

    @Test
    void objectTagging() {
        put("key");
        oss.setObjectTagging(BUCKET, "key", Map.of("a", "1", "b c", "你"));
        assertEquals(
                Map.of("a", "1", "b c", "你"),
                oss.getObjectTagging(BUCKET, "key").getAllTags());
        oss.deleteObjectTagging(BUCKET, "key");
        assertTrue(oss.getObjectTagging(BUCKET, "key").getAllTags().isEmpty());
    }

    @Test
    void symlink() throws IOException {
        put("target");
        oss.createSymlink(BUCKET, "link", "target");
        assertEquals("target", oss.getSymlink(BUCKET, "link").getTarget());
        assertArrayEquals(HELLO, read("link"));
    }

    @Test
    void restoreObject() {
        ObjectMetadata metadata = new ObjectMetadata();
        metadata.setHeader("x-oss-storage-class", "Archive");
        oss.putObject(BUCKET, "key", hello(), metadata);
        assertEquals(202, oss.restoreObject(BUCKET, "key").getStatusCode());
        put("standard");
        assertRefused("OperationNotSupported", () -> oss.restoreObject(BUCKET, "standard"));
    }

    // Lists.

    @Test
    void listObjectsByDirectory() {
        List.of("a/1", "a/2", "b/1", "c").forEach(this::put);
        ObjectListing listing = oss.listObjects(new ListObjectsRequest(BUCKET).withDelimiter("/"));
        assertEquals(List.of("a/", "b/"), listing.getCommonPrefixes());
        assertEquals(List.of("c"), keys(listing.getObjectSummaries()));
    }

    private static List<String> keys(List<OSSObjectSummary> objects) {
        return objects.stream().map(OSSObjectSummary::getKey).toList();
    }

    @Test
    void listObjectsByPages() {
        List<String> keys =
                IntStream.range(0, 25).mapToObj(i -> "k" + (char) ('a' + i)).toList();
        keys.forEach(this::put);
        List<String> listed = new ArrayList<>();
        ListObjectsRequest request = new ListObjectsRequest(BUCKET).withMaxKeys(10);
        ObjectListing page;
        do {
            page = oss.listObjects(request);
            listed.addAll(keys(page.getObjectSummaries()));
            request.setMarker(page.getNextMarker());
        } while (page.isTruncated());
        assertEquals(keys, listed);
    }

    @Test
    void listObjectsV2ByPages() {
        List<String> keys = List.of("a b", "a+b", "x/1", "x/2", "你好");
        keys.forEach(this::put);
        List<String> listed = new ArrayList<>();
        ListObjectsV2Request request = new ListObjectsV2Request(BUCKET);
        request.setMaxKeys(2);
        request.setFetchOwner(true);
        ListObjectsV2Result page;
        do {
            page = oss.listObjectsV2(request);
            listed.addAll(keys(page.getObjectSummaries()));
            page.getObjectSummaries().forEach(object -> assertNotEquals(null, object.getOwner()));
            request.setContinuationToken(page.getNextContinuationToken());
        } while (page.isTruncated());
        assertEquals(keys, listed);
    }

    @Test
    void listObjectsV2AfterAKey() {
        List.of("a", "b", "c").forEach(this::put);
        ListObjectsV2Request request = new ListObjectsV2Request(BUCKET);
        request.setStartAfter("a");
        assertEquals(List.of("b", "c"), keys(oss.listObjectsV2(request).getObjectSummaries()));
    }

    // Versions.

    @Test
    void versions() throws IOException {
        oss.setBucketVersioning(new SetBucketVersioningRequest(
                BUCKET, new BucketVersioningConfiguration(BucketVersioningConfiguration.ENABLED)));
        assertEquals(
                BucketVersioningConfiguration.ENABLED,
                oss.getBucketVersioning(BUCKET).getStatus());
        String first = put("key").getVersionId();
        String second =
                oss.putObject(BUCKET, "key", new ByteArrayInputStream(bytes(7))).getVersionId();
        assertNotEquals(first, second);
        oss.deleteObject(BUCKET, "key");
        assertRefused("NoSuchKey", () -> oss.getObject(BUCKET, "key"));
        try (OSSObject object = oss.getObject(new GetObjectRequest(BUCKET, "key", first))) {
            assertArrayEquals(HELLO, object.getObjectContent().readAllBytes());
        }
        VersionListing versions = oss.listVersions(new ListVersionsRequest().withBucketName(BUCKET));
        assertEquals(3, versions.getVersionSummaries().size());
        assertEquals(
                1,
                versions.getVersionSummaries().stream()
                        .filter(OSSVersionSummary::isDeleteMarker)
                        .count());
        for (OSSVersionSummary version : versions.getVersionSummaries()) {
            oss.deleteVersion(BUCKET, "key", version.getVersionId());
        }
        assertTrue(oss.listVersions(new ListVersionsRequest().withBucketName(BUCKET))
                .getVersionSummaries()
                .isEmpty());
    }

    // Multipart uploads.

    private String initiate(String key) {
        return oss.initiateMultipartUpload(new InitiateMultipartUploadRequest(BUCKET, key))
                .getUploadId();
    }

    private PartETag uploadPart(String key, String uploadId, int number, byte[] bytes) {
        return oss.uploadPart(new UploadPartRequest(
                        BUCKET, key, uploadId, number, new ByteArrayInputStream(bytes), bytes.length))
                .getPartETag();
    }

    /** The SDK sorts the list. */
    private static List<PartETag> parts(PartETag... parts) {
        return new ArrayList<>(List.of(parts));
    }

    @Test
    void multipartUpload() throws IOException {
        String id = initiate("large");
        PartETag first = uploadPart("large", id, 1, bytes(PART));
        PartETag second = uploadPart("large", id, 2, HELLO);
        PartListing parts = oss.listParts(new ListPartsRequest(BUCKET, "large", id));
        assertEquals(
                List.of(1, 2),
                parts.getParts().stream().map(part -> part.getPartNumber()).toList());
        oss.completeMultipartUpload(new CompleteMultipartUploadRequest(BUCKET, "large", id, parts(first, second)));
        byte[] content = read("large");
        assertEquals(PART + 5, content.length);
        assertRefused("NoSuchUpload", () -> oss.listParts(new ListPartsRequest(BUCKET, "large", id)));
    }

    @Test
    void smallPartIsRefused() {
        String id = initiate("large");
        PartETag first = uploadPart("large", id, 1, HELLO);
        PartETag second = uploadPart("large", id, 2, HELLO);
        assertRefused(
                "EntityTooSmall",
                () -> oss.completeMultipartUpload(
                        new CompleteMultipartUploadRequest(BUCKET, "large", id, parts(first, second))));
    }

    @Test
    void completeWithCallback() throws IOException {
        String id = initiate("large");
        PartETag part = uploadPart("large", id, 1, HELLO);
        CompleteMultipartUploadRequest request = new CompleteMultipartUploadRequest(BUCKET, "large", id, parts(part));
        request.setCallback(callback());
        try (InputStream answer =
                oss.completeMultipartUpload(request).getResponse().getContent()) {
            assertTrue(answer.readAllBytes().length > 0);
        }
        assertEquals(1, EMULATOR.callbacks().size());
    }

    @Test
    void abortMultipartUpload() {
        String id = initiate("large");
        uploadPart("large", id, 1, HELLO);
        oss.abortMultipartUpload(new AbortMultipartUploadRequest(BUCKET, "large", id));
        assertRefused("NoSuchUpload", () -> uploadPart("large", id, 1, HELLO));
    }

    @Test
    void listMultipartUploads() {
        String first = initiate("a");
        String second = initiate("b");
        ListMultipartUploadsRequest request = new ListMultipartUploadsRequest(BUCKET);
        assertEquals(
                List.of(first, second),
                oss.listMultipartUploads(request).getMultipartUploads().stream()
                        .map(upload -> upload.getUploadId())
                        .toList());
    }

    @Test
    void uploadPartCopy() throws IOException {
        oss.putObject(BUCKET, "source", new ByteArrayInputStream(bytes(2 * PART)));
        String id = initiate("copy");
        UploadPartCopyRequest request = new UploadPartCopyRequest(BUCKET, "source", BUCKET, "copy");
        request.setUploadId(id);
        request.setPartNumber(1);
        request.setBeginIndex(10L);
        request.setPartSize((long) PART);
        UploadPartCopyResult part = oss.uploadPartCopy(request);
        oss.completeMultipartUpload(new CompleteMultipartUploadRequest(BUCKET, "copy", id, parts(part.getPartETag())));
        assertArrayEquals(Arrays.copyOfRange(bytes(2 * PART), 10, 10 + PART), read("copy"));
    }

    @Test
    void resumableUpload() throws Throwable {
        Path file = Files.write(directory.resolve("file.bin"), bytes(5 * PART + 7));
        UploadFileRequest request = new UploadFileRequest(BUCKET, "resumable", file.toString(), PART, 3, true);
        oss.uploadFile(request);
        assertArrayEquals(bytes(5 * PART + 7), read("resumable"));
    }

    @Test
    void resumableDownload() throws Throwable {
        oss.putObject(BUCKET, "resumable", new ByteArrayInputStream(bytes(5 * PART + 7)));
        Path file = directory.resolve("download.bin");
        oss.downloadFile(new DownloadFileRequest(BUCKET, "resumable", file.toString(), PART, 3, true));
        assertArrayEquals(bytes(5 * PART + 7), Files.readAllBytes(file));
    }

    // Buckets.

    @Test
    void createAndDeleteBucket() {
        oss.createBucket("second-bucket");
        assertTrue(oss.doesBucketExist("second-bucket"));
        assertEquals(
                List.of(BUCKET, "second-bucket"),
                oss.listBuckets().stream().map(Bucket::getName).toList());
        oss.putObject("second-bucket", "key", hello());
        assertRefused("BucketNotEmpty", () -> oss.deleteBucket("second-bucket"));
        oss.deleteObject("second-bucket", "key");
        oss.deleteBucket("second-bucket");
        assertFalse(oss.doesBucketExist("second-bucket"));
    }

    @Test
    void missingBucketIsNoSuchBucket() {
        assertRefused("NoSuchBucket", () -> oss.putObject("second-bucket", "key", hello()));
    }

    @Test
    void bucketAcl() {
        oss.setBucketAcl(BUCKET, CannedAccessControlList.PublicRead);
        assertEquals(
                CannedAccessControlList.PublicRead, oss.getBucketAcl(BUCKET).getCannedACL());
    }

    @Test
    void bucketInfoAndLocation() {
        assertEquals(BUCKET, oss.getBucketInfo(BUCKET).getBucket().getName());
        assertEquals("oss-cn-hangzhou", oss.getBucketLocation(BUCKET));
    }

    @Test
    void bucketStat() {
        put("a");
        put("b");
        assertEquals(2, oss.getBucketStat(BUCKET).getObjectCount());
        assertEquals(10, oss.getBucketStat(BUCKET).getStorageSize());
    }

    @Test
    void bucketCors() {
        SetBucketCORSRequest request = new SetBucketCORSRequest(BUCKET);
        SetBucketCORSRequest.CORSRule rule = new SetBucketCORSRequest.CORSRule();
        rule.addAllowdOrigin("https://app.example.com");
        rule.addAllowedMethod("PUT");
        rule.addAllowedHeader("*");
        rule.setMaxAgeSeconds(60);
        request.addCorsRule(rule);
        oss.setBucketCORS(request);
        assertEquals(
                List.of("https://app.example.com"),
                oss.getBucketCORSRules(BUCKET).get(0).getAllowedOrigins());
        oss.deleteBucketCORSRules(BUCKET);
        assertRefused("NoSuchCORSConfiguration", () -> oss.getBucketCORSRules(BUCKET));
    }

    // Signatures.

    @Test
    void presignedGet() throws Exception {
        put("a b/你好");
        URL url = oss.generatePresignedUrl(BUCKET, "a b/你好", inAMinute());
        assertEquals("hello", send(HttpRequest.newBuilder(url.toURI())).body());
    }

    @Test
    void presignedPut() throws Exception {
        GeneratePresignedUrlRequest request = new GeneratePresignedUrlRequest(BUCKET, "key", HttpMethod.PUT);
        request.setExpiration(inAMinute());
        request.setContentType("text/plain");
        request.addUserMetadata("user", "alice");
        URI url = oss.generatePresignedUrl(request).toURI();
        HttpRequest.Builder put = HttpRequest.newBuilder(url)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(HELLO))
                .header("Content-Type", "text/plain")
                .header("x-oss-meta-user", "alice");
        assertEquals(200, send(put).statusCode());
        assertEquals("alice", oss.headObject(BUCKET, "key").getUserMetadata().get("user"));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void changedUrlIsRefused() throws Exception {
        put("key");
        URL url = oss.generatePresignedUrl(BUCKET, "key", inAMinute());
        String changed = url.toString().replaceFirst("(?i)(expires=\\d+)", "$10");
        assertEquals(403, send(HttpRequest.newBuilder(URI.create(changed))).statusCode());
    }

    @Test
    void wrongSecretIsRefused() {
        OSS other = client("cn-hangzhou", "wrong");
        try {
            assertRefused("SignatureDoesNotMatch", () -> other.putObject(BUCKET, "key", hello()));
        } finally {
            other.shutdown();
        }
    }

    @Test
    void wrongRegionIsRefused() {
        assumeTrue(version == SignVersion.V4, "V1 does not sign the region");
        OSS other = client("cn-shanghai", EMULATOR.emulator().accessKeySecret());
        try {
            assertRefused("InvalidArgument", () -> other.putObject(BUCKET, "key", hello()));
        } finally {
            other.shutdown();
        }
    }

    @Test
    void missingOperationIsRejectedOnce() {
        assertRefused("NotImplemented", () -> oss.getBucketInventoryConfiguration(BUCKET, "id"));
    }

    @Test
    void lifecycleRulesAreStored() {
        SetBucketLifecycleRequest rules = new SetBucketLifecycleRequest(BUCKET);
        rules.AddLifecycleRule(new LifecycleRule("old", "log/", LifecycleRule.RuleStatus.Enabled, 30));
        oss.setBucketLifecycle(rules);

        LifecycleRule stored = oss.getBucketLifecycle(BUCKET).get(0);
        assertEquals("old", stored.getId());
        assertEquals("log/", stored.getPrefix());
        assertEquals(30, stored.getExpirationDays());

        oss.deleteBucketLifecycle(BUCKET);
        assertRefused("NoSuchLifecycle", () -> oss.getBucketLifecycle(BUCKET));
    }
}
