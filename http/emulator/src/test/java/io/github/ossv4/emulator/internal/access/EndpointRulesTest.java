// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoints that a strict emulator refuses, as OSS does. */
class EndpointRulesTest {
    private static final String PUBLIC = "examplebucket.oss-cn-hangzhou.localhost";
    private static final String INTERNAL = "examplebucket.oss-cn-hangzhou-internal.aliyuncs.com";
    private static final String BOUND = "files.localhost";
    private static final String FORBIDDEN = "400 PublicEndpointForbidden 0048-00000401";

    /** Returns a request whose path is the key, as at a host that names the bucket. */
    private static SignedRequest at(TestEmulator emulator, String host, String method, String key) {
        return emulator.request(method, key).host(host).target("/" + key);
    }

    private static SignedRequest put(TestEmulator emulator, String host, String key) {
        return emulator.put(key, "hello").host(host).target("/" + key);
    }

    private static Emulator.Builder strict(Emulator.Builder builder) {
        return builder.strict(true).domain(BOUND, "examplebucket");
    }

    @Nested
    class NewAccount {
        @RegisterExtension
        private final TestEmulator emulator = new TestEmulator().with(EndpointRulesTest::strict);

        @ParameterizedTest
        @ValueSource(strings = {PUBLIC, "examplebucket.oss-cn-hangzhou.aliyuncs.com", "examplebucket.127.0.0.1"})
        void refusesObjectsAtPublicEndpoints(String host) throws IOException {
            assertEquals(FORBIDDEN, put(emulator, host, "a").send("hello").errorText());
            assertEquals(FORBIDDEN, at(emulator, host, "GET", "a").send().errorText());
            assertEquals(
                    FORBIDDEN,
                    at(emulator, host, "POST", "a")
                            .query("uploads", null)
                            .send()
                            .errorText());
        }

        @ParameterizedTest
        @ValueSource(strings = {INTERNAL, "examplebucket.oss-cn-hangzhou-internal.localhost:9", BOUND, BOUND + ":80"})
        void servesObjectsAtInternalEndpointsAndBoundDomains(String host) throws IOException {
            assertEquals(200, put(emulator, host, "a").send("hello").status());
            assertEquals("hello", at(emulator, host, "GET", "a").send().text());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "examplebucket.x-internal.localhost",
                    "examplebucket.s3.oss-cn-hangzhou-internal.aliyuncs.com",
                    "examplebucket.s3.oss-cn-hangzhou.aliyuncs.com",
                    "examplebucket.oss-accelerateX.localhost",
                    "examplebucket.oss-cn-hangzhou-internal.foo.localhost",
                    "examplebucket.oss-cn-beijing-internal.foo.aliyuncs.com",
                    "examplebucket.oss-internal.aliyuncs.com"
                })
        void refusesHostsThatAreNoEndpoints(String host) throws IOException {
            RawResponse response = at(emulator, host, "GET", "a").send();
            assertEquals("403 AccessDenied null", response.errorText());
            assertTrue(response.error().message().contains("neither an endpoint of OSS nor a bound domain"));
        }

        /** Only clients of S3 use it. As at OSS, the first label would be the bucket. */
        @Test
        void refusesServiceForClientsOfS3() throws IOException {
            String host = "s3.oss-cn-hangzhou-internal.aliyuncs.com";
            assertEquals(
                    "400 InvalidBucketName null",
                    emulator.request("GET", "a").host(host).send().errorText());
        }

        @Test
        void refusesListsButNoSettingsAtPublicEndpoints() throws IOException {
            SignedRequest list = emulator.request("GET", null).host(PUBLIC).target("/");
            assertEquals(FORBIDDEN, list.send().errorText());
            assertEquals(200, list.query("location", null).send().status());
        }

        @ParameterizedTest
        @ValueSource(strings = {"127.0.0.1", "localhost:9000", "oss-cn-hangzhou-internal.aliyuncs.com"})
        void refusesPathStyle(String host) throws IOException {
            RawResponse response = emulator.put("a", "hello").host(host).send("hello");

            assertEquals(403, response.status());
            assertEquals("SecondLevelDomainForbidden", response.error().code());
            assertEquals(
                    "Please use virtual hosted style to access.",
                    response.error().message());
        }

        @ParameterizedTest
        @CsvSource({
            "examplebucket.oss-cn-beijing.aliyuncs.com, oss-cn-hangzhou.aliyuncs.com",
            "examplebucket.oss-cn-beijing-internal.localhost:9000, oss-cn-hangzhou-internal.localhost",
            "examplebucket.oss-ap-southeast-1.localhost, oss-cn-hangzhou.localhost",
            "examplebucket.cn-beijing.oss.localhost, oss-cn-hangzhou.localhost",
        })
        void namesTheEndpointOfTheBucket(String host, String endpoint) throws IOException {
            RawResponse response = at(emulator, host, "GET", "a").send();

            assertEquals("403 AccessDenied 0003-00001403", response.errorText());
            assertEquals(endpoint, response.error().details().get("Endpoint"));
            assertEquals("examplebucket", response.error().details().get("Bucket"));
        }

