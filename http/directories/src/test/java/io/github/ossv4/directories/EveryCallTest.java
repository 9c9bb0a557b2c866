// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.CallbackNotice;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.form.FormUpload;
import io.github.ossv4.http.AppendPosition;
import io.github.ossv4.http.AppendResult;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.BucketRequest;
import io.github.ossv4.http.BucketResponse;
import io.github.ossv4.http.CallAttempt;
import io.github.ossv4.http.CallListener;
import io.github.ossv4.http.CopySource;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.GetResult;
import io.github.ossv4.http.ListOptions;
import io.github.ossv4.http.MultipartUpload;
import io.github.ossv4.http.PresignedUpload;
import io.github.ossv4.http.PresignedUrl;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.http.RestoreStatus;
import io.github.ossv4.http.ServiceClient;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.UploadSource;
import io.github.ossv4.http.UploadStream;
import io.github.ossv4.http.testing.ConfiguredBucket;
import io.github.ossv4.http.testing.PostedForm;
import io.github.ossv4.list.ListedBucket;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.ListedVersion;
import io.github.ossv4.list.ObjectVersion;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.object.ObjectTags;
import io.github.ossv4.object.StorageClass;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls each method of the client once, on an emulator or on a bucket of OSS itself: see {@link ConfiguredBucket}. The
 * calls depend on the earlier ones. {@code target/every-call.md} has the results.
 */
class EveryCallTest {
    private static final HttpClient OTHER = HttpClient.newHttpClient();
    private static final Duration HOUR = Duration.ofHours(1);
    private static final byte[] HELLO = "hello".getBytes(UTF_8);
    private static final int PART = 100 * 1024;
    private static final byte[] PARTS = new byte[2 * PART + 1];

    /** They build or describe a client. */
    private static final Set<String> NO_CALLS =
            Set.of("builder", "bucket", "async", "bucketName", "metrics", "close", "toString", "formUrl");

    @TempDir
    private static Path directory;

    private static final Set<String> OPERATIONS = new ConcurrentSkipListSet<>();

    /** The operations of each method of Directories, by its name and a colon. */
    private static final Set<String> OPERATIONS_OF_DIRECTORIES = new ConcurrentSkipListSet<>();

    private static volatile String running = "";

    private static final CallListener LISTENER = new CallListener() {
        @Override
        public void started(CallAttempt attempt) {
            OPERATIONS.add(attempt.operation());
            if (running.startsWith("Directories.")) {
                OPERATIONS_OF_DIRECTORIES.add(running.split(" ")[0] + ": " + attempt.operation());
            }
        }
    };
    private static ConfiguredBucket configured;
    private static BucketClient bucket;
    private static ServiceClient service;

    private final List<String> results = new ArrayList<>();
    private final Map<String, Executable> calls = new LinkedHashMap<>();

    @BeforeAll
    static void start() throws IOException {
        configured = ConfiguredBucket.of(System.getenv());
        bucket = configured.client().listener(LISTENER).build();
        service = configured.service().listener(LISTENER).build();
    }

    @AfterAll
    static void stop() throws Exception {
        configured.clear(bucket);
        bucket.close();
        service.close();
        configured.close();
    }

    private static String key(String name) {
        return configured.prefix() + name;
    }

    private static Path file(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }

