// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.testing.WireFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest extends WireFixture {
    @Test
    void reportsAnEmptyTransferOnce() throws Exception {
        List<String> reports = new ArrayList<>();
        TransferListener listener = progress -> reports.add(
                progress.bytes() + "/" + progress.totalBytes() + ", " + progress.parts() + "/" + progress.totalParts());
        server.enqueue(response(200).setHeader("x-oss-hash-crc64ecma", Crc64.toString(0)));
        bucket.put(
                "k",
                Body.of(new byte[0]),
                PutOptions.builder().progress(listener).build());
        assertEquals(List.of("0/0, 1/1"), reports);
        server.enqueue(response(200).setHeader("x-oss-hash-crc64ecma", Crc64.toString(0)));
        try (GetResult result =
                bucket.get("k", GetOptions.builder().progress(listener).build())) {
            assertEquals(0, result.bytes().length);
            assertEquals(-1, result.stream().read());
        }
        assertEquals(List.of("0/0, 1/1", "0/0, 1/1"), reports);
    }
}
