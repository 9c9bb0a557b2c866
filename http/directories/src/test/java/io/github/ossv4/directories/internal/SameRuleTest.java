// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.ossv4.directories.Comparison;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.UploadOptions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameRuleTest {
    private static final Instant STORED = Instant.parse("2026-01-02T03:04:05Z");

    private static @Nullable Instant time(@Nullable Long millisAfter) {
        return millisAfter == null ? null : STORED.plusMillis(millisAfter);
    }

    @ParameterizedTest
    @CsvSource({
        // Unchanged since the upload.
        "-5000, -4000, true",
        "-5000, 0, true",
        // Its time was set to the future before the upload.
        "5000, -4000, true",
        // It was moved, copied or unpacked after the upload, or written.
        "-5000, 1, false",
        "1, 1, false",
        // It was downloaded.
        "0, 9000, true",
        // The time of a change is unknown.
        "-5000, , false",
        "0, , true"
    })
    void comparesTimeOfChange(long fileTime, @Nullable Long changeTime, boolean isUntouched) {
        SameRule rule = SameRule.ofUpload(Comparison.SIZE_AND_CHANGE, UploadOptions.NONE);
        assertEquals(isUntouched, rule.isUntouched(STORED.plusMillis(fileTime), time(changeTime), STORED));
    }

    @Test
    void needsTheComparisonAndTheTimeOfTheObject() {
        for (Comparison other : Comparison.values()) {
            SameRule rule = SameRule.ofUpload(
                    other, UploadOptions.builder().keepTime(true).build());
            assertEquals(other == Comparison.SIZE_AND_CHANGE, rule.isUntouched(STORED, STORED, STORED));
            assertFalse(rule.isUntouched(STORED, STORED, null));
        }
    }

    @Test
    void needsMetadataOfOlderFilesInDownloads() {
        SameRule rule = SameRule.ofDownload(Comparison.SIZE_AND_CHANGE, DownloadOptions.NONE);
        assertEquals(SameRule.Decision.SAME, rule.decide(1, STORED, 1, STORED));
        assertEquals(SameRule.Decision.NEEDS_METADATA, rule.decide(1, STORED, 1, STORED.minusSeconds(1)));
        assertEquals(SameRule.Decision.DIFFERENT, rule.decide(1, STORED, 2, STORED));
    }
}