    private static int send(PresignedUrl url, HttpRequest.BodyPublisher body) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url.url())).method(url.method(), body);
        url.headers().forEach(request::header);
        return OTHER.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private void addObjects() {
        calls.put("put", () -> assertTrue(bucket.put(key("a"), HELLO).isCrcChecked()));
        calls.put(
                "put with options",
                () -> bucket.put(
                        key("tagged"),
                        Body.of(HELLO),
                        PutOptions.builder().tag("k", "v").metadata("m", "1").build()));
        calls.put("append", () -> {
            AppendResult first = bucket.append(key("log"), AppendPosition.START, Body.of(HELLO));
            assertEquals(
                    10,
                    bucket.append(key("log"), first.next(), Body.of(HELLO))
                            .next()
                            .offset());
        });
        calls.put("get", () -> {
            try (GetResult result = bucket.get(key("a"))) {
                assertArrayEquals(HELLO, result.bytes());
            }
        });
        calls.put("getBytes", () -> assertArrayEquals(HELLO, bucket.getBytes(key("a"))));
        calls.put("getText", () -> assertEquals("hello", bucket.getText(key("a"))));
        calls.put("head", () -> assertEquals(5, bucket.head(key("a")).size()));
        calls.put("exists", () -> assertFalse(bucket.exists(key("missing"))));
        calls.put("verify", () -> {
            Path file = Files.write(directory.resolve("a"), HELLO);
            assertTrue(bucket.verify(key("a"), file).isSame());
        });
        calls.put("copy", () -> bucket.copy(CopySource.of(key("a")), key("copy")));
        calls.put("getAcl", () -> assertEquals(ObjectAcl.DEFAULT, bucket.getAcl(key("a"))));
        calls.put(
                "getTags",
                () -> assertEquals("v", bucket.getTags(key("tagged")).asMap().get("k")));
        calls.put("putTags", () -> bucket.putTags(key("a"), ObjectTags.NONE.with("t", "1")));
        calls.put("deleteTags", () -> bucket.deleteTags(key("a")));
        calls.put("restore", () -> {
            bucket.put(
                    key("archived"),
                    Body.of(HELLO),
                    PutOptions.builder().storageClass(StorageClass.ARCHIVE).build());
            assertEquals(RestoreStatus.STARTED, bucket.restore(key("archived")));
        });
        calls.put(
                "confirm",
                () -> assertTrue(bucket.confirm(CallbackNotice.parse(
                                "application/x-www-form-urlencoded",
                                ("bucket=" + configured.bucket() + "&size=5&object=" + key("a")).getBytes(UTF_8)))
                        .isConfirmed()));
    }

    private void addUploads() {
        UploadOptions inParts = UploadOptions.builder().partSize(PART).build();
        calls.put("upload", () -> bucket.upload(key("parts"), file("parts", PARTS), inParts));
        calls.put("upload of a stream", () -> bucket.upload(key("stream"), new ByteArrayInputStream(PARTS), inParts));
        calls.put(
                "upload of a source",
                () -> bucket.upload(
                        key("source"),
                        UploadSource.of("parts", PARTS.length, offset -> {
                            InputStream in = new ByteArrayInputStream(PARTS);
                            in.skipNBytes(offset);
                            return in;
                        }),
                        inParts));
        calls.put("openUpload", () -> {
            try (UploadStream out = bucket.openUpload(key("written"))) {
                out.write(HELLO);
                out.complete();
            }
        });
        calls.put("Directories.upload", () -> {
            Path tree = Files.createDirectories(directory.resolve("tree"));
            Files.write(tree.resolve("leaf"), HELLO);
            Directories.of(bucket).upload(tree, key("tree/"));
        });
        calls.put(
                "download",
                () -> bucket.download(
                        key("parts"),
                        directory.resolve("downloaded"),
                        DownloadOptions.builder().partSize(PART).build()));
        calls.put(
                "Directories.download", () -> Directories.of(bucket).download(key("tree/"), directory.resolve("back")));
        calls.put(
                "Directories.verify",
                () -> assertTrue(Directories.of(bucket)
                        .verify(directory.resolve("back"), key("tree/"))
                        .isSame()));
        DirectoryOptions delete = DirectoryOptions.builder().deleteExtra(true).build();
        calls.put("Directories.syncToBucket", () -> {
            Path tree = directory.resolve("tree");
            Files.move(tree.resolve("leaf"), tree.resolve("renamed"));
            assertEquals(
                    1,
                    Directories.of(bucket)
                            .syncToBucket(tree, key("tree/"), delete)
                            .deleted()
                            .size());
        });
        calls.put(
                "Directories.syncToDirectory",
                () -> Directories.of(bucket)
                        .syncToDirectory(key("tree/"), directory.resolve("back"), delete)
                        .throwIfFailed());
        calls.put("put of an older copy", () -> bucket.put(key("mirror/renamed"), "older"));
        calls.put("Directories.syncFrom", () -> {
            assertEquals(
                    1,
                    Directories.of(bucket)
                            .syncFrom(bucket, key("tree/"), key("mirror/"), DirectoryOptions.NONE)
                            .throwIfFailed()
                            .transferredCount());
        });
        calls.put("discardUpload", () -> assertFalse(bucket.discardUpload(directory.resolve("no-checkpoint"))));
    }

    private void addMultipartUploads() {
        MultipartUpload[] upload = new MultipartUpload[1];
        List<UploadedPart> parts = new ArrayList<>();
        calls.put("initiateMultipartUpload", () -> upload[0] = bucket.initiateMultipartUpload(key("by-hand")));
        calls.put(
                "listMultipartUploads",
                () -> assertEquals(
                        upload[0].uploadId(),
                        bucket.listMultipartUploads(key("by-hand"))
                                .iterator()
                                .next()
                                .uploadId()));
        calls.put("multipartUpload", () -> upload[0] = bucket.multipartUpload(key("by-hand"), upload[0].uploadId()));
        calls.put("MultipartUpload.uploadPart", () -> parts.add(upload[0].uploadPart(1, Body.of(new byte[PART]))));
        calls.put(
                "MultipartUpload.uploadPartCopy",
                () -> parts.add(upload[0].uploadPartCopy(2, CopySource.of(key("parts")), 0, PART)));
        calls.put(
                "MultipartUpload.presignPart",
                () -> assertEquals(
                        200, send(upload[0].presignPart(3, HOUR), HttpRequest.BodyPublishers.ofByteArray(HELLO))));
        calls.put(
                "MultipartUpload.listParts",
                () -> assertEquals(3, upload[0].listParts().size()));
        calls.put("MultipartUpload.complete", () -> upload[0].complete(parts));
        calls.put("MultipartUpload.completeAll", () -> {
            MultipartUpload all = bucket.initiateMultipartUpload(key("all"));
            all.uploadPart(1, Body.of(HELLO));
            all.completeAll();
        });
        calls.put(
                "MultipartUpload.abort",
                () -> bucket.initiateMultipartUpload(key("aborted")).abort());
        PresignedUpload[] presigned = new PresignedUpload[1];
        calls.put(
                "initiatePresignedUpload",
                () -> presigned[0] = bucket.initiatePresignedUpload(key("presigned"), PartPlan.of(5)));
        calls.put(
                "presignedUpload",
                () -> presigned[0] = bucket.presignedUpload(key("presigned"), presigned[0].uploadId(), PartPlan.of(5)));
        calls.put(
                "PresignedUpload.presignPart",
                () -> assertEquals(
                        200, send(presigned[0].presignPart(1, HOUR), HttpRequest.BodyPublishers.ofByteArray(HELLO))));
        calls.put("PresignedUpload.partsJson", () -> presigned[0].partsJson(List.of(1), HOUR));
        calls.put(
                "PresignedUpload.storedParts",
                () -> assertEquals(1, presigned[0].storedParts().size()));
        calls.put("PresignedUpload.complete", () -> presigned[0].complete(List.of(Crc64.compute(HELLO))));
        calls.put(
                "PresignedUpload.abort",
                () -> bucket.initiatePresignedUpload(key("p"), PartPlan.of(5)).abort());
    }

    private void addOthers() {
        calls.put("call", () -> {
            try (BucketResponse response =
                    bucket.call(BucketRequest.builder("GET").query("location").build())) {
                assertTrue(new String(response.bytes(), UTF_8).contains("LocationConstraint"));
            }
        });
        calls.put(
                "presignGet",
                () -> assertEquals(200, send(bucket.presignGet(key("a"), HOUR), HttpRequest.BodyPublishers.noBody())));
        calls.put(
                "presignPut",
                () -> assertEquals(
                        200, send(bucket.presignPut(key("b"), HOUR), HttpRequest.BodyPublishers.ofByteArray(HELLO))));
        calls.put(
                "presign",
                () -> assertEquals(
                        200,
                        send(
                                bucket.presign(
                                        BucketRequest.builder("GET")
                                                .query("location")
                                                .build(),
                                        HOUR),
                                HttpRequest.BodyPublishers.noBody())));
        calls.put("signForm", () -> {
            FormUpload form = FormUpload.toKey(configured.bucket(), key("form")).build();
            PostedForm posted = PostedForm.post(bucket.formUrl(), bucket.signForm(form, HOUR), "f", HELLO);
            assertEquals(200, posted.status(), posted.body());
        });
        calls.put(
                "list",
                () -> assertTrue(bucket.list(configured.prefix()).stream()
                        .map(ListedObject::key)
                        .anyMatch(key("a")::equals)));
        calls.put(
                "listPage",
                () -> assertEquals(
                        1,
                        bucket.listPage(ListOptions.builder()
                                        .prefix(configured.prefix())
                                        .maxKeys(1)
                                        .build())
                                .entries()
                                .size()));
        calls.put(
                "listVersions",
                () -> assertTrue(bucket.listVersions(configured.prefix()).stream()
                        .map(ListedVersion::key)
                        .anyMatch(key("a")::equals)));
        calls.put(
                "ServiceClient.listBuckets",
                () -> assertTrue(service.listBuckets(configured.bucket()).stream()
                        .map(ListedBucket::name)
                        .anyMatch(configured.bucket()::equals)));
        calls.put("delete", () -> bucket.delete(key("a")));
        calls.put("deleteAll", () -> bucket.deleteAll(List.of(key("b"), key("copy"))));
        calls.put(
                "deleteVersions",
                () -> bucket.deleteVersions(bucket.listVersions(key("tagged")).stream()
                        .map(ObjectVersion::of)
                        .toList()));
    }

    @TestFactory
    Stream<DynamicTest> succeeds() {
        addObjects();
        addUploads();
        addMultipartUploads();
        addOthers();
        return Stream.concat(
                calls.entrySet().stream()
                        .map(call -> DynamicTest.dynamicTest(call.getKey(), () -> run(call.getKey(), call.getValue()))),
                Stream.of(
                        DynamicTest.dynamicTest("every method is called", this::checkMethods),
                        DynamicTest.dynamicTest("every operation has its permission", EveryCallTest::checkPermissions),
                        DynamicTest.dynamicTest("results are written", this::writeResults)));
    }

    private void run(String name, Executable call) throws Throwable {
        try {
            running = name;
            call.execute();
            results.add("| " + name + " | passed |");
        } catch (Throwable t) {
            results.add("| " + name + " | " + configured.redact(t.toString()) + " |");
            throw t;
        }
    }

    private void checkMethods() {
        Set<String> called = new TreeSet<>();
        calls.keySet().forEach(name -> called.addAll(List.of(name.split(" "))));
        Set<String> missing = new TreeSet<>();
        for (Method method : BucketClient.class.getDeclaredMethods()) {
            String name = method.getName();
            if (Modifier.isPublic(method.getModifiers()) && !NO_CALLS.contains(name) && !called.contains(name)) {
                missing.add(name);
            }
        }
        assertEquals(Set.of(), missing);
    }

    /** Compares the operations that were sent with the table of the guide. */
    private static void checkPermissions() throws IOException {
        Pattern row = Pattern.compile("(?m)^\\| ([A-Z]\\w+) \\| `oss:");
        Set<String> listed = new TreeSet<>();
        String guide = Files.readString(Path.of("..", "PERMISSIONS.md"));
        row.matcher(guide).results().forEach(match -> listed.add(match.group(1)));
        Set<String> sent = new TreeSet<>(OPERATIONS);
        // call() sends any request, and is named by its method.
        sent.remove("GET");
        assertEquals(listed, sent);
        Set<String> missing = new TreeSet<>(OPERATIONS_OF_DIRECTORIES);
        missing.removeIf(sentBy -> {
            String[] parts = sentBy.split(": ");
            return guide.lines()
                    .anyMatch(line -> line.startsWith("| " + parts[1] + " |") && line.contains("`" + parts[0] + "`"));
        });
        assertEquals(Set.of(), missing, "missing in the row of the operation");
        assertPolicyAllowsAll(guide);
    }

    /** The last policy of the guide is for all operations. */
    private static void assertPolicyAllowsAll(String guide) {
        Pattern action = Pattern.compile("oss:\\w+");
        Set<String> needed = new TreeSet<>();
        guide.lines()
                .filter(line -> line.startsWith("| ") && line.contains("`oss:"))
                .forEach(line -> action.matcher(line).results().forEach(match -> needed.add(match.group())));
        Set<String> allowed = new TreeSet<>();
        action.matcher(guide.substring(guide.lastIndexOf("```json")))
                .results()
                .forEach(match -> allowed.add(match.group()));
        needed.removeAll(allowed);
        assertEquals(Set.of(), needed, "missing in the policy");
    }

    private void writeResults() throws IOException {
        String report = "# Every call of the client\n\n" + configured.description()
                + "\n\n| call | result |\n|---|---|\n" + String.join("\n", results) + "\n";
        Files.writeString(Path.of("target", "every-call.md"), report);
        assertTrue(results.size() >= 50, report);
    }
}
