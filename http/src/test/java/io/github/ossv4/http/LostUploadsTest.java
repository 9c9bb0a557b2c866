// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.CallStyle;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.TestClock;
import io.github.ossv4.multipart.UploadList;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Uploads whose InitiateMultipartUpload lost its response. */
class LostUploadsTest extends EmulatorFixture {
    private final TestClock clock = new TestClock(PAST);
    private BucketClient other;

    @Override
    @BeforeEach
    public void start() throws IOException {
        start(Emulator.builder().clock(clock));
        bucket = client().retryPolicy(IMMEDIATE_RETRIES)
                .abortLostUploads()
                .clock(clock)
                .build();
        other = client().clock(clock).build();
    }

    private void loseInitiation() {
        emulator.inject(Fault.responseLost().on("InitiateMultipartUpload"));
    }

    private Set<String> uploadsLeft() throws IOException {
        return other.listMultipartUploads(ListUploadsOptions.NONE).uploads().stream()
                .map(UploadList.Upload::uploadId)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource
    void abortsLostUploadOnClose(CallStyle style) throws Exception {
        loseInitiation();
        MultipartUpload upload = style == CallStyle.BLOCKING
                ? bucket.initiateMultipartUpload("k")
                : CallStyle.await(bucket.async().initiateMultipartUpload("k"));
        assertEquals(2, uploadsLeft().size());
        bucket.close();
        // The upload whose id was received remains.
        assertEquals(Set.of(upload.uploadId()), uploadsLeft());
    }

    @Test
    void abortsUploadsOfFailedCall() throws Exception {
        emulator.inject(Fault.responseLost().on("InitiateMultipartUpload").times(4));
        assertThrows(IOException.class, () -> bucket.initiateMultipartUpload("k"));
        assertEquals(4, uploadsLeft().size());
        bucket.bucket(emulator.bucket()).close();
        assertEquals(4, uploadsLeft().size());
        bucket.close();
        assertEquals(Set.of(), uploadsLeft());
    }

    @Test
    void keepsUploadsWithPartsOrOtherKeyOrTime() throws Exception {
        List<String> kept = new ArrayList<>();
        MultipartUpload withPart = other.initiateMultipartUpload("k");
        withPart.uploadPart(1, Body.of(HELLO));
        kept.add(withPart.uploadId());
        kept.add(other.initiateMultipartUpload("k2").uploadId());
        clock.set(PAST.minus(Duration.ofMinutes(5)));
        kept.add(other.initiateMultipartUpload("k").uploadId());
        clock.set(PAST.plus(Duration.ofMinutes(5)));
        kept.add(other.initiateMultipartUpload("k").uploadId());
        clock.set(PAST);
        loseInitiation();
        kept.add(bucket.initiateMultipartUpload("k").uploadId());
        assertEquals(6, uploadsLeft().size());
        bucket.close();
        assertEquals(Set.copyOf(kept), uploadsLeft());
    }

    @Test
    void keepsUploadsOfOtherCalls() throws Exception {
        MultipartUpload before = bucket.initiateMultipartUpload("k");
        loseInitiation();
        MultipartUpload retried = bucket.initiateMultipartUpload("k");
        MultipartUpload after = bucket.initiateMultipartUpload("k");
        assertEquals(4, uploadsLeft().size());
        bucket.close();
        assertEquals(Set.of(before.uploadId(), retried.uploadId(), after.uploadId()), uploadsLeft());
    }

    @Test
    void keepsUploadsByDefault() throws Exception {
        bucket.close();
        bucket = client().retryPolicy(IMMEDIATE_RETRIES).clock(clock).build();
        loseInitiation();
        bucket.initiateMultipartUpload("k");
        bucket.close();
        assertEquals(2, uploadsLeft().size());
    }

    @Test
    void closesIfServerIsUnreachable() throws Exception {
        loseInitiation();
        bucket.initiateMultipartUpload("k");
        emulator.close();
        bucket.close();
        assertTrue(assertThrows(IllegalStateException.class, () -> bucket.head("k"))
                .getMessage()
                .startsWith("the client is closed"));
    }
}
