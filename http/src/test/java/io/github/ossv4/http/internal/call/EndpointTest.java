// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.BucketClient;
import io.github.ossv4.sign.Credentials;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "https://oss-cn-hangzhou.aliyuncs.com, https://bucket.oss-cn-hangzhou.aliyuncs.com/k, cn-hangzhou",
                "oss-cn-hangzhou.aliyuncs.com, https://bucket.oss-cn-hangzhou.aliyuncs.com/k, cn-hangzhou",
                "HTTPS://OSS-CN-HANGZHOU.aliyuncs.com/, https://bucket.oss-cn-hangzhou.aliyuncs.com/k, cn-hangzhou",
                "http://oss-us-west-1-internal.aliyuncs.com, http://bucket.oss-us-west-1-internal.aliyuncs.com/k, us-west-1",
                "cn-beijing.oss.aliyuncs.com, https://bucket.cn-beijing.oss.aliyuncs.com/k, cn-beijing",
                "cn-beijing-internal.oss.aliyuncs.com, https://bucket.cn-beijing-internal.oss.aliyuncs.com/k, cn-beijing",
                "oss-cn-shanghai-finance-1.aliyuncs.com, https://bucket.oss-cn-shanghai-finance-1.aliyuncs.com/k, cn-shanghai-finance-1",
                "cb-x1y2.cn-hangzhou.oss-cloudbox.aliyuncs.com, https://bucket.cb-x1y2.cn-hangzhou.oss-cloudbox.aliyuncs.com/k, cb-x1y2",
                "cb-x1-y2.cn-hangzhou.oss-cloudbox.aliyuncs.com, https://bucket.cb-x1-y2.cn-hangzhou.oss-cloudbox.aliyuncs.com/k, none",
                "oss-cn-x-cross-internal.aliyuncs.com, https://bucket.oss-cn-x-cross-internal.aliyuncs.com/k, none",
                "oss-cn-hangzhou.oss.aliyuncs.com, https://bucket.oss-cn-hangzhou.oss.aliyuncs.com/k, cn-hangzhou",
                "cn-hangzhou-internal.oss-data-acc.aliyuncs.com, https://bucket.cn-hangzhou-internal.oss-data-acc.aliyuncs.com/k, none",
                "ap.oss-cn-hangzhou.oss-accesspoint.aliyuncs.com, https://bucket.ap.oss-cn-hangzhou.oss-accesspoint.aliyuncs.com/k, none",
                "oss-internal.aliyuncs.com, https://bucket.oss-internal.aliyuncs.com/k, none",
                "oss-cn-hangzhou-cross.aliyuncs.com, https://bucket.oss-cn-hangzhou-cross.aliyuncs.com/k, none",
                "oss-cache-cn-beijing-h.aliyuncs.com, https://bucket.oss-cache-cn-beijing-h.aliyuncs.com/k, none",
                "http://emulator:9000, http://bucket.emulator:9000/k, none",
                "oss-accelerate.aliyuncs.com, https://bucket.oss-accelerate.aliyuncs.com/k, none",
                "oss-accelerate-overseas.aliyuncs.com, https://bucket.oss-accelerate-overseas.aliyuncs.com/k, none",
                "http://127.0.0.1:9000, http://127.0.0.1:9000/bucket/k, none",
                "http://[::1]:9000, http://[::1]:9000/bucket/k, none",
                "http://localhost:9000, http://localhost:9000/bucket/k, none",
                "https://oss.example.com:8443, https://bucket.oss.example.com:8443/k, none",
            })
    void derivesUrlAndRegion(String endpoint, String url, String region) {
        Endpoint read = Endpoint.of(endpoint, "bucket", Endpoint.Style.AUTOMATIC);
        assertEquals(url, read.url("k", "").toString());
        assertEquals(region, read.region());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ftp://oss-cn-hangzhou.aliyuncs.com",
                "https://oss-cn-hangzhou.aliyuncs.com/path",
                "https://oss-cn-hangzhou.aliyuncs.com?x=hunter2",
                "https://user:hunter2@oss-cn-hangzhou.aliyuncs.com",
                "https://bucket.oss-cn-hangzhou.aliyuncs.com",
                "https://a b",
                "https://user:hunter2@a_b:x",
            })
    void rejectsMalformedEndpoints(String endpoint) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Endpoint.of(endpoint, "bucket", Endpoint.Style.AUTOMATIC))
                .getMessage();
        assertFalse(message.contains("hunter2"), message);
    }

    @ParameterizedTest
    @CsvSource({
        "' oss-cn-hangzhou.aliyuncs.com', 'whitespace or control characters, has one at index 0'",
        "'oss-cn-hangzhou.aliyuncs.com\n', 'whitespace or control characters, has one at index 28'",
        "oss-cn-hangzhou, 'a host, not a region: oss-cn-hangzhou.aliyuncs.com, not oss-cn-hangzhou'",
        "cn-hangzhou, 'a host, not a region: oss-cn-hangzhou.aliyuncs.com, not cn-hangzhou'",
        "https://OSS-CN-HANGZHOU, 'a host, not a region: oss-cn-hangzhou.aliyuncs.com, not oss-cn-hangzhou'",
        "bucket.cb-x1y2.cn-hangzhou.oss-cloudbox.aliyuncs.com, 'name a bucket: cb-x1y2.cn-hangzhou.oss-cloudbox.aliyuncs.com, not'",
        "oss-cn-hangzhou.aliyuncs.com., must not end with a dot",
        "bucket.oss-cn-hangzhou.aliyuncs.com, 'name a bucket: oss-cn-hangzhou.aliyuncs.com, not'",
        "other.oss-cn-hangzhou.aliyuncs.com, 'name a bucket: oss-cn-hangzhou.aliyuncs.com, not'",
        "s3.oss-cn-hangzhou-internal.aliyuncs.com, 'name a bucket: oss-cn-hangzhou-internal.aliyuncs.com, not'",
        "other.cn-hangzhou.oss.aliyuncs.com, 'name a bucket: cn-hangzhou.oss.aliyuncs.com, not'",
        "other.oss-cn-hangzhou.oss.aliyuncs.com, 'name a bucket: oss-cn-hangzhou.oss.aliyuncs.com, not'",
        "other.oss-cn-hangzhou-cross.aliyuncs.com, 'name a bucket: oss-cn-hangzhou-cross.aliyuncs.com, not'",
        "other.oss-accelerate.aliyuncs.com, 'name a bucket: oss-accelerate.aliyuncs.com, not'",
        "bucket.example.com, 'must not name the bucket: example.com, not bucket.example.com; if this domain is bound to the bucket, set the option cname'",
    })
    void suggestsACorrection(String endpoint, String hint) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Endpoint.of(endpoint, "bucket", Endpoint.Style.AUTOMATIC))
                .getMessage();
        assertTrue(message.contains(hint), message);
    }

    /** The endpoint alone is a valid name, but that of the bucket is too long. */
    @Test
    void rejectsABucketWhoseNameWouldBeTooLong() {
        String host = String.join(".", "a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(55));
        Endpoint.of(host, "bucket", Endpoint.Style.PATH);
        assertThrows(IllegalArgumentException.class, () -> Endpoint.of(host, "bucket", Endpoint.Style.AUTOMATIC));
    }

    /** Also in names that OkHttp parses, since they have an underscore. */
    @ParameterizedTest
    @ValueSource(strings = {"", "_"})
    void limitsTheLengthOfLabels(String prefix) {
        String longest = "a".repeat(63 - prefix.length());
        for (String suffix : List.of("", ".com")) {
            Endpoint.of(prefix + longest + suffix, "bucket", Endpoint.Style.PATH);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Endpoint.of(prefix + longest + "a" + suffix, "bucket", Endpoint.Style.PATH));
        }
    }

    @Test
    void acceptsABucketNamedLikeItsEndpoint() {
        assertEquals(
                "https://oss-cn-hangzhou.oss-cn-hangzhou.aliyuncs.com/k",
                Endpoint.of("oss-cn-hangzhou.aliyuncs.com", "oss-cn-hangzhou", Endpoint.Style.AUTOMATIC)
                        .url("k", "")
                        .toString());
    }

    @Test
    void encodesTheQueryAsItIsSigned() {
        assertEquals(
                "https://bucket.oss-cn-hangzhou.aliyuncs.com/k?%2Ba=b%2Fc&acl",
                Endpoint.of("oss-cn-hangzhou.aliyuncs.com", "bucket", Endpoint.Style.AUTOMATIC)
                        .url("k", "%2Ba=b%2Fc&acl")
                        .toString());
    }

    @Test
    void doesNotAddTheBucketToACustomDomain() {
        Endpoint cname = Endpoint.of("bucket.example.com", "bucket", Endpoint.Style.CNAME);
        assertEquals("https://bucket.example.com/k", cname.url("k", "").toString());
        assertNull(cname.region());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "oss-cn-hangzhou.aliyuncs.com",
                "bucket.oss-cn-hangzhou.aliyuncs.com",
                "cn-hangzhou",
                "oss-cn-hangzhou.localhost"
            })
    void rejectsDomainsOfOssAsCustomDomains(String endpoint) {
        assertThrows(IllegalArgumentException.class, () -> Endpoint.of(endpoint, "bucket", Endpoint.Style.CNAME));
    }

    @Test
    void usesPathStyleOnRequest() {
        Endpoint path = Endpoint.of("oss-cn-hangzhou.aliyuncs.com", "bucket", Endpoint.Style.PATH);
        assertEquals(
                "https://oss-cn-hangzhou.aliyuncs.com/bucket/k",
                path.url("k", "").toString());
        assertEquals("cn-hangzhou", path.region());
    }

    @Test
    void rejectsIncompleteBuilders() {
        Credentials credentials = Credentials.of("ak", "sk");
        BucketClient.Builder accelerate = BucketClient.builder("oss-accelerate.aliyuncs.com", "examplebucket")
                .credentials(credentials);
        String message =
                assertThrows(IllegalStateException.class, accelerate::build).getMessage();
        assertTrue(message.contains("region"), message);
        accelerate.region("cn-hangzhou").build().close();
        assertThrows(
                IllegalArgumentException.class,
                () -> accelerate.region("oss-cn-hangzhou").build());
        BucketClient.Builder plain = BucketClient.builder("oss-cn-hangzhou.aliyuncs.com", "examplebucket");
        assertThrows(IllegalStateException.class, plain::build);
        assertThrows(
                IllegalStateException.class,
                () -> BucketClient.builder("img.example.com", "examplebucket")
                        .credentials(credentials)
                        .region("cn-hangzhou")
                        .cname(true)
                        .pathStyle(true)
                        .build());
        assertThrows(
                IllegalArgumentException.class,
                () -> BucketClient.builder("oss-cn-hangzhou.aliyuncs.com", "Bucket")
                        .credentials(credentials)
                        .build());
    }
}
