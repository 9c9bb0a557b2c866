// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.MultipartOptions;
import io.github.ossv4.http.MultipartUpload;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jobs on a cluster of processes, of which some are killed. */
class SparkJobsIT {
    private static final String SECRET = "secret-that-only-the-environment-has";
    private static final RequestLog LOG = new RequestLog();

    @TempDir
    private static Path clusterFolder;

    @TempDir
    private Path folder;

    private static Emulator emulator;
    private static SparkCluster cluster;
    private static BucketClient bucket;

    @BeforeAll
    static void start() throws Exception {
        emulator = Emulator.builder()
                .accessKey("id", SECRET)
                .persist(clusterFolder.resolve("oss"))
                .versioning(true)
                // The clocks of all machines are wrong.
                .clock(Clock.offset(Clock.systemUTC(), Duration.ofHours(1)))
                .log(LOG::add)
                .start();
        cluster = new SparkCluster(clusterFolder, emulator);
        bucket = BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .region(emulator.region())
                .credentials(Credentials.of("id", SECRET))
                .build();
    }

    @AfterAll
    static void stop() {
        cluster.close();
        bucket.close();
        emulator.close();
    }

    @AfterEach
    void empty() {
        emulator.clearFaults();
        emulator.emptyBuckets();
        LOG.clear();
    }

