// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.emulator.junit.EmulatorExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The jobs that both clients of OSS support, with the emulator. */
abstract class OssJobsTest<C extends AutoCloseable, O extends AutoCloseable> extends JobsTest<C, O> {
    @RegisterExtension
    static final EmulatorExtension oss = EmulatorExtension.builder()
            .configure(emulator -> emulator.bucket(Jobs.BUCKET))
            .build();

    OssJobsTest(Jobs<C> jobs, Jobs<O> otherJobs) {
        super(jobs, otherJobs);
    }

    @Override
    final <T extends AutoCloseable> T connect(Jobs<T> anyJobs) throws Exception {
        Emulator emulator = oss.emulator();
        return anyJobs.client(
                emulator.endpoint(), emulator.region(), emulator.accessKeyId(), emulator.accessKeySecret());
    }

    @Override
    final void store(String key, String text) throws Exception {
        assertEquals(200, put(otherJobs.presignPut(other, key, Duration.ofMinutes(5)), text));
    }

    @Test
    void putsWithCallback() throws Exception {
        oss.respondToCallbacks(200, "{\"received\":true}");

        String response = jobs.putWithCallback(client, "cat.txt", write("cat.txt", "meow"), oss.callbackUrl());

        assertEquals("{\"received\":true}", response);
        assertEquals(
                "{\"object\":\"cat.txt\",\"size\":4}", oss.callbacks().get(0).text());
        assertEquals(Optional.of("meow"), stored("cat.txt"));
    }

    @Test
    void failsIfFileOfDirectoryFails() throws Exception {
        write("a.txt", "first");
        write("b.txt", "second");
        oss.emulator().inject(Fault.error(403, "AccessDenied").on("PutObject"));

        assertThrows(Exception.class, () -> jobs.uploadDirectory(client, directory, "backup/"));
    }

    @Test
    void resumesUploadAfterFailure() throws Exception {
        String text = "0123456789abcdef".repeat(1 << 20);
        Path file = write("large.txt", text);
        Path checkpoint = directory.resolve("checkpoint");
        oss.emulator().inject(Fault.error(403, "AccessDenied").on("UploadPart"));
        assertThrows(Exception.class, () -> jobs.resumableUpload(client, "large.txt", file, checkpoint));

        // A new upload would have to be initiated.
        oss.emulator().inject(Fault.error(403, "AccessDenied").on("InitiateMultipartUpload"));
        jobs.resumableUpload(client, "large.txt", file, checkpoint);

        assertEquals(Optional.of(text), stored("large.txt"));
    }
}
