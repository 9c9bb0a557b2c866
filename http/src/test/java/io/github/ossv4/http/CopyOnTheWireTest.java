// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.Received;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireFixture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies in parts: what is requested, and with which headers. */
class CopyOnTheWireTest extends WireFixture {
    private static Reply xml(String document) {
        return Reply.of(200).body(document);
    }

    private void enqueueHead(String... headers) {
        server.enqueue(Reply.of(400).body("<Error><Code>EntityTooLarge</Code></Error>"));
        Reply head = Reply.of(200).addHeader("ETag", "\"E\"").toHead(1);
        for (int i = 0; i < headers.length; i += 2) {
            head = head.addHeader(headers[i], headers[i + 1]);
        }
        server.enqueue(head);
    }

    private void enqueueCopy() {
        server.enqueue(xml("<InitiateMultipartUploadResult><UploadId>U</UploadId></InitiateMultipartUploadResult>"));
        server.enqueue(xml("<CopyPartResult><ETag>\"P\"</ETag></CopyPartResult>"));
        server.enqueue(xml("<CompleteMultipartUploadResult><ETag>\"T\"</ETag></CompleteMultipartUploadResult>"));
    }

    private List<Received> requests() throws InterruptedException {
        List<Received> requests = new ArrayList<>();
        while (requests.size() < server.requestCount()) {
            requests.add(server.take());
        }
        return requests;
    }

    /** The source may be replaced by an object of the same size. Without the condition, the copy would be a mixture. */
    @Test
    void copiesPartsOfTheObjectThatWasFoundOnly() throws Exception {
        enqueueHead("x-oss-tagging-count", "0", "x-oss-version-id", "v1");
        enqueueCopy();
        bucket.copy(CopySource.of("s"), "k");
        Received part = requests().get(3);
        assertTrue(part.target().contains("partNumber=1"), part.target());
        assertEquals("\"E\"", part.header("x-oss-copy-source-if-match"));
        assertEquals("/examplebucket/s?versionId=v1", part.header("x-oss-copy-source"));
    }

    @Test
    void failsIfTheSourceIsReplacedDuringTheCopy() throws Exception {
        enqueueHead("x-oss-tagging-count", "0");
        server.enqueue(xml("<InitiateMultipartUploadResult><UploadId>U</UploadId></InitiateMultipartUploadResult>"));
        server.enqueue(Reply.of(412).body("<Error><Code>PreconditionFailed</Code></Error>"));
        for (int i = 0; i < 3; i++) {
            server.enqueue(Reply.of(204));
        }
        IOException e = assertThrows(IOException.class, () -> bucket.copy(CopySource.of("s"), "k"));
        assertTrue(e.getMessage().startsWith("the source changed during the copy: "), e.getMessage());
    }

    /** Dates that no parser accepts, a header without an option, and a name of metadata that other clients store. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "Saturday, 16-Dec-23 16:20:57 GMT", "Sat, 16 Dec 2023 16:20:57 GMT"})
    void sendsHeadersAsReceived(String expires) throws Exception {
        enqueueHead(
                "x-oss-tagging-count", "0",
                "Expires", expires,
                "Content-Language", "de, en",
                "Content-Type", "text/plain;charset=\"UTF-8\"",
                "x-oss-meta-a_b", "1");
        enqueueCopy();
        bucket.copy(CopySource.of("s"), "k");

        Received initiated = requests().get(2);
        assertEquals(expires, initiated.header("Expires"));
        assertEquals("de, en", initiated.header("Content-Language"));
        assertEquals("text/plain;charset=\"UTF-8\"", initiated.header("Content-Type"));
        assertEquals("1", initiated.header("x-oss-meta-a_b"));
    }

    /** OSS omits the number of tags if the caller has no permission to read them. */
    @Test
    void requestsTheTagsIfTheirNumberIsUnknown() throws Exception {
        enqueueHead();
        server.enqueue(xml("<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>"));
        enqueueCopy();
        bucket.copy(CopySource.of("s"), "k");

        List<Received> requests = requests();
        assertTrue(
                requests.get(2).target().endsWith("/s?tagging"), requests.get(2).target());
        assertEquals("a=1", requests.get(3).header("x-oss-tagging"));
    }

    @Test
    void failsInsteadOfLosingTagsThatCannotBeRead() throws Exception {
        enqueueHead();
        server.enqueue(Reply.of(403).body("<Error><Code>AccessDenied</Code></Error>"));
        IOException e = assertThrows(IOException.class, () -> bucket.copy(CopySource.of("s"), "k"));
        assertTrue(
                e.getMessage()
                        .startsWith(
                                "cannot read the tags of the source; call replaceTags(true) to copy the object without them:"
                                        + " GetObjectTagging s" + where() + ": 403 AccessDenied"),
                e.getMessage());

        enqueueHead();
        enqueueCopy();
        bucket.copy(
                CopySource.of("s"), "k", CopyOptions.builder().replaceTags(true).build());
        assertEquals(3 + 5, server.requestCount());
    }

    @Test
    void paysForEveryRequest() throws Exception {
        enqueueHead();
        server.enqueue(xml("<Tagging><TagSet/></Tagging>"));
        server.enqueue(xml("<InitiateMultipartUploadResult><UploadId>U</UploadId></InitiateMultipartUploadResult>"));
        server.enqueue(Reply.of(403).body("<Error><Code>AccessDenied</Code></Error>"));
        for (int i = 0; i < 3; i++) {
            server.enqueue(Reply.of(204));
        }
        try (BucketClient paying =
                client().credentials(CREDENTIALS).requesterPays(true).build()) {
            assertThrows(ServiceException.class, () -> paying.copy(CopySource.of("s"), "k"));
        }

        List<Received> requests = requests();
        assertTrue(requests.get(5).requestLine().startsWith("DELETE "), "the abort");
        for (Received request : requests) {
            assertEquals("requester", request.header("x-oss-request-payer"), request.requestLine());
        }
    }
}
