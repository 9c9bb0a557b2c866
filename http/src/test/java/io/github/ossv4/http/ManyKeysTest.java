// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.JavaProcess;
import io.github.ossv4.http.testing.OddKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lists and deletes 25,000 objects with odd keys by a process with a small heap. */
@Tag("stress")
class ManyKeysTest extends EmulatorFixture {
    @Test
    void listsAndDeletesInASixteenMegabyteHeap() throws Exception {
        List<String> keys = OddKeys.sorted(25_000);
        List<CompletableFuture<PutResult>> puts = new ArrayList<>();
        for (String key : keys) {
            puts.add(bucket.async().put(key, Body.of(HELLO), PutOptions.NONE));
        }
        for (CompletableFuture<PutResult> put : puts) {
            put.get(5, TimeUnit.MINUTES);
        }
        int hash = keys.stream().mapToInt(ManyKeysClient::hash).reduce(0, (all, key) -> 31 * all + key);
        Process process = JavaProcess.start("-Xmx16m", ManyKeysClient.class, List.of(emulator.endpoint()));
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(1, TimeUnit.MINUTES);
            assertEquals("25000 25000 " + hash + " false", output.trim());
        } finally {
            process.destroyForcibly();
        }
    }
}
