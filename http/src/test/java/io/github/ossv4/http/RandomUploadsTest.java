// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many uploads with random faults. The message of a failure has the seed, which reproduces the upload. */
class RandomUploadsTest {
    @TempDir
    private Path folder;

    private RandomUploads run(int uploads, long firstSeed) throws Exception {
        try (RandomUploads random = new RandomUploads(folder)) {
            for (long seed = firstSeed; seed < firstSeed + uploads; seed++) {
                random.run(seed);
            }
            System.out.println(uploads + " uploads from seed " + firstSeed + ": " + random.succeeded + " succeeded, "
                    + random.failed + " failed, " + random.contested + " contested");
            assertTrue(random.succeeded > uploads / 3, random.succeeded + " succeeded");
            return random;
        }
    }

    private void runAndCount(int uploads, long firstSeed) throws Exception {
        RandomUploads random = run(uploads, firstSeed);
        assertTrue(random.failed > uploads / 100, random.failed + " failed");
        assertTrue(random.contested > uploads / 20, random.contested + " contested");
    }

    @Test
    void twentyUploadsStoreTheirObjectsOrFail() throws Exception {
        run(20, System.currentTimeMillis());
    }

    @Test
    @Tag("full")
    void threeHundredUploadsStoreTheirObjectsOrFail() throws Exception {
        runAndCount(300, System.currentTimeMillis());
    }

    @Test
    @Tag("stress")
    void tenThousandUploadsStoreTheirObjectsOrFail() throws Exception {
        runAndCount(10_000, 1_000_000);
    }
}
