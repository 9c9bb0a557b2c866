// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.http.testing.Received;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireFixture;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.ObjectVersion;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeleteAllTest extends WireFixture {
    private static Reply deleted(String entries) {
        return Reply.of(200).body("<DeleteResult>" + entries + "</DeleteResult>");
    }

    private static String entry(String key) {
        return "<Deleted><Key>" + key + "</Key></Deleted>";
    }

    @Test
    void sendsTheDocumentWithItsMd5() throws Exception {
        server.enqueue(deleted("<EncodingType>url</EncodingType>" + entry("a%26b")));
        DeleteAllResult result = bucket.deleteAll(List.of("a&b", "c"));
        assertEquals(1, result.deletedCount());
        assertEquals(List.of(ObjectVersion.of("c")), result.failed());
        assertEquals(
                "OSS did not confirm the deletion of 1 of 2 objects, the first is c",
                assertThrows(IOException.class, result::throwIfFailed).getMessage());
        Received request = server.take();
        assertEquals("POST /examplebucket/?delete&encoding-type=url HTTP/1.1", request.requestLine());
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Delete><Quiet>false</Quiet>"
                        + "<Object><Key>a&amp;b</Key></Object><Object><Key>c</Key></Object></Delete>",
                request.text());
        assertEquals(request.body().md5().base64(), request.header("Content-MD5"));
    }

    @Test
    void sendsAtMostAThousandKeys() throws Exception {
        List<String> keys = IntStream.range(0, 2500).mapToObj(i -> "k" + i).toList();
        for (int from : new int[] {0, 1000, 2000}) {
            server.enqueue(deleted(keys.subList(from, Math.min(2500, from + 1000)).stream()
                    .map(DeleteAllTest::entry)
                    .collect(Collectors.joining())));
        }
        DeleteAllResult result = bucket.deleteAll(keys);
        assertEquals(2500, result.deletedCount());
        assertEquals(List.of(), result.failed());
        assertTrue(server.take().text().endsWith("<Object><Key>k999</Key></Object></Delete>"));
    }

    @Test
    void sendsNothingForNoKeys() throws Exception {
        assertEquals(0, bucket.deleteAll(List.of()).throwIfFailed().deletedCount());
        assertEquals(0, server.requestCount());
    }

    @Test
    void countsOnlyConfirmedKeys() throws Exception {
        server.enqueue(Reply.of(200));
        DeleteAllResult none = bucket.deleteAll(List.of("a", "b"));
        assertEquals(0, none.deletedCount());
        assertEquals(List.of(ObjectVersion.of("a"), ObjectVersion.of("b")), none.failed());
        server.enqueue(deleted(entry("a")));
        DeleteAllResult result = bucket.deleteAll(List.of("a", "b"));
        assertEquals(1, result.deletedCount());
        assertEquals(List.of(ObjectVersion.of("b")), result.failed());
    }

    /** Without a body, a length and chunks, a response that was cut looks the same as a whole one. */
    @Test
    void rejectsAnEmptyResponseThatMayBeCut() throws Exception {
        try (RawServer cutting = new RawServer(peer -> {
                    peer.head();
                    peer.respond("200 OK", "x-oss-request-id: 1");
                });
                BucketClient client = client(cutting)) {
            assertThrows(IOException.class, () -> client.deleteAll(List.of("a")));
        }
    }

    @Test
    void rejectsAFailureWithoutItsKey() {
        server.enqueue(deleted("<Error><Code>AccessDenied</Code></Error>"));
        assertThrows(ServiceException.class, () -> bucket.deleteAll(List.of("a")));
    }

    @Test
    void deletesKeysOneByOneThatXmlCannotRepresent() throws Exception {
        server.enqueue(Reply.of(204));
        server.enqueue(deleted(entry("b")));
        DeleteAllResult result = bucket.deleteAll(List.of("a\u0001", "b"));
        assertEquals(2, result.deletedCount());
        assertEquals("DELETE /examplebucket/a%01 HTTP/1.1", server.take().requestLine());
        assertEquals("POST", server.take().requestLine().split(" ")[0]);
    }

    @Test
    void tellsVersionsApart() throws Exception {
        server.enqueue(deleted("<Deleted><Key>k</Key><VersionId>v1</VersionId></Deleted>" + entry("k")));
        DeleteAllResult result = bucket.deleteVersions(
                List.of(ObjectVersion.of("k", "v1"), ObjectVersion.of("k", "v2"), ObjectVersion.of("k")));
        assertEquals(List.of(ObjectVersion.of("k", "v2")), result.failed());
        assertEquals(2, result.deletedCount());
        assertTrue(server.take().text().contains("<Object><Key>k</Key><VersionId>v2</VersionId></Object>"));
    }

    @Test
    void failsAsTheListFails() {
        server.enqueue(Reply.of(403).body("<Error><Code>AccessDenied</Code></Error>"));
        ServiceException e = assertThrows(
                ServiceException.class, () -> bucket.deleteAll(bucket.list("a").map(ListedObject::key)));
        assertTrue(e.getMessage().startsWith("ListObjectsV2" + where() + ": 403 AccessDenied"), e.getMessage());
    }

    @Test
    void failsAsItsRequestFails() {
        server.enqueue(Reply.of(403).body("<Error><Code>AccessDenied</Code></Error>"));
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.deleteAll(List.of("a")));
        assertEquals("AccessDenied", e.code());
        server.enqueue(Reply.of(200).body("<Other/>"));
        assertThrows(ServiceException.class, () -> bucket.deleteAll(List.of("a")));
        assertThrows(IllegalArgumentException.class, () -> bucket.deleteAll(List.of("")));
    }
}
