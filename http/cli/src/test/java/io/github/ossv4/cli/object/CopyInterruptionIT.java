// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.PackagedFixture;
import io.github.ossv4.cli.testing.RunningCli;
import io.github.ossv4.emulator.Fault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies in parts that are interrupted by SIGINT. */
class CopyInterruptionIT extends PackagedFixture {
    private final CountDownLatch initiated = new CountDownLatch(1);

    @Override
    protected void received(String request) {
        super.received(request);
        if (request.contains("InitiateMultipartUpload")) {
            initiated.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cp %s/a %s/b", "cp -r %s %s", "set --storage-class=IA %s/a"})
    void deletesPartsAndKeepsSource(String line) throws Exception {
        bucket.put("in/a", "1");
        emulator.inject(Fault.error(400, "EntityTooLarge").on("CopyObject"));
        emulator.inject(Fault.delay(Duration.ofMinutes(2)).on("UploadPartCopy"));

        RunningCli copy = cli.start(line.formatted(oss("in"), oss("out")).split(" "));
        assertTrue(initiated.await(2, TimeUnit.MINUTES));
        copy.interrupt();
        CliResult result = copy.await().expect(130);

        assertTrue(result.err().startsWith("ossv4: interrupted: "), result::toString);
        assertEquals(1, result.err().lines().count(), result::toString);
        assertEquals(List.of(), bucket.listMultipartUploads("").stream().toList());
        assertEquals("1", bucket.getText("in/a"));
        assertEquals("Standard", bucket.head("in/a").storageClass());
        assertFalse(bucket.exists("out/a") || bucket.exists("out/b"));
    }
}
