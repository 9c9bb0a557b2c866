// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireFixture;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ListOnTheWireTest extends WireFixture {
    private static Reply page(String next, String... keys) {
        StringBuilder xml = new StringBuilder("<ListBucketResult><EncodingType>url</EncodingType>");
        for (String key : keys) {
            xml.append("<Contents><Key>").append(key).append("</Key><Size>1</Size></Contents>");
        }
        xml.append(
                next == null
                        ? "<IsTruncated>false</IsTruncated>"
                        : "<IsTruncated>true</IsTruncated><NextContinuationToken>" + next + "</NextContinuationToken>");
        return Reply.of(200).body(xml + "</ListBucketResult>");
    }

    private static List<String> keys(Iterable<ListedObject> list) {
        List<String> keys = new ArrayList<>();
        list.forEach(object -> keys.add(object.key()));
        return keys;
    }

    @Test
    void requestsPagesUntilTheLast() throws Exception {
        PagedList<ListedObject> list = bucket.list(ListOptions.builder()
                .prefix("a b/")
                .delimiter("/")
                .startAfter("a b/0")
                .maxKeys(2)
                .fetchOwner(true)
                .build());
        assertEquals(0, server.requestCount());
        server.enqueue(page("t+/1", "a%20b/1", "a%20b/a%2B1"));
        server.enqueue(page("t2"));
        server.enqueue(page(null, "a%20b/3"));
        assertEquals(List.of("a b/1", "a b/a+1", "a b/3"), keys(list));
        String query = "delimiter=%2F&encoding-type=url&fetch-owner=true&list-type=2&max-keys=2&prefix=a%20b%2F";
        assertEquals(
                "/examplebucket/?" + query + "&start-after=a%20b%2F0",
                server.take().target());
        String second = server.take().target();
        assertTrue(
                second.contains("&continuation-token=t%2B%2F1&") || second.contains("?continuation-token=t%2B%2F1&"));
        assertFalse(second.contains("start-after"));
        server.take();
        // Each iteration starts from the first page.
        server.enqueue(page(null, "a%20b/4"));
        assertEquals(List.of("a b/4"), list.stream().map(ListedObject::key).collect(Collectors.toList()));
        assertTrue(server.take().target().contains("start-after"));
    }

    @Test
    void rejectsKeysAndCommonPrefixesWithoutThePrefix() {
        String prefixes = "<EncodingType>url</EncodingType><CommonPrefixes><Prefix>a%2F</Prefix></CommonPrefixes>";
        server.enqueue(page(null, "a/1"));
        server.enqueue(Reply.of(200).body("<ListBucketResult>" + prefixes + "</ListBucketResult>"));
        server.enqueue(Reply.of(200).body("<ListVersionsResult>" + prefixes + "</ListVersionsResult>"));
        server.enqueue(Reply.of(200).body("<ListMultipartUploadsResult>" + prefixes + "</ListMultipartUploadsResult>"));
        for (Executable call : List.<Executable>of(
                () -> bucket.list("b/").iterator().next(),
                () -> bucket.list("b/").iterator().next(),
                () -> bucket.listVersions("b/").iterator().next(),
                () -> bucket.listMultipartUploads("b/").iterator().next())) {
            Exception e = assertThrows(Exception.class, call);
            String message = (e instanceof UncheckedIOException ? e.getCause() : e).getMessage();
            assertTrue(message.startsWith("List"), message);
            assertTrue(
                    message.matches(".*" + where() + ": the response lists \"a/1?\","
                            + " which does not start with the requested prefix \"b/\""),
                    message);
        }
    }

    @Test
    void requestsAPageOnlyWhenItIsNeeded() throws Exception {
        server.enqueue(page("t", "1", "2"));
        Iterator<ListedObject> list = bucket.list("").iterator();
        assertEquals("1", list.next().key());
        assertEquals("2", list.next().key());
        assertEquals(1, server.requestCount());
        server.enqueue(page(null));
        assertFalse(list.hasNext());
        assertThrows(NoSuchElementException.class, list::next);
        assertEquals(2, server.requestCount());
    }

    @Test
    void requestsAPageAgainAfterItsFailure() throws Exception {
        Iterator<ListedObject> list = bucket.list("").iterator();
        server.enqueue(page("t", "1"));
        assertEquals("1", list.next().key());
        server.enqueue(Reply.of(403).body("<Error><Code>AccessDenied</Code></Error>"));
        UncheckedIOException e = assertThrows(UncheckedIOException.class, list::hasNext);
        assertEquals("AccessDenied", ((ServiceException) e.getCause()).code());
        server.enqueue(page(null, "2"));
        assertEquals("2", list.next().key());
        server.take();
        assertEquals(server.take().target(), server.take().target());
    }

    @Test
    void stopsIfPagesRepeat() throws Exception {
        // A cycle of three pages after two others.
        for (String next : List.of("a", "b", "c", "d", "e", "c", "d", "e", "c", "d", "e", "c", "d", "e")) {
            server.enqueue(page(next, "k"));
        }
        UncheckedIOException e =
                assertThrows(UncheckedIOException.class, () -> bucket.list("").forEach(object -> {}));
        assertTrue(e.getCause().getMessage().contains("the pages of the list repeat"), e.toString());
        assertTrue(server.requestCount() <= 11, "requests: " + server.requestCount());
        server.enqueue(page("same", "k"));
        server.enqueue(page("same", "k"));
        assertThrows(UncheckedIOException.class, () -> bucket.list("").forEach(object -> {}));
    }

    @Test
    void rejectsATruncatedPageWithoutToken() throws Exception {
        server.enqueue(Reply.of(200).body("<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>"));
        UncheckedIOException e = assertThrows(
                UncheckedIOException.class, () -> bucket.list("").iterator().hasNext());
        assertTrue(e.getMessage().contains("no NextContinuationToken"), e.getMessage());
        server.enqueue(Reply.of(200).body("<ListVersionsResult><IsTruncated>true</IsTruncated></ListVersionsResult>"));
        assertThrows(
                UncheckedIOException.class,
                () -> bucket.listVersions(ListOptions.NONE).iterator().hasNext());
    }

    /** The pages that a caller requests one by one are checked as well. */
    @Test
    void rejectsAPageThatLeadsToItself() throws Exception {
        server.enqueue(page("t", "k"));
        assertEquals("t", bucket.listPage(ListOptions.NONE).nextMarker());
        server.enqueue(page("t", "k"));
        IOException e = assertThrows(
                IOException.class,
                () -> bucket.listPage(ListOptions.builder().after("t", "").build()));
        assertTrue(e.getMessage().contains("the pages of the list repeat"), e.toString());
        server.enqueue(Reply.of(200).body("<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>"));
        IOException truncated = assertThrows(IOException.class, () -> bucket.listPage(ListOptions.NONE));
        assertTrue(truncated.getMessage().contains("no NextContinuationToken"), truncated.toString());
    }

    @Test
    void rejectsKeysWithoutThePrefix() {
        server.enqueue(page(null, "p/1", "q/2"));
        UncheckedIOException e =
                assertThrows(UncheckedIOException.class, () -> bucket.list("p/").forEach(object -> {}));
        assertTrue(
                e.getMessage()
                        .endsWith("the response lists \"q/2\", which does not start with the requested prefix \"p/\""),
                e.getMessage());
    }

    @Test
    void rejectsOtherDocuments() throws Exception {
        server.enqueue(Reply.of(200).body("<ListVersionsResult/>"));
        assertThrows(ServiceException.class, () -> bucket.listPage(ListOptions.NONE));
        // An old deployment that answers without encoding lists these keys as they are.
        server.enqueue(Reply.of(200)
                .body("<ListBucketResult><Contents><Key>a%2B</Key><Size>1</Size></Contents></ListBucketResult>"));
        assertEquals("a%2B", bucket.listPage(ListOptions.NONE).entries().get(0).key());
    }

    @Test
    void continuesAPage() throws Exception {
        server.enqueue(page(null));
        Page<ListedObject> page = bucket.listPage(
                ListOptions.builder().after("t", "").startAfter("x").build());
        assertFalse(page.isTruncated());
        assertEquals(
                "/examplebucket/?continuation-token=t&encoding-type=url&list-type=2&max-keys=1000",
                server.take().target());
    }

    @Test
    void requestsPagesOfVersions() throws Exception {
        server.enqueue(Reply.of(200).body("""
                <ListVersionsResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>
                <NextKeyMarker>a%2Bb</NextKeyMarker><NextVersionIdMarker>v1</NextVersionIdMarker>
                <DeleteMarker><Key>a%2Bb</Key><VersionId>v1</VersionId></DeleteMarker></ListVersionsResult>"""));
        server.enqueue(Reply.of(200).body("""
                <ListVersionsResult><IsTruncated>false</IsTruncated>
                <Version><Key>a/c</Key><VersionId>v2</VersionId><Size>5</Size></Version></ListVersionsResult>"""));
        List<String> versions = new ArrayList<>();
        bucket.listVersions(ListOptions.builder()
                        .prefix("a")
                        .after("a", "")
                        .maxKeys(1)
                        .build())
                .forEach(version -> versions.add(version.key() + " " + version.versionId()));
        assertEquals(List.of("a+b v1", "a/c v2"), versions);
        assertEquals(
                "/examplebucket/?encoding-type=url&key-marker=a&max-keys=1&prefix=a&versions",
                server.take().target());
        assertEquals(
                "/examplebucket/?encoding-type=url&key-marker=a%2Bb&max-keys=1&prefix=a&version-id-marker=v1&versions",
                server.take().target());
        server.enqueue(Reply.of(200).body("<ListVersionsResult/>"));
        assertFalse(bucket.listVersions("").iterator().hasNext());
    }

    @Test
    void rejectsInvalidOptions() {
        assertThrows(IllegalArgumentException.class, () -> ListOptions.builder().maxKeys(0));
        assertThrows(IllegalArgumentException.class, () -> ListOptions.builder().maxKeys(1001));
        assertThrows(IllegalArgumentException.class, () -> ListOptions.builder().maxKeys(1001));
    }
}
