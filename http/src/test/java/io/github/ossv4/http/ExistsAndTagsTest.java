// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.CallStyle;
import io.github.ossv4.http.testing.Received;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireFixture;
import io.github.ossv4.list.ObjectVersion;
import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.object.ObjectTags;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExistsAndTagsTest extends WireFixture {
    private static Reply missing(String code) {
        String error = "<Error><Code>" + code + "</Code><RequestId>5C3D</RequestId></Error>";
        return Reply.of(404).addHeader("x-oss-err", Base64.getEncoder().encodeToString(error.getBytes(UTF_8)));
    }

    @Test
    void findsAnObject() throws Exception {
        server.enqueue(response(200).toHead(5));
        assertTrue(bucket.exists("k"));
        assertEquals("HEAD /examplebucket/k HTTP/1.1", server.take().requestLine());
        server.enqueue(response(200).toHead(5));
        assertTrue(bucket.exists("k", GetOptions.builder().versionId("v").build()));
        assertEquals("HEAD /examplebucket/k?versionId=v HTTP/1.1", server.take().requestLine());
    }

    @Test
    void findsNoObject() throws Exception {
        server.enqueue(missing("NoSuchKey"));
        assertFalse(bucket.exists("k"));
        server.enqueue(Reply.of(404));
        assertFalse(bucket.exists("k"));
    }

    @Test
    void doesNotGuess() {
        server.enqueue(missing("NoSuchBucket"));
        assertEquals(
                "NoSuchBucket",
                assertThrows(ServiceException.class, () -> bucket.exists("k")).code());
        server.enqueue(Reply.of(403));
        assertThrows(ServiceException.class, () -> bucket.exists("k"));
        server.enqueue(Reply.fromProxy(404));
        assertThrows(IOException.class, () -> bucket.exists("k"));
        server.enqueue(Reply.fromProxy(200));
        assertThrows(NotFromOssException.class, () -> bucket.exists("k"));
    }

    @Test
    void getsAcl() throws Exception {
        String document = "<AccessControlPolicy><Owner><ID>1</ID></Owner><AccessControlList><Grant>%s</Grant>"
                + "</AccessControlList></AccessControlPolicy>";
        for (ObjectAcl acl : ObjectAcl.values()) {
            server.enqueue(Reply.of(200).body(String.format(document, acl.value())));
            assertEquals(acl, bucket.getAcl("k"));
            assertEquals("GET /examplebucket/k?acl HTTP/1.1", server.take().requestLine());
        }
        server.enqueue(Reply.of(200).body(String.format(document, "private")));
        assertEquals(ObjectAcl.PRIVATE, CallStyle.await(bucket.async().getAcl(ObjectVersion.of("k", "v"))));
        assertEquals(
                "GET /examplebucket/k?acl&versionId=v HTTP/1.1", server.take().requestLine());
        for (String invalid : List.of("<Other/>", String.format(document, "shared"))) {
            server.enqueue(Reply.of(200).body(invalid));
            assertThrows(ServiceException.class, () -> bucket.getAcl("k"));
        }
    }

    @Test
    void getsTags() throws Exception {
        server.enqueue(
                Reply.of(200).body("<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>"));
        assertEquals(ObjectTags.NONE.with("a", "1"), bucket.getTags("k"));
        assertEquals("GET /examplebucket/k?tagging HTTP/1.1", server.take().requestLine());
        server.enqueue(Reply.of(200).body("<Tagging/>"));
        bucket.getTags(ObjectVersion.of("k", "v"));
        Received request = server.take();
        assertEquals("GET /examplebucket/k?tagging&versionId=v HTTP/1.1", request.requestLine());
        server.enqueue(Reply.of(200).body("<Other/>"));
        assertThrows(ServiceException.class, () -> bucket.getTags("k"));
    }

    @Test
    void putsAndDeletesTags() throws Exception {
        server.enqueue(Reply.of(200));
        bucket.putTags("k", ObjectTags.NONE.with("a", "1"));
        Received put = server.take();
        assertEquals("PUT /examplebucket/k?tagging HTTP/1.1", put.requestLine());
        assertEquals("<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>", put.text());
        server.enqueue(Reply.of(204));
        bucket.deleteTags("k");
        assertEquals("DELETE /examplebucket/k?tagging HTTP/1.1", server.take().requestLine());
        server.enqueue(Reply.of(404).body("<Error><Code>NoSuchKey</Code></Error>"));
        assertThrows(ServiceException.class, () -> bucket.putTags("k", ObjectTags.NONE));
    }
}
