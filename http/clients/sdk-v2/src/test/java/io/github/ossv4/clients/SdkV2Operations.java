// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.aliyun.sdk.service.oss2.OSSClient;
import com.aliyun.sdk.service.oss2.PresignOptions;
import com.aliyun.sdk.service.oss2.credentials.StaticCredentialsProvider;
import com.aliyun.sdk.service.oss2.exceptions.ServiceException;
import com.aliyun.sdk.service.oss2.models.AbortMultipartUploadRequest;
import com.aliyun.sdk.service.oss2.models.AppendObjectRequest;
import com.aliyun.sdk.service.oss2.models.AppendObjectResult;
import com.aliyun.sdk.service.oss2.models.BucketSummary;
import com.aliyun.sdk.service.oss2.models.CORSConfiguration;
import com.aliyun.sdk.service.oss2.models.CORSRule;
import com.aliyun.sdk.service.oss2.models.CallbackHelper;
import com.aliyun.sdk.service.oss2.models.CommonPrefix;
import com.aliyun.sdk.service.oss2.models.CompleteMultipartUpload;
import com.aliyun.sdk.service.oss2.models.CompleteMultipartUploadRequest;
import com.aliyun.sdk.service.oss2.models.CopyObjectRequest;
import com.aliyun.sdk.service.oss2.models.Delete;
import com.aliyun.sdk.service.oss2.models.DeleteBucketCorsRequest;
import com.aliyun.sdk.service.oss2.models.DeleteBucketRequest;
import com.aliyun.sdk.service.oss2.models.DeleteMultipleObjectsRequest;
import com.aliyun.sdk.service.oss2.models.DeleteObjectRequest;
import com.aliyun.sdk.service.oss2.models.DeleteObjectTaggingRequest;
import com.aliyun.sdk.service.oss2.models.DeletedInfo;
import com.aliyun.sdk.service.oss2.models.GetBucketAclRequest;
import com.aliyun.sdk.service.oss2.models.GetBucketAclResult;
import com.aliyun.sdk.service.oss2.models.GetBucketCorsRequest;
import com.aliyun.sdk.service.oss2.models.GetBucketInfoRequest;
import com.aliyun.sdk.service.oss2.models.GetBucketInventoryRequest;
import com.aliyun.sdk.service.oss2.models.GetBucketLocationRequest;
import com.aliyun.sdk.service.oss2.models.GetBucketStatRequest;
import com.aliyun.sdk.service.oss2.models.GetBucketVersioningRequest;
import com.aliyun.sdk.service.oss2.models.GetObjectAclRequest;
import com.aliyun.sdk.service.oss2.models.GetObjectAclResult;
import com.aliyun.sdk.service.oss2.models.GetObjectMetaRequest;
import com.aliyun.sdk.service.oss2.models.GetObjectMetaResult;
import com.aliyun.sdk.service.oss2.models.GetObjectRequest;
import com.aliyun.sdk.service.oss2.models.GetObjectResult;
import com.aliyun.sdk.service.oss2.models.GetObjectTaggingRequest;
import com.aliyun.sdk.service.oss2.models.GetSymlinkRequest;
import com.aliyun.sdk.service.oss2.models.HeadObjectRequest;
import com.aliyun.sdk.service.oss2.models.HeadObjectResult;
import com.aliyun.sdk.service.oss2.models.InitiateMultipartUploadRequest;
import com.aliyun.sdk.service.oss2.models.ListBucketsRequest;
import com.aliyun.sdk.service.oss2.models.ListMultipartUploadsRequest;
import com.aliyun.sdk.service.oss2.models.ListObjectVersionsRequest;
import com.aliyun.sdk.service.oss2.models.ListObjectVersionsResult;
import com.aliyun.sdk.service.oss2.models.ListObjectsRequest;
import com.aliyun.sdk.service.oss2.models.ListObjectsResult;
import com.aliyun.sdk.service.oss2.models.ListObjectsV2Request;
import com.aliyun.sdk.service.oss2.models.ListObjectsV2Result;
import com.aliyun.sdk.service.oss2.models.ListPartsRequest;
import com.aliyun.sdk.service.oss2.models.ObjectIdentifier;
import com.aliyun.sdk.service.oss2.models.ObjectSummary;
import com.aliyun.sdk.service.oss2.models.ObjectVersion;
import com.aliyun.sdk.service.oss2.models.Part;
import com.aliyun.sdk.service.oss2.models.PresignResult;
import com.aliyun.sdk.service.oss2.models.PutBucketAclRequest;
import com.aliyun.sdk.service.oss2.models.PutBucketCorsRequest;
import com.aliyun.sdk.service.oss2.models.PutBucketRequest;
import com.aliyun.sdk.service.oss2.models.PutBucketVersioningRequest;
import com.aliyun.sdk.service.oss2.models.PutObjectAclRequest;
import com.aliyun.sdk.service.oss2.models.PutObjectRequest;
import com.aliyun.sdk.service.oss2.models.PutObjectResult;
import com.aliyun.sdk.service.oss2.models.PutObjectTaggingRequest;
import com.aliyun.sdk.service.oss2.models.PutSymlinkRequest;
import com.aliyun.sdk.service.oss2.models.RestoreObjectRequest;
import com.aliyun.sdk.service.oss2.models.Tag;
import com.aliyun.sdk.service.oss2.models.TagSet;
import com.aliyun.sdk.service.oss2.models.Tagging;
import com.aliyun.sdk.service.oss2.models.Upload;
import com.aliyun.sdk.service.oss2.models.UploadPartCopyRequest;
import com.aliyun.sdk.service.oss2.models.UploadPartCopyResult;
import com.aliyun.sdk.service.oss2.models.UploadPartRequest;
import com.aliyun.sdk.service.oss2.models.UploadPartResult;
import com.aliyun.sdk.service.oss2.models.VersioningConfiguration;
import com.aliyun.sdk.service.oss2.transfermanager.Copier;
import com.aliyun.sdk.service.oss2.transfermanager.CopierOptions;
import com.aliyun.sdk.service.oss2.transfermanager.Downloader;
import com.aliyun.sdk.service.oss2.transfermanager.DownloaderOptions;
import com.aliyun.sdk.service.oss2.transfermanager.Uploader;
import com.aliyun.sdk.service.oss2.transfermanager.UploaderOptions;
import com.aliyun.sdk.service.oss2.transport.BinaryData;
import io.github.ossv4.emulator.junit.EmulatorExtension;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Operations of Alibaba Cloud's Java SDK v2 against the emulator. */
abstract class SdkV2Operations {
    static final String BUCKET = "examplebucket";

