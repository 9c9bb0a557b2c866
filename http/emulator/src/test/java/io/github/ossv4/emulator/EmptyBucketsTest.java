// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestUpload;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@link Emulator#emptyBuckets}. */
class EmptyBucketsTest {
    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator().with(builder -> builder.versioning(true));

    private void emptyBuckets() {
        emulator.running().emptyBuckets();
    }

    @Test
    void deletesObjectsInAllBuckets() throws IOException {
        emulator.put("a", "hello").send("hello");
        emulator.put("b", "hello").inBucket("other").send("hello");

        emptyBuckets();

        assertEquals(404, emulator.get("a").status());
        assertEquals(404, emulator.request("GET", "b").inBucket("other").send().status());
        assertEquals(0, emulator.files());
    }

    @Test
    void deletesVersionsAndDeleteMarkers() throws IOException {
        String first = emulator.put("a", "hello").send("hello").header("x-oss-version-id");
        emulator.put("a", "hello").send("hello");
        String marker = emulator.request("DELETE", "a").send().header("x-oss-version-id");

        emptyBuckets();

        for (String id : new String[] {first, marker}) {
            RawResponse response =
                    emulator.request("GET", "a").query("versionId", id).send();
            assertEquals("404 NoSuchVersion 0012-00000203", response.errorText());
        }
        assertEquals(0, emulator.files());
    }

    @Test
    void abortsUploads() throws IOException {
        TestUpload upload = TestUpload.initiate(emulator, "a");
        upload.put(1);

        emptyBuckets();

        assertEquals(0, emulator.files());
        assertEquals(
                TestUpload.NO_SUCH_UPLOAD_OF_PART, upload.put(2, new byte[1]).errorText());
        assertEquals(TestUpload.NO_SUCH_UPLOAD, upload.complete(1).errorText());
        RawResponse list = emulator.request("GET", null).query("uploads", null).send();
        assertEquals(200, list.status());
        assertFalse(list.text().contains("<Upload>"), list.text());
    }

    @Test
    void startedDownloadContinues() throws IOException {
        // More than the buffers of both sockets have room for.
        byte[] bytes = TestUpload.bytes(1, 20_000_000);
        emulator.request("PUT", "a").length(bytes.length).send(bytes);
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.request("GET", "a").head()).readHead();

            emptyBuckets();

            assertArrayEquals(bytes, connection.body().readNBytes(bytes.length));
        }
    }

    @Test
    void startedUploadStoresItsObject() throws IOException {
        byte[] bytes = TestUpload.bytes(1, 100_000);
        try (RawConnection connection = emulator.connect()) {
            connection
                    .send(emulator.request("PUT", "a").length(bytes.length).head())
                    .send(Arrays.copyOf(bytes, 50_000));
            emulator.awaitFiles(1);

            emptyBuckets();

            assertEquals(
                    200,
                    connection
                            .send(Arrays.copyOfRange(bytes, 50_000, bytes.length))
                            .read()
                            .status());
        }
        assertArrayEquals(bytes, emulator.read("a"));
    }

    @Test
    void keepsAccessKeysAndFaults() throws IOException {
        emulator.inject(Fault.error(503, "ServiceUnavailable"));

        emptyBuckets();

        assertEquals("503 ServiceUnavailable null", emulator.get("a").errorText());
        assertEquals(404, emulator.get("a").status());
    }
}
