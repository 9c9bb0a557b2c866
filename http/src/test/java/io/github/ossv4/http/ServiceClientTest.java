// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.Received;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireFixture;
import io.github.ossv4.list.ListedBucket;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceClientTest extends WireFixture {
    private ServiceClient service() {
        return ServiceClient.builder("http://127.0.0.1:" + server.port())
                .retryPolicy(RetryPolicy.NONE)
                .region("cn-hangzhou")
                .credentials(CREDENTIALS)
                .build();
    }

    private static Reply page(String elements) {
        return Reply.of(200).body("<ListAllMyBucketsResult>" + elements + "</ListAllMyBucketsResult>");
    }

    private static List<String> names(Iterable<ListedBucket> list) {
        List<String> names = new ArrayList<>();
        list.forEach(each -> names.add(each.name()));
        return names;
    }

    @Test
    void listsAllPages() throws Exception {
        server.enqueue(page("<IsTruncated>true</IsTruncated><NextMarker>a1</NextMarker>"
                + "<Buckets><Bucket><Name>a1</Name></Bucket></Buckets>"));
        server.enqueue(page("<Buckets><Bucket><Name>a2</Name></Bucket></Buckets>"));
        try (ServiceClient service = service()) {
            assertEquals(List.of("a1", "a2"), names(service.listBuckets("a")));
        }
        Received first = server.take();
        assertEquals("/?max-keys=1000&prefix=a", first.target());
        assertTrue(first.header("Authorization").contains("/cn-hangzhou/oss/aliyun_v4_request"));
        assertEquals("/?marker=a1&max-keys=1000&prefix=a", server.take().target());
    }

    @Test
    void reportsRefusalWithoutAdviceAboutBuckets() {
        server.enqueue(Reply.of(403).body("<Error><Code>AccessDenied</Code><Message>no</Message></Error>"));
        try (ServiceClient service = service()) {
            UncheckedIOException e = assertThrows(
                    UncheckedIOException.class,
                    () -> service.listBuckets().iterator().next());
            assertEquals("AccessDenied", ((ServiceException) e.getCause()).code());
            assertTrue(
                    e.getCause().getMessage().startsWith("ListBuckets at "),
                    e.getCause().getMessage());
            assertFalse(
                    e.getCause().getMessage().contains("cname"), e.getCause().getMessage());
        }
    }

    @Test
    void rejectsListThatContradictsItsRequest() {
        for (Reply reply : List.of(
                page("<Buckets><Bucket><Name>b</Name></Bucket></Buckets>"), page("<IsTruncated>true</IsTruncated>"))) {
            server.enqueue(reply);
            try (ServiceClient service = service()) {
                assertThrows(
                        UncheckedIOException.class,
                        () -> service.listBuckets("a").iterator().next());
            }
        }
    }

    @Test
    void rejectsEndpointOfBucketAndMissingSettings() {
        for (ServiceClient.Builder builder : List.of(
                ServiceClient.builder("https://examplebucket.oss-cn-hangzhou.aliyuncs.com"),
                ServiceClient.builder("cn-hangzhou"))) {
            assertThrows(IllegalArgumentException.class, builder.credentials(CREDENTIALS)::build);
        }
        assertThrows(
                IllegalStateException.class,
                ServiceClient.builder("https://oss.example.com").credentials(CREDENTIALS)::build);
        assertThrows(IllegalStateException.class, ServiceClient.builder("https://oss-cn-hangzhou.aliyuncs.com")::build);
    }
}
