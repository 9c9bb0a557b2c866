// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.soak;

import io.github.ossv4.http.soak.Soak.Kill;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No wrong bytes, no false success and no leak, with faults, outages and killed servers. */
class SoakTest {
    @TempDir
    private Path folder;

    @Test
    @Tag("full")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void returnsOnlyTrueResultsForAMinute() throws Exception {
        new Soak(Duration.ofMinutes(1), List.of(new Kill(0.4, Duration.ofSeconds(5))), folder).run();
    }

    @Test
    @Tag("stress")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void returnsOnlyTrueResultsForTenMinutes() throws Exception {
        List<Kill> kills = List.of(
                new Kill(0.1, Duration.ZERO),
                new Kill(0.25, Duration.ofSeconds(5)),
                new Kill(0.4, Duration.ofMinutes(1)),
                new Kill(0.6, Duration.ofSeconds(20)),
                new Kill(0.8, Duration.ZERO));
        new Soak(Duration.ofMinutes(10), kills, folder).run();
    }
}
