// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.RetryPolicy;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.multipart.PartPlan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.InstantiationUtil;
import org.apache.flink.util.function.SerializableSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The upload of a file by two task managers, with the emulator. A failed request fails its task. */
class FlinkPartUploadTest {
    private static final int PARTS = 12;

    private final byte[] bytes = new byte[(int) (PARTS * PartPlan.MIN_PART_SIZE - 1)];
    private final AtomicInteger uploadedParts = new AtomicInteger();

    @TempDir
    Path directory;

    private MiniCluster cluster;
    private Emulator emulator;
    private BucketClient bucket;

    /** Accepts the number of parts that the emulator has received. */
    private volatile IntConsumer onPart = number -> {};

    @BeforeEach
    void start() throws Exception {
        cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setNumTaskManagers(2)
                .setNumSlotsPerTaskManager(1)
                .withRandomPorts()
                .build());
        cluster.start();
        emulator = Emulator.builder()
                .accessKey(System.getenv("OSS_ACCESS_KEY_ID"), System.getenv("OSS_ACCESS_KEY_SECRET"))
                .versioning(true)
                .log(this::count)
                .start();
        bucket = client().get();
        new Random(1).nextBytes(bytes);
    }

    @AfterEach
    void stop() throws Exception {
        bucket.close();
        emulator.close();
        cluster.close();
    }

    @Test
    void storesTheFile() throws Exception {
        upload(bytes.length);
        assertStoredOnce();
        assertEquals(PARTS, uploadedParts.get());
    }

    @Test
    void repeatsATaskThatFailsAfterItsUpload() throws Exception {
        emulator.inject(Fault.responseLost().on("UploadPart"));
        upload(bytes.length);
        assertStoredOnce();
        assertEquals(PARTS + 1, uploadedParts.get());
    }

    @Test
    void repeatsTheTasksOfALostTaskManager() throws Exception {
        CompletableFuture<CompletableFuture<Void>> lost = new CompletableFuture<>();
        onPart = number -> {
            if (number == 5) {
                lost.complete(cluster.terminateTaskManager(0));
            }
        };
        upload(bytes.length);
        lost.get(1, TimeUnit.MINUTES).get(1, TimeUnit.MINUTES);
        assertStoredOnce();
    }

    @Test
    void leavesNoPartsOfAFailedJob() throws Exception {
        assertThrows(Exception.class, () -> upload(bytes.length + PartPlan.MIN_PART_SIZE));
        assertTrue(uploadedParts.get() > 0);
        assertFalse(bucket.exists("file"));
        assertNoParts();
    }

    @Test
    void serializesNoSecret() throws Exception {
        String secret = System.getenv("OSS_ACCESS_KEY_SECRET");
        String job = new String(
                InstantiationUtil.serializeObject(
                        new FlinkPartUpload(client(), "file", "file", bytes.length, PartPlan.MIN_PART_SIZE)),
                StandardCharsets.ISO_8859_1);
        assertTrue(job.contains(emulator.endpoint()));
        assertFalse(job.contains(secret));
    }

    /** Uploads the file, of which {@code size} bytes are expected. */
    private void upload(long size) throws Exception {
        Path file = Files.write(directory.resolve("file"), bytes);
        new FlinkPartUpload(client(), "file", file.toString(), size, PartPlan.MIN_PART_SIZE).run(flink());
    }

    private void assertStoredOnce() throws Exception {
        assertArrayEquals(bytes, bucket.getBytes("file"));
        assertEquals(1, bucket.listVersions("").stream().count());
        assertNoParts();
    }

    private void assertNoParts() throws Exception {
        assertEquals(0, bucket.listMultipartUploads("").stream().toList().size());
    }

    private void count(String line) {
        if (line.contains("UploadPart,")) {
            onPart.accept(uploadedParts.incrementAndGet());
        }
    }

    private StreamExecutionEnvironment flink() throws Exception {
        Configuration settings = new Configuration();
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
        return StreamExecutionEnvironment.createRemoteEnvironment(
                        "localhost", cluster.getRestAddress().get().getPort(), settings)
                .setParallelism(4);
    }

    private SerializableSupplier<BucketClient> client() {
        String endpoint = emulator.endpoint();
        String name = emulator.bucket();
        String region = emulator.region();
        return () -> BucketClient.builder(endpoint, name)
                .region(region)
                .credentials(CredentialsSource.environment())
                .retryPolicy(RetryPolicy.NONE)
                .build();
    }
}
