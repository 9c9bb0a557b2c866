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
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
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
                folder.resolve("out/manifest").toString(),
                "oss://examplebucket/copy/",
                folder.resolve("verified").toString())) {
            assertEquals(0, job.exitCode(), job::output);
            job.await("150 expected, 150 listed in \\d+ ranges, 0 differences");
        }
        assertEquals(0, LOG.count("HeadObject"));
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
            job.await("the copy is not complete");
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
            job.await("60 expected, 60 listed in \\d+ ranges, 4 differences");
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
    void abortsTheUploadIfAPartFails() throws Exception {
        emulator.inject(Fault.delay(Duration.ofMillis(300)).on("UploadPart").times(5));
        try (SparkProcess job = uploadInParts(random(61_000_000), random(59_000_000))) {
            LOG.await(job, "UploadPart", 4);
            emulator.inject(Fault.error(403, "AccessDenied").on("UploadPart").times(1000));
            assertEquals(1, job.exitCode(), job::output);
            job.await("AccessDenied");
        }
        assertFalse(bucket.exists("one"));
        assertNoUploads();
    }

    @Test
    void abortsTheUploadIfTheDriverIsStopped() throws Exception {
        emulator.inject(Fault.delay(Duration.ofMillis(300)).on("UploadPart").times(1000));
        try (SparkProcess job = uploadInParts(random(61_000_000), random(59_000_000))) {
            LOG.await(job, "UploadPart", 6);
            job.process().destroy();
            assertTrue(job.exitCode() != 0);
        }
        assertFalse(bucket.exists("one"));
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

    private SparkProcess copy(Map<String, String> settings) throws IOException {
        return cluster.submit(
                CopyDataSet.class,
                settings,
                folder.resolve("data").toString(),
                "oss://examplebucket/copy/",
                folder.resolve("out").toString());
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
        Map<String, String> expected = new TreeMap<>();
        files.forEach((name, bytes) ->
                expected.put("copy/" + name, bytes.length + " " + Crc64.toString(Crc64.compute(bytes))));
        List<Row> rows = read(folder.resolve("out/manifest"));
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
            byte[] bytes = bucket.getBytes(key);
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