        private SignedRequest bucket(String name, String method) {
            return emulator.request(method, null)
                    .inBucket(name)
                    .host(name + ".oss-cn-hangzhou-internal.localhost")
                    .target("/");
        }

        @ParameterizedTest
        @ValueSource(strings = {"examplebucket", "created"})
        void newBucketsBlockPublicAccess(String name) throws IOException {
            assertEquals(200, bucket(name, "PUT").send().status());

            assertTrue(bucket(name, "GET")
                    .query("publicAccessBlock", null)
                    .send()
                    .text()
                    .contains("<BlockPublicAccess>true</BlockPublicAccess>"));
            SignedRequest acl = bucket(name, "PUT").query("acl", null).header("x-oss-acl", "public-read");
            RawResponse refused = acl.send();
            assertEquals("403 AccessDenied null", refused.errorText());
            assertEquals("Put public bucket acl is not allowed", refused.error().message());

            assertEquals(
                    204,
                    bucket(name, "DELETE")
                            .query("publicAccessBlock", null)
                            .send()
                            .status());
            assertEquals(200, acl.send().status());
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = "acl")
        void createsNoPublicBucket(String parameter) throws IOException {
            SignedRequest create = bucket("created", "PUT").header("x-oss-acl", "public-read-write");
            if (parameter != null) {
                create.query(parameter, null);
            }

            assertEquals("403 AccessDenied null", create.send().errorText());
            assertEquals(
                    "404 NoSuchBucket 0015-00000101",
                    bucket("created", "GET").query("acl", null).send().errorText());
        }

        @Test
        void refusesPublicObjects() throws IOException {
            assertEquals(
                    "403 AccessDenied 0016-00000901",
                    put(emulator, INTERNAL, "a")
                            .header("x-oss-object-acl", "public-read")
                            .send("hello")
                            .errorText());
        }

        @Test
        void namesAServiceThatClientsCanUse() {
            assertEquals(
                    "http://oss-cn-hangzhou-internal.localhost:"
                            + emulator.running().port(),
                    emulator.running().endpoint());
        }
    }

    @Nested
    class LegacyAccount {
        @RegisterExtension
        private final TestEmulator emulator =
                new TestEmulator().with(builder -> strict(builder).legacyAccount(true));

        private RawResponse anonymous(String host, String key) throws IOException {
            return at(emulator, host, "GET", key).anonymous().send();
        }

        private void putPublic(String key, String type) throws IOException {
            assertEquals(
                    200,
                    put(emulator, PUBLIC, key)
                            .header("x-oss-object-acl", "public-read")
                            .header("Content-Type", type)
                            .send("hello")
                            .status());
        }

        @Test
        void makesBrowsersSaveObjectsOfPublicEndpoints() throws IOException {
            putPublic("a.html", "text/html");

            RawResponse saved = anonymous(PUBLIC, "a.html");
            assertEquals("attachment", saved.header("content-disposition"));
            assertEquals("true", saved.header("x-oss-force-download"));
            assertEquals("0048-00000001", saved.header("x-oss-ec"));
            for (RawResponse shown : new RawResponse[] {
                anonymous(BOUND, "a.html"),
                anonymous(INTERNAL, "a.html"),
                at(emulator, PUBLIC, "GET", "a.html").send()
            }) {
                assertEquals("hello", shown.text());
                assertNull(shown.header("content-disposition"));
                assertNull(shown.header("x-oss-force-download"));
            }
        }

        @ParameterizedTest
        @CsvSource({
            "a.apk, text/plain, 400 ApkDownloadForbidden null",
            "dir/B.IPA, text/plain, 400 ApkDownloadForbidden null",
            "a, application/vnd.android.package-archive, 400 ApkDownloadForbidden 0048-00000203",
            "a, application/iphone, 400 ApkDownloadForbidden 0048-00000203",
        })
        void servesNoPackagesAtPublicEndpoints(String key, String type, String error) throws IOException {
            putPublic(key, type);

            assertEquals(error, anonymous(PUBLIC, key).errorText());
            assertEquals(
                    error,
                    anonymous("examplebucket.oss-accelerate.aliyuncs.com", key).errorText());
            assertEquals("hello", anonymous(BOUND, key).text());
            assertEquals("hello", at(emulator, PUBLIC, "GET", key).send().text());
        }

        @Test
        void refusesPathStyle() throws IOException {
            assertTrue(emulator.putHello().send("hello").errorText().startsWith("403 SecondLevelDomainForbidden"));
        }
    }

    @Nested
    class OutsideMainlandChina {
        @RegisterExtension
        private final TestEmulator emulator =
                new TestEmulator().with(builder -> strict(builder).region("cn-hongkong"));

        @Test
        void servesObjectsAtPublicEndpoints() throws IOException {
            assertEquals(
                    200,
                    put(emulator, "examplebucket.oss-cn-hongkong.aliyuncs.com", "a")
                            .send("hello")
                            .status());
        }
    }

    @Test
    void requiresStrictnessForALegacyAccount() {
        Emulator.Builder builder = Emulator.builder().legacyAccount(true);

        assertEquals(
                "a legacy account requires a strict emulator",
                assertThrows(IllegalArgumentException.class, builder::start).getMessage());
    }
}
