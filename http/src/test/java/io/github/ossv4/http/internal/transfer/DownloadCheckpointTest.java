// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.multipart.PartPlan;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The object for which a checkpoint can resume a download. */
class DownloadCheckpointTest {
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Length", "1048576",
            "ETag", "\"E\"",
            "x-oss-hash-crc64ecma", "7",
            "x-oss-version-id", "V");

    private static ObjectMetadata metadata(Map<String, String> headers) {
        return ObjectMetadata.of("k", Headers.of(headers));
    }

    /** Returns a checkpoint that was written and read. */
    private static DownloadCheckpoint written(Map<String, String> headers) throws IOException {
        DownloadCheckpoint checkpoint = DownloadCheckpoint.of(
                "examplebucket",
                metadata(headers),
                PartPlan.of(1048576, 100 * 1024),
                "file",
                ".ossv4-00000000-0000-0000-0000-000000000000.part");
        return DownloadCheckpoint.parse(
                checkpoint.with(new TreeMap<>(Map.of(3, 5L))).json());
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> headers = new LinkedHashMap<>(HEADERS);
        headers.put(name, value);
        return headers;
    }

    private static Map<String, String> without(String name) {
        Map<String, String> headers = new LinkedHashMap<>(HEADERS);
        headers.remove(name);
        return headers;
    }

    @Test
    void resumesADownloadOfTheSameObject() throws Exception {
        assertTrue(written(HEADERS).isOf(metadata(HEADERS)));
        assertEquals(Map.of(3, 5L), written(HEADERS).parts());
    }

    @ParameterizedTest
    @CsvSource({"Content-Length, 1048577", "ETag, F", "x-oss-hash-crc64ecma, 8", "x-oss-version-id, W"})
    void doesNotResumeADownloadOfAnotherObject(String header, String value) throws Exception {
        assertFalse(written(HEADERS).isOf(metadata(with(header, value))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ETag", "x-oss-hash-crc64ecma", "x-oss-version-id"})
    void doesNotResumeIfAHeaderIsMissingOnOneSide(String header) throws Exception {
        assertFalse(written(HEADERS).isOf(metadata(without(header))));
        assertFalse(written(without(header)).isOf(metadata(HEADERS)));
        assertTrue(written(without(header)).isOf(metadata(without(header))));
    }
}