    @Test
    void copiesAndVerifiesEachFileThoughAnExecutorIsKilled() throws Exception {
        Map<String, byte[]> files = files(150);
        emulator.inject(Fault.delay(Duration.ofMillis(150)).on("PutObject").times(1000));
        String output;
        try (SparkProcess job = copy(Map.of("spark.speculation", "false"))) {
            LOG.await(job, "PutObject", 30);
            cluster.executors().get(0).destroyForcibly();
            assertEquals(0, job.exitCode(), job::output);
            job.await("Lost executor");
            output = job.output();
        }
        assertTrue(output.contains("150 files of " + bytes(files) + " bytes listed; 150 of " + bytes(files)), output);
        assertManifest(files);
        // OSS may have executed the requests of the two cores after their files were looked up.
        assertTrue(bucket.listVersions("copy/").stream().count() <= 150 + 2);
        assertFalse(output.contains(SECRET));
        // Logs of the executors, and events of the driver.
        try (Stream<Path> written = Files.walk(clusterFolder)) {
            for (Path file : written.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(clusterFolder.resolve("oss")))
                    .toList()) {
                assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains(SECRET), file::toString);
            }
        }
        LOG.clear();
        try (SparkProcess job = cluster.submit(
                VerifyPrefix.class,
                Map.of(),
                "--manifest",
                folder.resolve("out/run-0001/manifest").toString(),
                "oss://examplebucket/copy/",
                folder.resolve("verified").toString())) {
            assertEquals(0, job.exitCode(), job::output);
            job.await("150 expected, 150 listed, 0 differences");
        }
        assertEquals(0, LOG.count("HeadObject"));
    }

    @Test
    void resumesACopyWhoseDriverIsKilled() throws Exception {
        Map<String, byte[]> files = files(300);
        // In parts: 33,554,432 bytes each.
        files.put("large", random(100_000_000));
        Files.write(folder.resolve("data/large"), files.get("large"));
        emulator.inject(Fault.delay(Duration.ofMillis(100)).on("PutObject").times(1000));
        emulator.inject(Fault.delay(Duration.ofMillis(300)).on("UploadPart").times(1000));
        for (int kill = 1; kill <= 3; kill++) {
            LOG.clear();
            try (SparkProcess job =
                    copy(Map.of("spark.speculation", "false"), kill == 1 ? new String[0] : new String[] {"--resume"})) {
                LOG.await(job, "PutObject", 60);
                job.process().destroyForcibly();
                job.exitCode();
            }
            cluster.awaitNoExecutors();
        }
        String output;
        try (SparkProcess job = copy(Map.of("spark.speculation", "false"), "--resume")) {
            assertEquals(0, job.exitCode(), job::output);
            output = job.output();
        }
        assertTrue(output.contains("301 of " + bytes(files) + " bytes in the manifest"), output);
        assertManifest(files, "out/run-0004/manifest");
        assertEquals(1, bucket.listVersions("copy/large").stream().count());
        // Each kill repeats at most the tasks of four cores, of 16 files each.
        assertTrue(bucket.listVersions("copy/").stream().count() <= 301 + 3 * 4 * 19, output);

        // Nothing is left to do: no file is read, no object is requested.
        LOG.clear();
        emulator.clearFaults();
        Files.delete(folder.resolve("data/a1/b%ü1/f1.bin"));
        files.remove("a1/b%ü1/f1.bin");
        Files.write(folder.resolve("data/new"), files.computeIfAbsent("new", name -> random(5)));
        try (SparkProcess job = cluster.submit(
                CopyDataSet.class,
                Map.of("spark.speculation", "false"),
                folder.resolve("data").toString(),
                "oss://examplebucket/copy/",
                folder.resolve("next").toString(),
                "--since",
                folder.resolve("out").toString(),
                "--delete",
                "1")) {
            assertEquals(0, job.exitCode(), job::output);
            job.await("1 sent, 300 skipped, 0 failed");
            job.await("1 objects deleted, 0 not");
        }
        assertEquals(1, LOG.count("PutObject"));
        assertEquals(0, LOG.count("HeadObject"));
        assertEquals(0, LOG.count("UploadPart"));
        assertManifest(files, "next/run-0001/manifest");
    }

    /** Neither its size nor its time shows that it was replaced. */
    @Test
    void sendsPartsOfAReplacedFileAgain() throws Exception {
        Path file = Files.createDirectories(folder.resolve("data")).resolve("large");
        Files.write(file, random(200_000_000));
        FileTime time = Files.getLastModifiedTime(file);
        emulator.inject(Fault.delay(Duration.ofMillis(300)).on("UploadPart").times(1000));
        try (SparkProcess job = copy(Map.of("spark.speculation", "false"))) {
            // The rows of the first four of six parts.
            LOG.await(job, "UploadPart", 5);
            job.process().destroyForcibly();
            job.exitCode();
        }
        cluster.awaitNoExecutors();
        byte[] replaced = new byte[200_000_000];
        new Random(1).nextBytes(replaced);
        Files.write(file, replaced);
        Files.setLastModifiedTime(file, time);
        LOG.clear();
        try (SparkProcess job = copy(Map.of("spark.speculation", "false"), "--resume")) {
            assertEquals(0, job.exitCode(), job::output);
        }
        assertEquals(Crc64.compute(replaced), bucket.head("copy/large").crc64());
        assertEquals(0, LOG.count("InitiateMultipartUpload"));
        assertEquals(6, LOG.count("UploadPart"));
    }

    @Test
    void deletesNothingWithoutProof() throws Exception {
        files(3);
        bucket.put("copy/extra1", "1");
        bucket.put("copy/extra2", "2");
        try (SparkProcess job = copy(Map.of(), "--delete", "1")) {
            assertEquals(1, job.exitCode(), job::output);
            job.await("error: --delete allows 1, but 2 of 2 objects would be deleted; nothing was changed");
        }
        assertEquals(2, bucket.list("copy/").stream().count());
        Path empty = Files.createDirectory(folder.resolve("empty"));
        try (SparkProcess job = cluster.submit(
                CopyDataSet.class,
                Map.of(),
                empty.toString(),
                "oss://examplebucket/copy/",
                folder.resolve("other").toString(),
                "--delete",
                "100%")) {
            assertEquals(1, job.exitCode(), job::output);
            job.await("error: SOURCE has no files, so --delete would delete all objects");
        }
        assertEquals(2, bucket.list("copy/").stream().count());
    }

    @Test
    void storesEachFileOnceIfTasksFailAfterTheirUploads() throws Exception {
        Map<String, byte[]> files = files(20);
        try (SparkProcess job = copy(
                Map.of("spark.speculation", "false", "spark.hadoop.fs.file.impl", FailingFileSystem.class.getName()))) {
            assertEquals(0, job.exitCode(), job::output);
            job.await("No space left on device");
            job.await("0 sent, 20 skipped, 0 failed");
        }
        assertManifest(files);
        assertEquals(20, bucket.listVersions("copy/").stream().count());
    }

    @Test
    void usesTheFasterCopyOfATask() throws Exception {
        Map<String, byte[]> files = files(20);
        emulator.inject(Fault.delay(Duration.ofMinutes(5)).on("PutObject"));
        try (SparkProcess job = copy(Map.of())) {
            assertEquals(0, job.exitCode(), job::output);
            job.await("Killing attempt 0 for task .* as the attempt 1 succeeded");
        }
        assertManifest(files);
    }

    @Test
    void namesTheLinkThatEndsAJob() throws Exception {
        files(3);
        Path link = Files.createSymbolicLink(folder.resolve("data/broken"), folder.resolve("nothing"));
        try (SparkProcess job = copy(Map.of())) {
            assertEquals(1, job.exitCode(), job::output);
            job.await("error: must be a file, a directory or a link to a file, was " + Pattern.quote(link.toString()));
        }
        assertEquals(0, bucket.list("copy/").stream().count());
    }

    @Test
    void recordsFilesThatFail() throws Exception {
        files(20);
        Path tooLong = folder.resolve("data/" + "d".repeat(250) + "/" + "e".repeat(250) + "/" + "f".repeat(250) + "/"
                        + "g".repeat(250))
                .resolve("h".repeat(250));
        Files.createDirectories(tooLong);
        Files.writeString(tooLong.resolve("file"), "key of more than 1,023 bytes");
        try (SparkProcess job = copy(Map.of())) {
            assertEquals(1, job.exitCode(), job::output);
            job.await("21 of 133028 bytes in the manifest: \\d+ sent, \\d+ skipped, 1 failed");
            job.await("error: files failed: 1, not in the manifest: 0. Repeat the job with --resume");
        }
        assertEquals(20, bucket.list("copy/").stream().count());
    }

    @Test
    void reportsDifferencesThoughAnExecutorIsKilled() throws Exception {
        Map<String, byte[]> files = files(60);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            bucket.put("copy/" + file.getKey(), Body.of(file.getValue()));
        }
        List<String> names = new ArrayList<>(files.keySet());
        bucket.delete("copy/" + names.get(10));
        bucket.put("copy/unexpected/key", "extra");
        // The marker of a folder is neither copied nor deleted.
        bucket.put("copy/unexpected/", "");
        bucket.put("copy/" + names.get(20), "another size");
        bucket.put("copy/" + names.get(30), new byte[files.get(names.get(30)).length]);
        // The same bytes, but an ETag that is not their MD5.
        MultipartUpload parts = bucket.initiateMultipartUpload("copy/" + names.get(40), MultipartOptions.NONE);
        parts.complete(List.of(parts.uploadPart(1, Body.of(files.get(names.get(40))))));
        emulator.inject(Fault.delay(Duration.ofSeconds(1)).on("ListObjectsV2").times(1000));
        LOG.clear();
        try (SparkProcess job = cluster.submit(
                VerifyPrefix.class,
                Map.of("spark.speculation", "false"),
                "--source",
                folder.resolve("data").toString(),
                "oss://examplebucket/copy/",
                folder.resolve("verified").toString())) {
            // The first one is that of the driver.
            LOG.await(job, "ListObjectsV2", 4);
            cluster.executors().get(0).destroyForcibly();
            assertEquals(1, job.exitCode(), job::output);
            job.await("Lost executor");
            job.await("60 expected, 60 listed, 4 differences");
        }
        Map<String, String> differences = new TreeMap<>();
        for (Row row : read(folder.resolve("verified/differences"))) {
            differences.put(row.getAs("key"), row.getAs("difference"));
        }
        assertEquals(
                Map.of(
                        "copy/" + names.get(10),
                        "MISSING",
                        "copy/" + names.get(20),
                        "SIZE",
                        "copy/" + names.get(30),
                        "CRC64",
                        "copy/unexpected/key",
                        "EXTRA"),
                differences);
        assertEquals(2, LOG.count("HeadObject"));
    }

    @Test
    void losesOnlyThePartsOfAKilledExecutor() throws Exception {
        byte[] first = random(61_000_000);
        byte[] second = random(59_000_000);
        emulator.inject(Fault.delay(Duration.ofMillis(300)).on("UploadPart").times(1000));
        try (SparkProcess job = uploadInParts(first, second)) {
            LOG.await(job, "UploadPart", 6);
            cluster.executors().get(0).destroyForcibly();
            assertEquals(0, job.exitCode(), job::output);
            job.await("Lost executor");
            long crc64 = Crc64.combine(Crc64.compute(first), Crc64.compute(second), second.length);
            job.await("crc64=" + Crc64.toString(crc64) + " checked");
            assertEquals(crc64, bucket.head("one").crc64());
        }
        assertEquals(120_000_000, bucket.head("one").size());
        assertEquals(1, bucket.listVersions("one").stream().count());
        assertNoUploads();
    }

    @Test
    void continuesTheUploadOfAKilledDriver() throws Exception {
        emulator.inject(Fault.delay(Duration.ofMillis(300)).on("UploadPart").times(1000));
        byte[] first = random(61_000_000);
        byte[] second = random(59_000_000);
        String id;
        try (SparkProcess job = uploadInParts(first, second)) {
            id = job.await("upload id (\\w+)").group(1);
            LOG.await(job, "UploadPart", 6);
            job.process().destroyForcibly();
            job.exitCode();
        }
        LOG.clear();
        try (SparkProcess job = cluster.submit(
                UploadInParts.class,
                Map.of("spark.speculation", "false"),
                "--upload-id",
                id,
                "oss://examplebucket/one",
                folder.resolve("first").toString(),
                folder.resolve("second").toString())) {
            assertEquals(0, job.exitCode(), job::output);
        }
        // Tasks of the killed driver may have sent a part meanwhile.
        assertTrue(LOG.count("UploadPart") <= 20 - 6 + 4, LOG::toString);
        assertEquals(
                Crc64.combine(Crc64.compute(first), Crc64.compute(second), second.length),
                bucket.head("one").crc64());
        assertNoUploads();
    }

    private Map<String, byte[]> files(int number) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < number; i++) {
            String name = i % 3 == 0 ? "top " + i : "a" + i % 7 + "/b%ü" + i % 5 + "/f" + i + ".bin";
            files.put(name, random(i * 700));
            Path file = folder.resolve("data").resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, files.get(name));
        }
        return files;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static long bytes(Map<String, byte[]> files) {
        return files.values().stream().mapToLong(file -> file.length).sum();
    }

    private SparkProcess copy(Map<String, String> settings, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                folder.resolve("data").toString(),
                "oss://examplebucket/copy/",
                folder.resolve("out").toString()));
        arguments.addAll(List.of(options));
        return cluster.submit(CopyDataSet.class, settings, arguments.toArray(String[]::new));
    }

    private SparkProcess uploadInParts(byte[] first, byte[] second) throws IOException {
        Files.write(folder.resolve("first"), first);
        Files.write(folder.resolve("second"), second);
        return cluster.submit(
                UploadInParts.class,
                Map.of(),
                "oss://examplebucket/one",
                folder.resolve("first").toString(),
                folder.resolve("second").toString());
    }

    /** The manifest, the objects and the files are the same. */
    private void assertManifest(Map<String, byte[]> files) throws IOException {
        assertManifest(files, "out/run-0001/manifest");
    }

    private void assertManifest(Map<String, byte[]> files, String table) throws IOException {
        Map<String, String> expected = new TreeMap<>();
        files.forEach((name, bytes) ->
                expected.put("copy/" + name, bytes.length + " " + Crc64.toString(Crc64.compute(bytes))));
        List<Row> rows = read(folder.resolve(table));
        assertEquals(files.size(), rows.size());
        Map<String, String> manifest = new TreeMap<>();
        for (Row row : rows) {
            manifest.put(row.getAs("key"), row.getAs("size") + " " + row.getAs("crc64"));
            assertEquals(bucket.head(row.getAs("key")).etag(), row.getAs("etag"));
        }
        assertEquals(expected, manifest);
        Map<String, String> stored = new TreeMap<>();
        bucket.list("copy/").forEach(object -> stored.put(object.key(), stored(object.key())));
        assertEquals(expected, stored);
        assertNoUploads();
    }

    private static String stored(String key) {
        try {
            byte[] bytes = bucket.getBytes(key, 128 << 20);
            return bytes.length + " " + Crc64.toString(Crc64.compute(bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertNoUploads() throws IOException {
        assertEquals(List.of(), bucket.listMultipartUploads("").stream().toList());
    }

    private static List<Row> read(Path parquet) throws IOException {
        try (SparkSession spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate()) {
            return spark.read().parquet(parquet.toString()).collectAsList();
        }
    }
}
