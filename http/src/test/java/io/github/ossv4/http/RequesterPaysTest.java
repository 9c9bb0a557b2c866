// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireFixture;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Buckets of other accounts that require requester-pays: no request of a call may forget who pays. */
class RequesterPaysTest extends WireFixture {
    private static final String INITIATED =
            "<InitiateMultipartUploadResult><UploadId>U</UploadId></InitiateMultipartUploadResult>";

    private void assertPaid(int requests) throws InterruptedException {
        assertEquals(requests, server.requestCount());
        for (int i = 0; i < requests; i++) {
            var request = server.take();
            assertEquals("requester", request.header("x-oss-request-payer"), request.requestLine());
        }
    }

    @Test
    void paysForEveryRequestOfAClient() throws Exception {
        try (BucketClient paying =
                client().credentials(CREDENTIALS).requesterPays(true).build()) {
            server.enqueue(response(200));
            paying.put("k", HELLO);
            server.enqueue(response(200).body(HELLO));
            paying.getBytes("k");
            server.enqueue(Reply.of(200).body("<ListBucketResult/>"));
            assertFalse(paying.list("").iterator().hasNext());
            server.enqueue(Reply.of(204));
            paying.multipartUpload("k", "U").abort();
            server.enqueue(Reply.of(200).body("<ListPartsResult/>"));
            paying.multipartUpload("k", "U").listParts();
            assertPaid(5);
            String url = paying.presignGet("k", Duration.ofMinutes(1)).toString();
            assertEquals(-1, url.indexOf("payer"), url);
        }
    }

    @Test
    void sendsNoPayerByDefault() throws Exception {
        server.enqueue(response(200));
        bucket.put("k", HELLO);
        assertNull(server.take().header("x-oss-request-payer"));
    }

    @Test
    void paysForTheRequestsOfAMultipartUpload() throws Exception {
        try (BucketClient paying =
                client().credentials(CREDENTIALS).requesterPays(true).build()) {
            server.enqueue(Reply.of(200).body(INITIATED));
            MultipartUpload upload = paying.initiateMultipartUpload("k");
            server.enqueue(Reply.of(200).body("<ListPartsResult/>"));
            upload.listParts();
            server.enqueue(Reply.of(200).body("<CopyPartResult><ETag>\"P\"</ETag></CopyPartResult>"));
            upload.uploadPartCopy(1, CopySource.of("s"), 0, 1);
            server.enqueue(Reply.of(204));
            upload.abort();
            assertPaid(4);
        }
    }

    @Test
    void paysForTheAbortOfAFailedUpload() throws Exception {
        server.enqueue(Reply.of(200).body(INITIATED));
        server.enqueue(Reply.of(403).body("<Error><Code>AccessDenied</Code></Error>"));
        for (int i = 0; i < 3; i++) {
            server.enqueue(Reply.of(204));
        }
        UploadOptions options =
                UploadOptions.builder().partSize(100 * 1024).parallel(1).build();
        try (BucketClient paying =
                client().credentials(CREDENTIALS).requesterPays(true).build()) {
            assertThrows(
                    ServiceException.class,
                    () -> paying.upload("k", new ByteArrayInputStream(new byte[200 * 1024]), options));
            assertPaid(5);
        }
    }
}
