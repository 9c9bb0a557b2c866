// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.EmulatorFixture;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferTimeoutTest extends EmulatorFixture {
    private static final Duration SHORT = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    private Path file() throws Exception {
        return Files.write(directory.resolve("file"), new byte[400 * 1024]);
    }

    private static UploadOptions.Builder parts() {
        return UploadOptions.builder().partSize(100 * 1024).threshold(0);
    }

    private void delayParts() {
        for (int i = 0; i < 4; i++) {
            emulator.inject(Fault.delay(Duration.ofMinutes(10)).on("UploadPart"));
        }
    }

    @Test
    void endsAnUploadAndRemovesItsParts() throws Exception {
        delayParts();
        Path file = file();
        SocketTimeoutException e = assertThrows(
                SocketTimeoutException.class,
                () -> bucket.upload("a/k", file, parts().timeout(SHORT).build()));
        assertEquals("the upload of a/k took longer than PT1S", e.getMessage());
        assertNoUploads();
        assertFalse(bucket.exists("a/k"));
    }

    @Test
    void endsAnAsynchronousUpload() throws Exception {
        delayParts();
        Transfer<PutResult> transfer =
                bucket.async().upload("k", file(), parts().timeout(SHORT).build());
        ExecutionException e = assertThrows(ExecutionException.class, () -> transfer.get(1, TimeUnit.MINUTES));
        assertInstanceOf(SocketTimeoutException.class, e.getCause());
        transfer.idle().get(1, TimeUnit.MINUTES);
        assertNoUploads();
    }

    @Test
    void leavesAnUploadThatCanBeResumed() throws Exception {
        emulator.inject(Fault.delay(Duration.ofMinutes(10)).on("UploadPart"));
        Path checkpoint = directory.resolve("checkpoint");
        Path file = file();
        Duration limit = SHORT;
        do {
            UploadOptions options =
                    parts().parallel(1).checkpoint(checkpoint).timeout(limit).build();
            assertThrows(SocketTimeoutException.class, () -> bucket.upload("k", file, options));
            // A busy machine may need longer to initiate the upload.
            limit = limit.multipliedBy(2);
        } while (!Files.exists(checkpoint) && limit.compareTo(Duration.ofSeconds(30)) < 0);
        assertTrue(Files.exists(checkpoint));
        bucket.upload("k", file, parts().checkpoint(checkpoint).build());
        assertArrayEquals(Files.readAllBytes(file), bytes("k"));
    }

    @Test
    void endsADownload() throws Exception {
        bucket.put("k", Body.of(file()));
        for (int i = 0; i < 4; i++) {
            emulator.inject(Fault.delay(Duration.ofMinutes(10)).on("GetObject"));
        }
        Path target = directory.resolve("target");
        assertThrows(
                SocketTimeoutException.class,
                () -> bucket.download(
                        "k",
                        target,
                        DownloadOptions.builder()
                                .partSize(100 * 1024)
                                .timeout(SHORT)
                                .build()));
        assertFalse(Files.exists(target));
        assertArrayEquals(new String[] {"file"}, directory.toFile().list());
    }

    /** A pause before a retry is in no request. */
    @Test
    void endsAPauseBeforeARetry() throws Exception {
        emulator.inject(Fault.error(503, "ServiceUnavailable").on("PutObject"));
        Path file = file();
        try (BucketClient patient = client().retryPolicy(HOURLY_RETRIES).build()) {
            SocketTimeoutException e = assertThrows(
                    SocketTimeoutException.class,
                    () -> patient.upload(
                            "k", file, UploadOptions.builder().timeout(SHORT).build()));
            assertTrue(e.getMessage().contains("cancelled before a retry"), e.getMessage());
            assertEquals(503, ((ServiceException) e.getCause().getSuppressed()[0]).status());
        }
    }

    /** The object is stored although its caller received no response in time. */
    @Test
    void reportsThatTheOutcomeOfTheLastRequestIsUnknown() throws Exception {
        Path file = file();
        OkHttpClient http = new OkHttpClient.Builder()
                .connectionPool(connectionPool)
                .addInterceptor(chain -> {
                    Response response = chain.proceed(chain.request());
                    // The response to CompleteMultipartUpload never arrives.
                    while (chain.request().method().equals("POST")
                            && chain.request().url().queryParameter("uploadId") != null
                            && !chain.call().isCanceled()) {
                        Thread.onSpinWait();
                    }
                    if (chain.call().isCanceled()) {
                        response.close();
                        throw new IOException("Canceled");
                    }
                    return response;
                })
                .build();
        try (BucketClient client = client().okHttpClient(http).build()) {
            UploadOptions options = parts().timeout(SHORT.multipliedBy(5)).build();
            SocketTimeoutException e =
                    assertThrows(SocketTimeoutException.class, () -> client.upload("k", file, options));
            assertInstanceOf(OutcomeUnknownException.class, e.getCause());
            assertTrue(e.getMessage().contains("outcome unknown"), e.getMessage());
        }
        assertTrue(bucket.exists("k"));
    }

    @Test
    void changesNothingInTime() throws Exception {
        PutResult result =
                bucket.upload("k", file(), parts().timeout(Duration.ofDays(365)).build());
        assertTrue(result.isCrcChecked());
        assertThrows(IllegalArgumentException.class, () -> parts().timeout(Duration.ZERO));
    }
}
