// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.internal.xml.XmlElement;
import io.github.ossv4.multipart.MultipartResponse;
import io.github.ossv4.text.PercentEncoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An emulator that is started again with the directory of {@link Emulator.Builder#persist}. */
class PersistenceTest {
    private static final List<String> KEYS = List.of("a", "dir/b", "dir/鍵 +%", "z");
    private static final List<String> BUCKETS = List.of("examplebucket", "other", "new-bucket");
    private static final String CORS = "<CORSConfiguration><CORSRule><AllowedOrigin>http://a</AllowedOrigin>"
            + "<AllowedMethod>GET</AllowedMethod><AllowedHeader>x-oss-*</AllowedHeader>"
            + "<ExposeHeader>x-oss-test</ExposeHeader><MaxAgeSeconds>5</MaxAgeSeconds></CORSRule></CORSConfiguration>";

    @TempDir
    private Path directory;

    private static Emulator start(Path directory) throws IOException {
        return Emulator.builder()
                .bucket("examplebucket")
                .bucket("other")
                .accessKey("id", "secret")
                .persist(directory)
                .start();
    }

    /** Random requests, and the contents that they should result in. */
    private static final class Trial {
        private final Random random;
        private final Map<String, byte[]> latest = new TreeMap<>();
        private final List<String[]> uploads = new ArrayList<>();
        private Emulator emulator;

        Trial(long seed) {
            this.random = new Random(seed);
        }

        private <T> T any(List<T> values) {
            return values.get(random.nextInt(values.size()));
        }

        private byte[] bytes(int length) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return bytes;
        }

        private byte[] body() {
            return bytes(any(List.of(0, 5, 1000, 1024, 5000)));
        }

        private SignedRequest request(String method, String bucket, String key) {
            SignedRequest request = SignedRequest.of(emulator, method, key);
            return bucket.equals("examplebucket") ? request : request.inBucket(bucket);
        }

        private RawResponse send(SignedRequest request, byte[] body) throws IOException {
            RawResponse response = request.length(body.length).send(body);
            assertTrue(response.status() < 500, response::text);
            return response;
        }

        private RawResponse send(SignedRequest request, String body) throws IOException {
            return send(request, body.getBytes(StandardCharsets.UTF_8));
        }

        /** Sends one request. */
        void step() throws IOException {
            String bucket = any(BUCKETS);
            String key = any(KEYS);
            String name = bucket + "/" + key;
            switch (random.nextInt(18)) {
                case 0, 1, 2 -> {
                    byte[] body = body();
                    SignedRequest put = request("PUT", bucket, key);
                    if (random.nextBoolean()) {
                        put.header("x-oss-meta-x", "ä" + random.nextInt())
                                .header("Cache-Control", "no-cache")
                                .header("x-oss-tagging", "k=v" + random.nextInt(100))
                                .header("x-oss-storage-class", "IA")
                                .header("x-oss-server-side-encryption", "KMS")
                                .header("x-oss-object-acl", "public-read");
                    }
                    stored(send(put, body), name, body);
                }
                case 3 -> {
                    if (send(request("DELETE", bucket, key), "").status() == 204) {
                        latest.remove(name);
                    }
                }
                case 4, 5 -> append(bucket, key, name);
                case 6 -> {
                    String source = any(BUCKETS) + "/" + any(KEYS);
                    SignedRequest copy = request("PUT", bucket, key)
                            .header("x-oss-copy-source", "/" + PercentEncoding.encodePath(source));
                    stored(copy.send(), name, latest.get(source));
                }
                case 7, 8 -> initiate(bucket, key);
                case 9, 10, 11 -> part();
                case 12 -> complete();
                case 13 -> {
                    if (!uploads.isEmpty() && random.nextBoolean()) {
                        String[] upload = uploads.remove(random.nextInt(uploads.size()));
                        send(request("DELETE", upload[0], upload[1]).query("uploadId", upload[2]), "");
                    }
                }
                case 14 -> {
                    byte[] target = any(KEYS).getBytes(StandardCharsets.UTF_8);
                    RawResponse link = request("PUT", bucket, key)
                            .query("symlink", null)
                            .header(
                                    "x-oss-symlink-target",
                                    PercentEncoding.encode(new String(target, StandardCharsets.UTF_8)))
                            .send();
                    if (link.status() == 200) {
                        latest.remove(name);
                    }
                }
                case 15 -> settings(bucket);
                case 16 -> {
                    request("PUT", bucket, key)
                            .query("acl", null)
                            .header("x-oss-object-acl", "private")
                            .send();
                    String tags = "<Tagging><TagSet><Tag><Key>new</Key><Value>ü</Value></Tag></TagSet></Tagging>";
                    send(request("PUT", bucket, key).query("tagging", null), tags);
                }
                default -> {
                    // The other buckets are created again at each start.
                    request(random.nextInt(3) == 0 ? "DELETE" : "PUT", "new-bucket", null)
                            .send();
                }
            }
        }

        /** @param body null if it is unknown */
        private void stored(RawResponse response, String name, byte[] body) {
            if (response.status() == 200) {
                latest.remove(name);
                if (body != null) {
                    latest.put(name, body);
                }
            }
        }

        private void append(String bucket, String key, String name) throws IOException {
            byte[] before = latest.getOrDefault(name, new byte[0]);
            byte[] more = body();
            RawResponse response = send(
                    request("POST", bucket, key)
                            .query("append", null)
                            .query("position", Integer.toString(before.length)),
                    more);
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.writeBytes(before);
            both.writeBytes(more);
            stored(response, name, both.toByteArray());
        }

        private void initiate(String bucket, String key) throws IOException {
            RawResponse response = request("POST", bucket, key)
                    .query("uploads", null)
                    .query("encoding-type", "url")
                    .header("x-oss-meta-upload", "1")
                    .send();
            if (response.status() == 200) {
                String uploadId = MultipartResponse.uploadId(response.text().getBytes(StandardCharsets.UTF_8));
                uploads.add(new String[] {bucket, key, uploadId});
            }
        }

        private void part() throws IOException {
            if (!uploads.isEmpty()) {
                String[] upload = any(uploads);
                send(
                        request("PUT", upload[0], upload[1])
                                .query("uploadId", upload[2])
                                .query("partNumber", Integer.toString(1 + random.nextInt(3))),
                        bytes(random.nextBoolean() ? 100 * 1024 : 1 + random.nextInt(2000)));
            }
        }

        /** The content is unknown afterwards: {@link #observe} compares it. */
        private void complete() throws IOException {
            if (!uploads.isEmpty()) {
                String[] upload = any(uploads);
                RawResponse response = send(
                        request("POST", upload[0], upload[1])
                                .query("uploadId", upload[2])
                                .header("x-oss-complete-all", "yes"),
                        "");
                if (response.status() == 200) {
                    uploads.remove(upload);
                    latest.remove(upload[0] + "/" + upload[1]);
                }
            }
        }

        private void settings(String bucket) throws IOException {
            switch (random.nextInt(5)) {
                case 3 ->
                    send(
                            request("PUT", bucket, null).query("publicAccessBlock", null),
                            "<PublicAccessBlockConfiguration><BlockPublicAccess>" + random.nextBoolean()
                                    + "</BlockPublicAccess></PublicAccessBlockConfiguration>");
                case 0 ->
                    send(
                            request("PUT", bucket, null).query("versioning", null),
                            "<VersioningConfiguration><Status>" + any(List.of("Enabled", "Suspended"))
                                    + "</Status></VersioningConfiguration>");
                case 1 -> send(request("PUT", bucket, null).query("cors", null), CORS);
                case 2 -> request("DELETE", bucket, null).query("cors", null).send();
                default ->
                    request("PUT", bucket, null)
                            .query("acl", null)
                            .header("x-oss-acl", any(List.of("private", "public-read")))
                            .send();
            }
        }

        void checkContents() throws IOException {
            for (Map.Entry<String, byte[]> object : latest.entrySet()) {
                String bucket = object.getKey().substring(0, object.getKey().indexOf('/'));
                String key = object.getKey().substring(bucket.length() + 1);
                assertArrayEquals(object.getValue(), read(bucket, key, null), object.getKey());
            }
        }

        private byte[] read(String bucket, String key, String versionId) throws IOException {
            SignedRequest get = request("GET", bucket, key);
            if (versionId != null) {
                get.query("versionId", versionId);
            }
            try (RawConnection connection = new RawConnection(emulator)) {
                RawResponse head = connection.send(get.head()).readHead();
                byte[] body = connection.body().readNBytes(Integer.parseInt(head.header("content-length")));
                if (head.status() != 200) {
                    return null;
                }
                if (!"Symlink".equals(head.header("x-oss-object-type"))) {
                    assertEquals(Crc64.toString(Crc64.compute(body)), head.header("x-oss-hash-crc64ecma"));
                }
                return body;
            }
        }

        /** Returns everything that a client can see. */
        String observe() throws IOException {
            StringBuilder all = new StringBuilder();
            for (String bucket : BUCKETS) {
                for (String what : List.of(
                        "bucketInfo", "cors", "publicAccessBlock", "versioning", "stat", "uploads", "versions")) {
                    RawResponse response =
                            request("GET", bucket, null).query(what, null).send();
                    add(all, response);
                    if (response.status() == 200 && what.equals("versions")) {
                        versions(all, bucket, response);
                    }
                }
            }
            for (String[] upload : uploads) {
                add(
                        all,
                        request("GET", upload[0], upload[1])
                                .query("uploadId", upload[2])
                                .send());
            }
            return all.toString();
        }

        private void versions(StringBuilder all, String bucket, RawResponse list) throws IOException {
            for (XmlElement version : XmlElement.parse(list.text().getBytes(StandardCharsets.UTF_8))
                    .children("Version")) {
                String key = version.text("Key");
                String id = version.text("VersionId");
                for (String what : List.of("", "acl", "tagging", "symlink")) {
                    SignedRequest request = request("GET", bucket, key).query("versionId", id);
                    add(all, (what.isEmpty() ? request : request.query(what, null)).send());
                }
                byte[] body = read(bucket, key, id);
                all.append(body == null ? "none" : Crc64.compute(body)).append('\n');
            }
        }

        private void add(StringBuilder all, RawResponse response) {
            all.append(response.status());
            for (String name : List.of(
                    "etag",
                    "last-modified",
                    "cache-control",
                    "content-type",
                    "content-md5",
                    "x-oss-meta-x",
                    "x-oss-meta-upload",
                    "x-oss-tagging-count",
                    "x-oss-storage-class",
                    "x-oss-object-type",
                    "x-oss-version-id",
                    "x-oss-server-side-encryption",
                    "x-oss-next-append-position",
                    "x-oss-symlink-target")) {
                all.append(' ').append(response.header(name));
            }
            // The port and the ID of the request differ.
            all.append('\n')
                    .append(response.text()
                            .replaceAll("127\\.0\\.0\\.1:[0-9]+", "HOST")
                            .replaceAll("<RequestId>[^<]*|<HostId>[^<]*", ""))
                    .append('\n');
        }
    }

    private void run(long seed, int starts, int steps) throws IOException {
        System.out.println("PersistenceTest, seed " + seed);
        Trial trial = new Trial(seed);
        Path own = Files.createDirectory(directory.resolve(Long.toString(seed)));
        String before = null;
        for (int i = 0; i < starts; i++) {
            try (Emulator emulator = start(own)) {
                trial.emulator = emulator;
                if (before != null) {
                    assertEquals(before, trial.observe());
                    trial.checkContents();
                }
                for (int j = 0; j < steps; j++) {
                    trial.step();
                }
                trial.checkContents();
                before = trial.observe();
                // The copy is what a killed process would leave.
                Path copy = copy(own, directory.resolve(seed + "-copy-" + i));
                try (Emulator other = start(copy)) {
                    trial.emulator = other;
                    assertEquals(before, trial.observe());
                }
            }
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }

    @Test
    void startsWithSameState() throws IOException {
        run(new Random().nextLong() >>> 1, 3, 40);
    }

    @Test
    @Tag("full")
    void startsWithSameStateAfterChanges() throws IOException {
        long seed = new Random().nextLong() >>> 1;
        for (int i = 0; i < 5; i++) {
            run(seed + i, 4, 60);
        }
    }

    @Test
    @Tag("stress")
    void startsWithSameStateAfterManyChanges() throws IOException {
        long seed = new Random().nextLong() >>> 1;
        for (int i = 0; i < 30; i++) {
            run(seed + i, 10, 200);
        }
    }

    @Test
    void emptyBucketsEmptiesDirectory() throws IOException {
        try (Emulator emulator = start(directory)) {
            SignedRequest.put(emulator, "a", "x".repeat(2000)).send("x".repeat(2000));
            emulator.emptyBuckets();
        }
        try (Stream<Path> files = Files.list(directory.resolve("objects"))) {
            assertEquals(0, files.count());
        }
        try (Emulator emulator = start(directory)) {
            assertEquals(404, SignedRequest.of(emulator, "GET", "a").send().status());
        }
    }

    @Test
    void refusesChangedBytes() throws IOException {
        String bytes = "x".repeat(2000);
        try (Emulator emulator = start(directory)) {
            SignedRequest.put(emulator, "a", bytes).send(bytes);
            SignedRequest.put(emulator, "b", bytes).send(bytes);
        }
        Path file = directory.resolve("objects/0");
        Files.writeString(file, "y".repeat(2000));
        try (Emulator emulator = start(directory)) {
            for (int i = 0; i < 2; i++) {
                RawResponse response = SignedRequest.of(emulator, "GET", "a").send();
                assertEquals(500, response.status());
                assertEquals(
                        bytes, SignedRequest.of(emulator, "GET", "b").send().text());
            }
            SignedRequest copy = SignedRequest.of(emulator, "PUT", "c").header("x-oss-copy-source", "/examplebucket/a");
            assertEquals(500, copy.send().status());
        }
        Files.writeString(file, bytes);
        try (Emulator emulator = start(directory)) {
            assertEquals(bytes, SignedRequest.of(emulator, "GET", "a").send().text());
        }
    }

    @Test
    void refusesAPipeInPlaceOfAnObject() throws Exception {
        String bytes = "x".repeat(2000);
        try (Emulator emulator = start(directory)) {
            SignedRequest.put(emulator, "a", bytes).send(bytes);
            Path file = directory.resolve("objects/0");
            Files.delete(file);
            Assumptions.assumeTrue(
                    new ProcessBuilder("mkfifo", file.toString()).start().waitFor() == 0);
            assertEquals(500, SignedRequest.of(emulator, "GET", "a").send().status());
            Files.delete(file);
        }
    }

    @Test
    void followsNoLinkOfAnObject(@TempDir Path other) throws IOException {
        String bytes = "x".repeat(2000);
        Path outside = Files.writeString(other.resolve("secret"), bytes);
        try (Emulator emulator = start(directory)) {
            SignedRequest.put(emulator, "a", bytes).send(bytes);
            Path file = directory.resolve("objects/0");
            Files.delete(file);
            Files.createSymbolicLink(file, outside);
            assertEquals(500, SignedRequest.of(emulator, "GET", "a").send().status());
        }
        String message = assertThrows(IOException.class, () -> start(directory)).getMessage();
        assertTrue(message.contains("objects/0 must be a regular file, not a link"), message);
        assertEquals(bytes, Files.readString(outside));
    }

    @Test
    void keepsTimeOfObject() throws IOException {
        Emulator.Builder old = Emulator.builder()
                .accessKey("id", "secret")
                .persist(directory)
                .clock(Clock.fixed(Instant.parse("2001-02-03T04:05:06Z"), ZoneOffset.UTC));
        try (Emulator emulator = old.start()) {
            SignedRequest.put(emulator, "a", "x")
                    .at(Instant.parse("2001-02-03T04:05:06Z"))
                    .send("x");
        }
        try (Emulator emulator = start(directory)) {
            assertEquals(
                    "Sat, 03 Feb 2001 04:05:06 GMT",
                    SignedRequest.of(emulator, "GET", "a").send().header("last-modified"));
        }
    }

    @Test
    void portInUseLeavesDirectoryFree() throws IOException {
        try (Emulator emulator = start(directory)) {
            assertThrows(
                    IOException.class,
                    () -> Emulator.builder()
                            .port(emulator.port())
                            .persist(directory)
                            .start());
            IOException second = assertThrows(IOException.class, () -> start(directory));
            assertTrue(second.getMessage().startsWith("another emulator uses the directory"));
        }
        start(directory).close();
    }

    @Test
    void leavesFilesOfOthersAlone() throws IOException {
        Path diary = Files.writeString(directory.resolve("journal"), "Dear diary, no newline");
        Files.createFile(directory.resolve("lock"));

        IOException e = assertThrows(IOException.class, () -> start(directory));

        assertEquals("the directory must be empty or one of this emulator, contains " + diary, e.getMessage());
        assertEquals("Dear diary, no newline", Files.readString(diary));
        Path file = Files.writeString(directory.resolve("emulator.json"), "{\"format\":2,\"versions\":1}");
        assertEquals(
                "the format of the directory is 2, this version reads 4",
                assertThrows(IOException.class, () -> start(directory)).getMessage());
        assertEquals("{\"format\":2,\"versions\":1}", Files.readString(file));
    }

    @Test
    void rejectsFileAsDirectory() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertEquals(
                file + " is not a directory",
                assertThrows(IOException.class, () -> start(file)).getMessage());
    }

    private static Path onlyFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.endsWith("bucket.json"))
                    .reduce((a, b) -> {
                        throw new AssertionError(a + " and " + b);
                    })
                    .orElseThrow();
        }
    }

    private Path fileOfKey(String key) throws IOException {
        try (Emulator emulator = start(directory)) {
            SignedRequest.put(emulator, key, "x").send("x");
        }
        return onlyFile(directory.resolve("buckets/examplebucket"));
    }

    @Test
    void storesAnyKeyInItsFolder() throws IOException {
        for (String key : List.of("../../../outside", "..", "a/../../b", "C:\\x", "a\u0000b", "鍵".repeat(341))) {
            Path file = fileOfKey(key);
            assertTrue(file.getFileName().toString().matches("[0-9a-f]{64}\\.json"), file::toString);
            try (Emulator emulator = start(directory)) {
                assertEquals("x", SignedRequest.of(emulator, "GET", key).send().text());
                assertEquals(
                        204, SignedRequest.of(emulator, "DELETE", key).send().status());
            }
        }
    }

    @Test
    void namesDamagedFile() throws IOException {
        Path file = fileOfKey("a");
        String whole = Files.readString(file);
        for (String damaged : List.of("", "{", whole.substring(1), "[]", "7")) {
            assertDamaged(file, damaged, "");
        }
        assertDamaged(file, whole.replace("\"size\":1,", ""), "it has no size. Correct it, or remove it to start");
        assertDamaged(file, "{\"key\":\"a\"}", "it has no version. ");
        assertDamaged(file, whole.replace("\"key\":\"a\",", ""), "it has no key. ");
        assertDamaged(file, whole.replace("\"epochSecond", "\"attributes\":{},\"epochSecond"), "it has no metadata. ");
        assertDamaged(
                file.resolveSibling("bucket.json"),
                "{}",
                "it has no created. Correct it, or remove " + file.getParent().toRealPath() + " to");
        assertDamaged(
                directory.resolve("emulator.json"),
                "{}",
                "it has no format. Correct it, or start with another directory");
        Path moved = Files.move(file, file.resolveSibling("0".repeat(64) + ".json"));
        Files.writeString(moved, whole);
        assertEquals(
                moved.toRealPath() + " is not the file of the version that it contains, of the key a",
                assertThrows(IOException.class, () -> start(directory)).getMessage());
    }

    private void assertDamaged(Path file, String content, String reason) throws IOException {
        String whole = Files.readString(file);
        Files.writeString(file, content);
        String message =
                assertThrows(IOException.class, () -> start(directory), content).getMessage();
        assertTrue(message.startsWith(file.toRealPath() + " is damaged: " + reason), message);
        Files.writeString(file, whole);
    }

    @Test
    void followsNoLinkOfMetadata(@TempDir Path other) throws IOException {
        Path file = fileOfKey("a");
        Path outside = Files.move(file, other.resolve("metadata"));
        Files.createSymbolicLink(file, outside);
        assertTrue(assertThrows(IOException.class, () -> start(directory))
                .getMessage()
                .contains(" must be a file, and not a link"));
        Files.delete(file);
        String content = Files.readString(outside);
        Files.createSymbolicLink(directory.resolve("new.json"), outside);
        try (Emulator emulator = start(directory)) {
            assertEquals(404, SignedRequest.of(emulator, "GET", "a").send().status());
        }
        assertEquals(content, Files.readString(outside));

        Path folder = Files.move(directory.resolve("buckets/examplebucket"), other.resolve("bucket"));
        Path link = Files.createSymbolicLink(directory.resolve("buckets/examplebucket"), folder);
        assertEquals(
                link.toRealPath(LinkOption.NOFOLLOW_LINKS) + " must be a directory, and not a link",
                assertThrows(IOException.class, () -> start(directory)).getMessage());
        assertTrue(Files.exists(folder.resolve("bucket.json")));
    }

    /** Uploads a part of {@code a}. Returns the ID of the upload. */
    private String uploadPart() throws IOException {
        try (Emulator emulator = start(directory)) {
            RawResponse initiated = SignedRequest.of(emulator, "POST", "a")
                    .query("uploads", null)
                    .send();
            String uploadId = MultipartResponse.uploadId(initiated.body());
            SignedRequest part = SignedRequest.of(emulator, "PUT", "a")
                    .query("partNumber", "1")
                    .query("uploadId", uploadId);
            assertEquals(200, part.length(2000).send("x".repeat(2000)).status());
            return uploadId;
        }
    }

    private static void complete(Emulator emulator, String uploadId) throws IOException {
        SignedRequest complete = SignedRequest.of(emulator, "POST", "a")
                .query("uploadId", uploadId)
                .header("x-oss-complete-all", "yes");
        assertEquals(200, complete.length(0).send().status());
    }

    @Test
    void startsAfterAnInterruptedStart() throws IOException {
        Files.createFile(directory.resolve("lock"));
        Path objects = Files.createDirectory(directory.resolve("objects"));
        Path foreign = Files.createFile(objects.resolve("1"));
        assertThrows(IOException.class, () -> start(directory));
        Files.delete(foreign);
        start(directory).close();
    }

    /** The object is stored when its upload is deleted. */
    @Test
    void completesAnUploadThatCannotBeDeleted() throws IOException {
        String uploadId = uploadPart();
        try (Emulator emulator = start(directory)) {
            Path undeletable = Files.createDirectories(directory.resolve("uploads/" + uploadId + "/x/y"));
            complete(emulator, uploadId);
            Files.delete(undeletable);
        }
        for (int starts = 0; starts < 2; starts++) {
            try (Emulator emulator = start(directory)) {
                assertEquals(
                        "x".repeat(2000),
                        SignedRequest.of(emulator, "GET", "a").send().text());
            }
        }
        assertTrue(Files.notExists(directory.resolve("uploads/" + uploadId)));
    }

    @Test
    void deletesWhatInterruptedChangesLeft() throws IOException {
        String uploadId = uploadPart();
        Path uploads = directory.resolve("uploads");
        Path before = copy(uploads, directory.resolveSibling(directory.getFileName() + "-uploads"));
        try (Emulator emulator = start(directory)) {
            complete(emulator, uploadId);
        }
        // As if it had been killed after the object was stored, but before the upload was deleted.
        Files.move(before.resolve(uploadId), uploads.resolve(uploadId));
        Files.writeString(directory.resolve("new.json"), "{");
        Files.createDirectories(directory.resolve("buckets/half"));
        Files.writeString(directory.resolve("objects/99"), "of no object");
        try (Emulator emulator = start(directory)) {
            assertEquals(
                    "x".repeat(2000),
                    SignedRequest.of(emulator, "GET", "a").send().text());
            SignedRequest list = SignedRequest.of(emulator, "GET", "a").query("uploadId", uploadId);
            assertEquals("404 NoSuchUpload 0042-00000002", list.send().errorText());
        }
        try (Stream<Path> files = Files.list(uploads)) {
            assertEquals(List.of(), files.toList());
        }
        assertTrue(Files.notExists(directory.resolve("buckets/half")));
        assertTrue(Files.notExists(directory.resolve("objects/99")));
    }

    /** A start must not delete what it does not know, such as the objects of a bucket whose settings were lost. */
    @Test
    void keepsFoldersThatItDoesNotUnderstand() throws IOException {
        Path bucket = fileOfKey("a").getParent();
        String settings = Files.readString(bucket.resolve("bucket.json"));
        Files.delete(bucket.resolve("bucket.json"));
        String message = assertThrows(IOException.class, () -> start(directory)).getMessage();
        assertTrue(message.contains("bucket.json is missing, but "), message);
        Files.writeString(bucket.resolve("bucket.json"), settings);
        Path foreign = Files.createDirectories(directory.resolve("buckets/backup"));
        Files.writeString(foreign.resolve("thesis.doc"), "precious");
        assertThrows(IOException.class, () -> start(directory));
        assertTrue(Files.exists(foreign.resolve("thesis.doc")));
        Files.move(foreign, directory.resolve("uploads/backup"));
        assertThrows(IOException.class, () -> start(directory));
        assertTrue(Files.exists(directory.resolve("uploads/backup/thesis.doc")));
        Files.move(directory.resolve("uploads/backup"), directory.resolveSibling(directory.getFileName() + "-backup"));
        Path file = Files.writeString(directory.resolve("buckets/notes.txt"), "x");
        assertEquals(
                file.toRealPath() + " must be a directory, and not a link",
                assertThrows(IOException.class, () -> start(directory)).getMessage());
        Files.delete(file);
        try (Emulator emulator = start(directory)) {
            assertEquals("x", SignedRequest.of(emulator, "GET", "a").send().text());
        }
    }

    @Test
    void makesNoChangeThatCannotBeWritten() throws IOException {
        Path file = fileOfKey("a");
        try (Emulator emulator = start(directory)) {
            Path moved = Files.move(file.getParent(), directory.resolve("moved"));
            assertEquals(500, SignedRequest.put(emulator, "a", "y").send("y").status());
            assertEquals("x", SignedRequest.of(emulator, "GET", "a").send().text());
            Files.move(moved, file.getParent());
            assertEquals(200, SignedRequest.put(emulator, "a", "z").send("z").status());
        }
        try (Emulator emulator = start(directory)) {
            assertEquals("z", SignedRequest.of(emulator, "GET", "a").send().text());
        }
    }

    @Test
    void rejectsTwoDirectoriesAndEmptyNames() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Emulator.builder().persist(directory).directory(directory).start());
        assertThrows(IllegalArgumentException.class, () -> Emulator.builder().persist(Path.of("")));
        assertThrows(IllegalArgumentException.class, () -> Emulator.builder().directory(Path.of("")));
    }
}
