// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallAttempt;
import io.github.ossv4.http.CallListener;
import io.github.ossv4.http.ListOptions;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.Transfer;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.multipart.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Uploads in parts from a temporary folder, and a record of their parts. */
public abstract class UploadFixture extends EmulatorFixture {
    public static final int PART = 100 * 1024;

    @TempDir
    public Path folder;

    public Path file;
    public Path checkpoint;
    public OkHttpClient http;

    /** The numbers of the parts that were sent, one entry for each attempt. */
    public final List<Integer> sentParts = Collections.synchronizedList(new ArrayList<>());

    public final List<Part> completedParts = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    public void setPaths() {
        file = folder.resolve("file");
        checkpoint = folder.resolve("checkpoint");
    }

    @Override
    public BucketClient.Builder client() {
        http = new OkHttpClient.Builder().connectionPool(connectionPool).build();
        http.dispatcher().setMaxRequestsPerHost(64);
        return super.client().okHttpClient(http).retryPolicy(IMMEDIATE_RETRIES).listener(new CallListener() {
            @Override
            public void started(CallAttempt attempt) {
                if (attempt.operation().equals("UploadPart")) {
                    sentParts.add(attempt.partNumber());
                }
            }

            @Override
            public void partCompleted(String key, Part part) {
                completedParts.add(part);
            }
        });
    }

    public static UploadOptions.Builder options() {
        return UploadOptions.builder().partSize(PART);
    }

    /** Writes random bytes to the file. */
    public byte[] write(int length) throws IOException {
        byte[] bytes = TestFiles.randomBytes(length, length);
        Files.write(file, bytes);
        return bytes;
    }

    /** Returns the id of the upload that was not completed. */
    public String remainingUploadId() throws IOException {
        return bucket.listMultipartUploads(ListOptions.NONE)
                .stream().toList()
                .get(0)
                .uploadId();
    }

    /** Starts an upload of the file by one worker, and cancels it when so many parts are completed. */
    public Transfer<PutResult> uploadAndCancelAfter(int parts, UploadOptions.Builder options) {
        AtomicReference<Transfer<PutResult>> upload = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        upload.set(bucket.async()
                .upload(
                        "k",
                        file,
                        options.parallel(1)
                                .progress(progress -> {
                                    try {
                                        assertTrue(started.await(1, TimeUnit.MINUTES));
                                    } catch (InterruptedException e) {
                                        throw new AssertionError(e);
                                    }
                                    if (progress.parts() == parts) {
                                        upload.get().cancel(true);
                                    }
                                })
                                .build()));
        started.countDown();
        return upload.get();
    }
}