    /** Resolved by {@code src/test/hosts}. */
    static final String DOMAIN = "oss.example.test";

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final int PART = 100 * 1024;

    private static final List<String> LOG = new CopyOnWriteArrayList<>();

    @RegisterExtension
    static final EmulatorExtension EMULATOR = EmulatorExtension.builder()
            .configure(emulator -> emulator.domain(DOMAIN).log(LOG::add))
            .build();

    @TempDir
    Path directory;

    private OSSClient oss;

    private final boolean pathStyle;
    private final String host;

    SdkV2Operations(boolean pathStyle, String host) {
        this.pathStyle = pathStyle;
        this.host = host;
    }

    @BeforeEach
    void createClient() {
        oss = client("cn-hangzhou", EMULATOR.emulator().accessKeySecret());
    }

    @AfterEach
    void closeClient() throws Exception {
        oss.close();
    }

    private OSSClient client(String region, String secret) {
        return OSSClient.newBuilder()
                .endpoint("http://" + host + ":" + EMULATOR.emulator().port())
                .region(region)
                .usePathStyle(pathStyle)
                .credentialsProvider(
                        new StaticCredentialsProvider(EMULATOR.emulator().accessKeyId(), secret))
                .build();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static PutObjectRequest.Builder putRequest(String key) {
        return PutObjectRequest.newBuilder().bucket(BUCKET).key(key).body(BinaryData.fromBytes(HELLO));
    }

    private PutObjectResult put(String key) {
        return oss.putObject(putRequest(key).build());
    }

    private PutObjectResult put(String key, byte[] bytes) {
        return oss.putObject(putRequest(key).body(BinaryData.fromBytes(bytes)).build());
    }

    private static GetObjectRequest.Builder getRequest(String key) {
        return GetObjectRequest.newBuilder().bucket(BUCKET).key(key);
    }

    private byte[] read(String key) {
        return read(getRequest(key).build());
    }

    @SuppressWarnings("try") // Its close() throws Exception.
    private byte[] read(GetObjectRequest request) {
        try (GetObjectResult object = oss.getObject(request)) {
            return object.body().readAllBytes();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private HeadObjectResult head(String key) {
        return oss.headObject(
                HeadObjectRequest.newBuilder().bucket(BUCKET).key(key).build());
    }

    private static void assertRefused(String code, Runnable request) {
        RuntimeException failure = assertThrows(RuntimeException.class, request::run);
        ServiceException refused = ServiceException.asCause(failure);
        assertNotNull(refused, failure.toString());
        assertEquals(code, refused.errorCode());
    }

    // Objects.

    @Test
    void putObject() {
        assertEquals(
                "\"5D41402ABC4B2A76B9719D911017C592\"", put("a/b c+d/你好.txt").eTag());
        assertArrayEquals(HELLO, read("a/b c+d/你好.txt"));
    }

    @Test
    void putEmptyObject() {
        put("empty", new byte[0]);
        assertArrayEquals(new byte[0], read("empty"));
    }

    @Test
    void putStreamOfUnknownLength() {
        oss.putObject(putRequest("stream")
                .body(BinaryData.fromStream(new ByteArrayInputStream(bytes(300_000))))
                .build());
        assertArrayEquals(bytes(300_000), read("stream"));
    }

    @Test
    void putFile() throws Exception {
        Path file = Files.write(directory.resolve("file.bin"), bytes(70_000));
        oss.putObjectFromFile(
                PutObjectRequest.newBuilder().bucket(BUCKET).key("file.bin").build(), file);
        assertArrayEquals(bytes(70_000), read("file.bin"));
    }

    @Test
    void putObjectWithHeaders() {
        oss.putObject(putRequest("key")
                .contentType("text/plain")
                .cacheControl("no-cache")
                .contentMd5("XUFAKrxLKna5cZ2REBfFkg==")
                .storageClass("IA")
                .tagging("a=1")
                .metadata(Map.of("user", "alice"))
                .build());
        HeadObjectResult head = head("key");
        assertEquals("text/plain", head.contentType());
        assertEquals("no-cache", head.cacheControl());
        assertEquals("alice", head.metadata().get("user"));
        assertEquals("IA", head.storageClass());
        assertEquals("1", tags("key").get(0).value());
    }

    @Test
    void putObjectWithWrongMd5IsRefused() {
        assertRefused(
                "InvalidDigest",
                () -> oss.putObject(
                        putRequest("key").contentMd5("AAAAAAAAAAAAAAAAAAAAAA==").build()));
        assertFalse(oss.doesObjectExist(BUCKET, "key"));
    }

    @Test
    void overwritingIsRefusedOnRequest() {
        put("key");
        assertRefused(
                "FileAlreadyExists",
                () -> oss.putObject(putRequest("key").forbidOverwrite(true).build()));
    }

    private static CallbackHelper callback() {
        return CallbackHelper.newBuilder()
                .callbackUrl(EMULATOR.callbackUrl())
                .callbackBody("{\"object\":${object},\"size\":${size},\"user\":${x:user}}")
                .callbackBodyType(CallbackHelper.CallbackBodyType.JSON)
                .callbackVar(Map.of("x:user", "42"))
                .build();
    }

    private static PutObjectRequest putWithCallback() {
        return putRequest("key")
                .callback(callback().toCallbackParameter())
                .callbackVar(callback().toCallbackVarParameter())
                .build();
    }

    @Test
    void putObjectWithCallback() {
        assertFalse(oss.putObject(putWithCallback()).callbackResult().isEmpty());
        assertEquals(
                "{\"object\":\"key\",\"size\":5,\"user\":\"42\"}",
                EMULATOR.callbacks().get(0).text());
    }

    /** The SDK does not check the status 203, so it throws no exception. */
    @Test
    void failedCallbackIsReturned() {
        EMULATOR.respondToCallbacks(500, "");
        String result = oss.putObject(putWithCallback()).callbackResult();
        assertTrue(result.contains("<Code>CallbackFailed</Code>"), result);
        assertTrue(oss.doesObjectExist(BUCKET, "key"));
    }

    @Test
    void getRange() {
        put("key");
        assertArrayEquals(
                "ell".getBytes(StandardCharsets.UTF_8),
                read(getRequest("key").range("bytes=1-3").build()));
    }

    @Test
    void getObjectIfMatches() {
        put("key");
        assertArrayEquals(
                HELLO,
                read(getRequest("key")
                        .ifMatch("\"5D41402ABC4B2A76B9719D911017C592\"")
                        .build()));
        assertRefused(
                "PreconditionFailed",
                () -> read(getRequest("key").ifMatch("\"00\"").build()));
    }

    @Test
    void missingObjectIsNoSuchKey() {
        assertRefused("NoSuchKey", () -> read("missing"));
        assertFalse(oss.doesObjectExist(BUCKET, "missing"));
    }

    @Test
    void getFile() throws Exception {
        put("key");
        Path file = directory.resolve("file");
        oss.getObjectToFile(getRequest("key").build(), file);
        assertArrayEquals(HELLO, Files.readAllBytes(file));
    }

    @Test
    void headObject() {
        put("key");
        assertEquals(5, head("key").contentLength());
        assertEquals("Normal", head("key").objectType());
        assertRefused("NoSuchKey", () -> head("missing"));
    }

    @Test
    void getObjectMeta() {
        put("key");
        GetObjectMetaResult meta = oss.getObjectMeta(
                GetObjectMetaRequest.newBuilder().bucket(BUCKET).key("key").build());
        assertEquals(5, meta.contentLength());
    }

    private AppendObjectResult append(long position) {
        return oss.appendObject(AppendObjectRequest.newBuilder()
                .bucket(BUCKET)
                .key("log")
                .position(position)
                .body(BinaryData.fromBytes(HELLO))
                .build());
    }

    @Test
    void appendObject() {
        assertEquals(5, append(0).nextAppendPosition());
        assertEquals(10, append(5).nextAppendPosition());
        assertArrayEquals("hellohello".getBytes(StandardCharsets.UTF_8), read("log"));
        assertRefused("PositionNotEqualToLength", () -> append(5));
    }

    private static CopyObjectRequest.Builder copyRequest(String key) {
        return CopyObjectRequest.newBuilder().bucket(BUCKET).key(key).sourceKey("a b/源");
    }

    @Test
    void copyObject() {
        put("a b/源");
        oss.copyObject(copyRequest("copies/+ 你好").build());
        assertArrayEquals(HELLO, read("copies/+ 你好"));
    }

    @Test
    void copyObjectWithOtherMetadata() {
        put("a b/源");
        oss.copyObject(copyRequest("copy")
                .metadataDirective("REPLACE")
                .contentType("text/html")
                .build());
        assertEquals("text/html", head("copy").contentType());
    }

    @Test
    void deleteObject() {
        put("key");
        DeleteObjectRequest request =
                DeleteObjectRequest.newBuilder().bucket(BUCKET).key("key").build();
        oss.deleteObject(request);
        oss.deleteObject(request);
        assertFalse(oss.doesObjectExist(BUCKET, "key"));
    }

    private List<String> delete(boolean quiet, List<String> keys) {
        List<ObjectIdentifier> objects = keys.stream()
                .map(key -> ObjectIdentifier.newBuilder().key(key).build())
                .toList();
        List<DeletedInfo> deleted = oss.deleteMultipleObjects(DeleteMultipleObjectsRequest.newBuilder()
                        .bucket(BUCKET)
                        .delete(Delete.newBuilder()
                                .objects(objects)
                                .quiet(quiet)
                                .build())
                        .build())
                .deletedObjects();
        return deleted == null
                ? List.of()
                : deleted.stream().map(DeletedInfo::key).sorted().toList();
    }

    @Test
    void deleteMultipleObjects() {
        List<String> keys = List.of("a", "b&c", "d e", "你好");
        keys.forEach(this::put);
        assertEquals(keys, delete(false, keys));
        assertEquals(List.of(), list(""));
    }

    @Test
    void deleteMultipleObjectsQuietly() {
        put("a");
        assertEquals(List.of(), delete(true, List.of("a", "missing")));
        assertEquals(List.of(), list(""));
    }

    @Test
    void objectAcl() {
        put("key");
        oss.putObjectAcl(PutObjectAclRequest.newBuilder()
                .bucket(BUCKET)
                .key("key")
                .objectAcl("public-read")
                .build());
        GetObjectAclResult acl = oss.getObjectAcl(
                GetObjectAclRequest.newBuilder().bucket(BUCKET).key("key").build());
        assertEquals(
                "public-read", acl.accessControlPolicy().accessControlList().grant());
    }

    @Test
    void objectTagging() {
        put("key");
        Tagging tagging = Tagging.newBuilder()
                .tagSet(TagSet.newBuilder()
                        .tags(List.of(Tag.newBuilder().key("b c").value("你").build()))
                        .build())
                .build();
        oss.putObjectTagging(PutObjectTaggingRequest.newBuilder()
                .bucket(BUCKET)
                .key("key")
                .tagging(tagging)
                .build());
        assertEquals("你", tags("key").get(0).value());
        oss.deleteObjectTagging(DeleteObjectTaggingRequest.newBuilder()
                .bucket(BUCKET)
                .key("key")
                .build());
        assertEquals(List.of(), tags("key"));
    }

    private List<Tag> tags(String key) {
        List<Tag> tags = oss.getObjectTagging(GetObjectTaggingRequest.newBuilder()
                        .bucket(BUCKET)
                        .key(key)
                        .build())
                .tagging()
                .tagSet()
                .tags();
        return tags == null ? List.of() : tags;
    }

    @Test
    void symlink() {
        put("target");
        oss.putSymlink(PutSymlinkRequest.newBuilder()
                .bucket(BUCKET)
                .key("link")
                .symlinkTarget("target")
                .build());
        assertEquals(
                "target",
                oss.getSymlink(GetSymlinkRequest.newBuilder()
                                .bucket(BUCKET)
                                .key("link")
                                .build())
                        .symlinkTarget());
        assertArrayEquals(HELLO, read("link"));
    }

    @Test
    void restoreObject() {
        oss.putObject(putRequest("key").storageClass("Archive").build());
        oss.restoreObject(
                RestoreObjectRequest.newBuilder().bucket(BUCKET).key("key").build());
        put("standard");
        assertRefused(
                "OperationNotSupported",
                () -> oss.restoreObject(RestoreObjectRequest.newBuilder()
                        .bucket(BUCKET)
                        .key("standard")
                        .build()));
    }

    // Lists.

    private List<String> list(String prefix) {
        List<String> keys = new ArrayList<>();
        ListObjectsV2Request request = ListObjectsV2Request.newBuilder()
                .bucket(BUCKET)
                .prefix(prefix)
                .maxKeys(2L)
                .build();
        for (ListObjectsV2Result page : oss.listObjectsV2Paginator(request)) {
            if (page.contents() != null) {
                page.contents().stream().map(ObjectSummary::key).forEach(keys::add);
            }
        }
        return keys;
    }

    @Test
    void listObjectsByDirectory() {
        List.of("a/1", "a/2", "b/1", "c").forEach(this::put);
        ListObjectsResult listing = oss.listObjects(
                ListObjectsRequest.newBuilder().bucket(BUCKET).delimiter("/").build());
        assertEquals(
                List.of("a/", "b/"),
                listing.commonPrefixes().stream().map(CommonPrefix::prefix).toList());
        assertEquals("c", listing.contents().get(0).key());
    }

    @Test
    void listObjectsByPages() {
        List<String> keys =
                IntStream.range(0, 25).mapToObj(i -> "k" + (char) ('a' + i)).toList();
        keys.forEach(this::put);
        List<String> listed = new ArrayList<>();
        ListObjectsRequest request =
                ListObjectsRequest.newBuilder().bucket(BUCKET).maxKeys(10L).build();
        for (ListObjectsResult page : oss.listObjectsPaginator(request)) {
            page.contents().stream().map(ObjectSummary::key).forEach(listed::add);
        }
        assertEquals(keys, listed);
    }

    @Test
    void listObjectsV2ByPages() {
        List<String> keys = List.of("a b", "a+b", "x/1", "x/2", "你好");
        keys.forEach(this::put);
        assertEquals(keys, list(""));
        assertEquals(List.of("x/1", "x/2"), list("x/"));
    }

    @Test
    void listObjectsV2AfterAKey() {
        List.of("a", "b", "c").forEach(this::put);
        ListObjectsV2Result page = oss.listObjectsV2(ListObjectsV2Request.newBuilder()
                .bucket(BUCKET)
                .startAfter("a")
                .fetchOwner(true)
                .build());
        assertEquals(
                List.of("b", "c"),
                page.contents().stream().map(ObjectSummary::key).toList());
        assertNotNull(page.contents().get(0).owner());
    }

    // Versions.

    @Test
    void versions() {
        oss.putBucketVersioning(PutBucketVersioningRequest.newBuilder()
                .bucket(BUCKET)
                .versioningConfiguration(
                        VersioningConfiguration.newBuilder().status("Enabled").build())
                .build());
        assertEquals(
                "Enabled",
                oss.getBucketVersioning(GetBucketVersioningRequest.newBuilder()
                                .bucket(BUCKET)
                                .build())
                        .versioningConfiguration()
                        .status());
        String first = put("key").versionId();
        assertNotEquals(first, put("key", bytes(7)).versionId());
        oss.deleteObject(
                DeleteObjectRequest.newBuilder().bucket(BUCKET).key("key").build());
        assertRefused("NoSuchKey", () -> read("key"));
        assertArrayEquals(HELLO, read(getRequest("key").versionId(first).build()));
        ListObjectVersionsResult versions = oss.listObjectVersions(
                ListObjectVersionsRequest.newBuilder().bucket(BUCKET).build());
        assertEquals(2, versions.versions().size());
        assertEquals(1, versions.deleteMarkers().size());
        for (ObjectVersion version : versions.versions()) {
            oss.deleteObject(DeleteObjectRequest.newBuilder()
                    .bucket(BUCKET)
                    .key("key")
                    .versionId(version.versionId())
                    .build());
        }
        assertRefused(
                "NoSuchVersion", () -> read(getRequest("key").versionId(first).build()));
    }

    // Multipart uploads.

    private String initiate(String key) {
        return oss.initiateMultipartUpload(InitiateMultipartUploadRequest.newBuilder()
                        .bucket(BUCKET)
                        .key(key)
                        .build())
                .initiateMultipartUpload()
                .uploadId();
    }

    private Part uploadPart(String key, String uploadId, long number, byte[] bytes) {
        UploadPartResult result = oss.uploadPart(UploadPartRequest.newBuilder()
                .bucket(BUCKET)
                .key(key)
                .uploadId(uploadId)
                .partNumber(number)
                .body(BinaryData.fromBytes(bytes))
                .build());
        return Part.newBuilder().partNumber(number).eTag(result.eTag()).build();
    }

    private static CompleteMultipartUploadRequest.Builder completeRequest(String key, String id, Part... parts) {
        return CompleteMultipartUploadRequest.newBuilder()
                .bucket(BUCKET)
                .key(key)
                .uploadId(id)
                .completeMultipartUpload(CompleteMultipartUpload.newBuilder()
                        .parts(List.of(parts))
                        .build());
    }

    private List<Long> listParts(String key, String id) {
        return oss
                .listParts(ListPartsRequest.newBuilder()
                        .bucket(BUCKET)
                        .key(key)
                        .uploadId(id)
                        .build())
                .parts()
                .stream()
                .map(Part::partNumber)
                .toList();
    }

    @Test
    void multipartUpload() {
        String id = initiate("large");
        Part first = uploadPart("large", id, 1, bytes(PART));
        Part second = uploadPart("large", id, 2, HELLO);
        assertEquals(List.of(1L, 2L), listParts("large", id));
        oss.completeMultipartUpload(completeRequest("large", id, first, second).build());
        assertEquals(PART + 5, read("large").length);
        assertRefused("NoSuchUpload", () -> listParts("large", id));
    }

    @Test
    void completeAllParts() {
        String id = initiate("large");
        uploadPart("large", id, 1, HELLO);
        oss.completeMultipartUpload(CompleteMultipartUploadRequest.newBuilder()
                .bucket(BUCKET)
                .key("large")
                .uploadId(id)
                .completeAll("yes")
                .build());
        assertArrayEquals(HELLO, read("large"));
    }

    @Test
    void smallPartIsRefused() {
        String id = initiate("large");
        Part first = uploadPart("large", id, 1, HELLO);
        Part second = uploadPart("large", id, 2, HELLO);
        assertRefused(
                "EntityTooSmall",
                () -> oss.completeMultipartUpload(
                        completeRequest("large", id, first, second).build()));
    }

    @Test
    void completeWithCallback() {
        String id = initiate("large");
        Part part = uploadPart("large", id, 1, HELLO);
        oss.completeMultipartUpload(completeRequest("large", id, part)
                .callback(callback().toCallbackParameter())
                .callbackVar(callback().toCallbackVarParameter())
                .build());
        assertEquals(1, EMULATOR.callbacks().size());
    }

    @Test
    void abortMultipartUpload() {
        String id = initiate("large");
        oss.abortMultipartUpload(AbortMultipartUploadRequest.newBuilder()
                .bucket(BUCKET)
                .key("large")
                .uploadId(id)
                .build());
        assertRefused("NoSuchUpload", () -> uploadPart("large", id, 1, HELLO));
    }

    @Test
    void listMultipartUploads() {
        List<String> ids = List.of(initiate("a"), initiate("b"));
        assertEquals(
                ids,
                oss
                        .listMultipartUploads(ListMultipartUploadsRequest.newBuilder()
                                .bucket(BUCKET)
                                .build())
                        .uploads()
                        .stream()
                        .map(Upload::uploadId)
                        .toList());
    }

    @Test
    void uploadPartCopy() {
        put("a b/源", bytes(2 * PART));
        String id = initiate("copy");
        UploadPartCopyResult part = oss.uploadPartCopy(UploadPartCopyRequest.newBuilder()
                .bucket(BUCKET)
                .key("copy")
                .sourceKey("a b/源")
                .copySourceRange("bytes=10-" + (10 + PART - 1))
                .uploadId(id)
                .partNumber(1L)
                .build());
        oss.completeMultipartUpload(completeRequest(
                        "copy",
                        id,
                        Part.newBuilder()
                                .partNumber(1L)
                                .eTag(part.copyPartResult().eTag())
                                .build())
                .build());
        assertArrayEquals(Arrays.copyOfRange(bytes(2 * PART), 10, 10 + PART), read("copy"));
    }

    @Test
    void resumableUpload() throws Exception {
        Path file = Files.write(directory.resolve("file.bin"), bytes(5 * PART + 7));
        UploaderOptions options = UploaderOptions.newBuilder()
                .partSize((long) PART)
                .enableCheckpoint(true)
                .checkpointDir(directory.toString())
                .build();
        new Uploader(oss)
                .uploadFile(
                        PutObjectRequest.newBuilder()
                                .bucket(BUCKET)
                                .key("resumable")
                                .build(),
                        file.toString(),
                        options);
        assertArrayEquals(bytes(5 * PART + 7), read("resumable"));
    }

    @Test
    void resumableDownload() throws Exception {
        put("resumable", bytes(5 * PART + 7));
        Path file = directory.resolve("download.bin");
        DownloaderOptions options = DownloaderOptions.newBuilder()
                .partSize((long) PART)
                .enableCheckpoint(true)
                .checkpointDir(directory.toString())
                .build();
        new Downloader(oss).downloadFile(getRequest("resumable").build(), file.toString(), options);
        assertArrayEquals(bytes(5 * PART + 7), Files.readAllBytes(file));
    }

    /** Without tags: the SDK looks for their number in a header whose name has non-breaking hyphens (U+2011). */
    @Test
    void copyInParts() throws Exception {
        oss.putObject(putRequest("a b/源")
                .body(BinaryData.fromBytes(bytes(5 * PART + 7)))
                .metadata(Map.of("user", "alice"))
                .build());
        CopierOptions options = CopierOptions.newBuilder()
                .partSize((long) PART)
                .multipartCopyThreshold((long) PART)
                .disableShallowCopy(true)
                .build();
        new Copier(oss, options).copy(copyRequest("copy").build());
        assertArrayEquals(bytes(5 * PART + 7), read("copy"));
        assertEquals("alice", head("copy").metadata().get("user"));
    }

    // Buckets.

    @Test
    void createAndDeleteBucket() {
        oss.putBucket(PutBucketRequest.newBuilder().bucket("second-bucket").build());
        assertTrue(oss.doesBucketExist("second-bucket"));
        assertEquals(
                List.of(BUCKET, "second-bucket"),
                oss.listBuckets(ListBucketsRequest.newBuilder().build()).buckets().stream()
                        .map(BucketSummary::name)
                        .toList());
        oss.putObject(putRequest("key").bucket("second-bucket").build());
        DeleteBucketRequest delete =
                DeleteBucketRequest.newBuilder().bucket("second-bucket").build();
        assertRefused("BucketNotEmpty", () -> oss.deleteBucket(delete));
        oss.deleteObject(DeleteObjectRequest.newBuilder()
                .bucket("second-bucket")
                .key("key")
                .build());
        oss.deleteBucket(delete);
        assertFalse(oss.doesBucketExist("second-bucket"));
    }

    @Test
    void missingBucketIsNoSuchBucket() {
        assertRefused(
                "NoSuchBucket",
                () -> oss.putObject(putRequest("key").bucket("second-bucket").build()));
    }

    @Test
    void bucketAcl() {
        oss.putBucketAcl(PutBucketAclRequest.newBuilder()
                .bucket(BUCKET)
                .acl("public-read")
                .build());
        GetBucketAclResult acl =
                oss.getBucketAcl(GetBucketAclRequest.newBuilder().bucket(BUCKET).build());
        assertEquals(
                "public-read", acl.accessControlPolicy().accessControlList().grant());
    }

    @Test
    void bucketInfo() {
        assertEquals(
                BUCKET,
                oss.getBucketInfo(
                                GetBucketInfoRequest.newBuilder().bucket(BUCKET).build())
                        .bucketInfo()
                        .name());
    }

    @Test
    void bucketLocation() {
        assertEquals(
                "oss-cn-hangzhou",
                oss.getBucketLocation(GetBucketLocationRequest.newBuilder()
                                .bucket(BUCKET)
                                .build())
                        .locationConstraint());
    }

    @Test
    void bucketStat() {
        put("a");
        put("b");
        assertEquals(
                2,
                oss.getBucketStat(
                                GetBucketStatRequest.newBuilder().bucket(BUCKET).build())
                        .bucketStat()
                        .objectCount());
    }

    @Test
    void bucketCors() {
        CORSRule rule = CORSRule.newBuilder()
                .allowedOrigins(List.of("https://app.example.com"))
                .allowedMethods(List.of("PUT"))
                .allowedHeaders(List.of("*"))
                .maxAgeSeconds(60L)
                .build();
        oss.putBucketCors(PutBucketCorsRequest.newBuilder()
                .bucket(BUCKET)
                .corsConfiguration(
                        CORSConfiguration.newBuilder().corsRules(List.of(rule)).build())
                .build());
        GetBucketCorsRequest get =
                GetBucketCorsRequest.newBuilder().bucket(BUCKET).build();
        assertEquals(
                List.of("https://app.example.com"),
                oss.getBucketCors(get).corsConfiguration().corsRules().get(0).allowedOrigins());
        oss.deleteBucketCors(DeleteBucketCorsRequest.newBuilder().bucket(BUCKET).build());
        assertRefused("NoSuchCORSConfiguration", () -> oss.getBucketCors(get));
    }

    // Signatures.

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static PresignOptions inAMinute() {
        return PresignOptions.newBuilder().expiration(Duration.ofMinutes(1)).build();
    }

    @Test
    void presignedGet() throws Exception {
        put("a b/你好");
        URI url = URI.create(
                oss.presign(getRequest("a b/你好").build(), inAMinute()).url());
        assertEquals("hello", send(HttpRequest.newBuilder(url)).body());
    }

    @Test
    void presignedPut() throws Exception {
        PutObjectRequest request = putRequest("key")
                .contentType("text/plain")
                .metadata(Map.of("user", "alice"))
                .build();
        PresignResult presigned = oss.presign(request, inAMinute());
        HttpRequest.Builder put =
                HttpRequest.newBuilder(URI.create(presigned.url())).PUT(HttpRequest.BodyPublishers.ofByteArray(HELLO));
        presigned.signedHeaders().orElse(Map.of()).forEach(put::header);
        assertEquals(200, send(put).statusCode());
        assertEquals("alice", head("key").metadata().get("user"));
    }

    @Test
    void changedUrlIsRefused() throws Exception {
        put("key");
        String url = oss.presign(getRequest("key").build(), inAMinute()).url();
        URI changed = URI.create(url.replaceFirst("x-oss-expires=\\d+", "x-oss-expires=3600"));
        assertEquals(403, send(HttpRequest.newBuilder(changed)).statusCode());
    }

    @Test
    @SuppressWarnings("try") // Its close() throws Exception.
    void wrongSecretIsRefused() throws Exception {
        try (OSSClient other = client("cn-hangzhou", "wrong")) {
            assertRefused(
                    "SignatureDoesNotMatch",
                    () -> other.putObject(putRequest("key").build()));
        }
    }

    @Test
    @SuppressWarnings("try") // Its close() throws Exception.
    void wrongRegionIsRefused() throws Exception {
        try (OSSClient other = client("cn-shanghai", EMULATOR.emulator().accessKeySecret())) {
            assertRefused(
                    "InvalidArgument", () -> other.putObject(putRequest("key").build()));
        }
    }

    @Test
    void missingOperationIsRejectedOnce() {
        LOG.clear();
        assertRefused(
                "NotImplemented",
                () -> oss.getBucketInventory(GetBucketInventoryRequest.newBuilder()
                        .bucket(BUCKET)
                        .inventoryId("id")
                        .build()));
        assertEquals(
                1, LOG.stream().filter(line -> line.contains("NotImplemented")).count(), "the number of attempts");
    }
}
