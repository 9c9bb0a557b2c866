// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestUpload;
import io.github.ossv4.internal.xml.XmlElement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations that create, delete and describe buckets. */
class BucketsTest {
    private static final String NO_SUCH_BUCKET = "404 NoSuchBucket 0015-00000101";
    private static final String BUCKET_NOT_EMPTY = "409 BucketNotEmpty 0015-00000301";

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    private SignedRequest bucket(String method, String name) {
        return emulator.request(method, null).inBucket(name);
    }

    private SignedRequest service() {
        return emulator.request("GET", null).inBucket(null).target("/");
    }

    private static XmlElement document(RawResponse response) {
        assertEquals(200, response.status(), response::text);
        return XmlElement.parse(response.text().getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> names(RawResponse response) {
        return document(response).children("Buckets").get(0).children("Bucket").stream()
                .map(bucket -> bucket.text("Name"))
                .toList();
    }

    private RawResponse create(String name, String document) throws IOException {
        return bucket("PUT", name).length(document.length()).send(document);
    }

    @Test
    void createsBucket() throws IOException {
        assertEquals(NO_SUCH_BUCKET, bucket("GET", "created").send().errorText());

        RawResponse response = bucket("PUT", "created").length(0).send();

        assertEquals(200, response.status());
        assertEquals("/created", response.header("location"));
        assertEquals(
                200,
                emulator.put("a", "hello").inBucket("created").send("hello").status());
        assertEquals(
                "hello",
                emulator.request("GET", "a")
                        .inBucket("created")
                        .target("/a")
                        .host("created.localhost")
                        .send()
                        .text());
        assertEquals(200, bucket("PUT", "created").length(0).send().status());
        assertEquals(
                200, emulator.request("GET", "a").inBucket("created").send().status());
    }

    @Test
    void createsBucketWithSettings() throws IOException {
        String document = "<CreateBucketConfiguration><StorageClass>IA</StorageClass>"
                + "<DataRedundancyType>ZRS</DataRedundancyType></CreateBucketConfiguration>";
        assertEquals(
                200,
                bucket("PUT", "created")
                        .header("x-oss-acl", "public-read")
                        .length(document.length())
                        .send(document)
                        .status());

        XmlElement info = document(
                        bucket("GET", "created").query("bucketInfo", null).send())
                .children("Bucket")
                .get(0);
        assertEquals("IA", info.text("StorageClass"));
        assertEquals("ZRS", info.text("DataRedundancyType"));
        assertEquals("public-read", info.children("AccessControlList").get(0).text("Grant"));
        assertEquals(
                "409 BucketAlreadyExists null",
                create("created", document.replace("IA", "Archive")).errorText());
        assertEquals(200, create("created", "").status());

        emulator.put("a", "").inBucket("created").send();
        emulator.put("b", "")
                .inBucket("created")
                .header("x-oss-storage-class", "Standard")
                .send();
        assertEquals(
                "IA", emulator.request("HEAD", "a").inBucket("created").send().header("x-oss-storage-class"));
        assertEquals(
                "Standard",
                emulator.request("HEAD", "b").inBucket("created").send().header("x-oss-storage-class"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<CreateBucketConfiguration><StorageClass>IA</StorageClass>",
                "<Other><StorageClass>IA</StorageClass></Other>",
                "<CreateBucketConfiguration><StorageClass>Other</StorageClass></CreateBucketConfiguration>",
                "IA"
            })
    void createsNoBucketOfAMalformedDocument(String document) throws IOException {
        assertEquals("400 MalformedXML", create("created", document).errorText().replaceAll(" (null|0.*)", ""));
        assertEquals(NO_SUCH_BUCKET, bucket("GET", "created").send().errorText());
    }

    @Test
    void checksLocation() throws IOException {
        String document = "<CreateBucketConfiguration><LocationConstraint>oss-cn-hangzhou</LocationConstraint>"
                + "</CreateBucketConfiguration>";
        assertEquals(
                "400 InvalidLocationConstraint null",
                create("created", document.replace("hangzhou", "beijing")).errorText());
        assertEquals(NO_SUCH_BUCKET, bucket("GET", "created").send().errorText());
        assertEquals(200, create("created", document).status());
    }

    @Test
    void createsBucketByItsAcl() throws IOException {
        assertEquals(
                200,
                bucket("PUT", "created")
                        .query("acl", null)
                        .header("x-oss-acl", "public-read")
                        .length(0)
                        .send()
                        .status());
        assertEquals(200, bucket("GET", "created").anonymous().send().status());
        assertEquals(
                "400 InvalidBucketName null",
                bucket("PUT", "x")
                        .query("acl", null)
                        .header("x-oss-acl", "private")
                        .length(0)
                        .send()
                        .errorText());
    }

    @Test
    void rejectsInvalidBuckets() throws IOException {
        assertEquals(
                "400 MalformedXML null",
                create(
                                "created",
                                "<CreateBucketConfiguration><StorageClass>x</StorageClass></CreateBucketConfiguration>")
                        .errorText());
        assertEquals(
                "400 InvalidArgument 0015-00000204",
                bucket("PUT", "created").header("x-oss-acl", "default").send().errorText());
        assertEquals(NO_SUCH_BUCKET, bucket("GET", "created").send().errorText());
        assertEquals(400, bucket("PUT", "Not_Valid").unchecked().send().status());
        assertEquals(403, bucket("PUT", "created").anonymous().send().status());
    }

    @Test
    void deletesEmptyBucketOnly() throws IOException {
        emulator.put("a", "").inBucket("other").send();
        assertEquals(BUCKET_NOT_EMPTY, bucket("DELETE", "other").send().errorText());

        emulator.request("DELETE", "a").inBucket("other").send();
        TestUpload upload = TestUpload.initiate(emulator, "a");
        assertEquals(BUCKET_NOT_EMPTY, bucket("DELETE", "examplebucket").send().errorText());
        assertEquals(204, bucket("DELETE", "other").send().status());

        assertEquals(NO_SUCH_BUCKET, bucket("GET", "other").send().errorText());
        assertEquals(NO_SUCH_BUCKET, bucket("DELETE", "other").send().errorText());
        assertEquals(
                NO_SUCH_BUCKET,
                emulator.put("a", "x").inBucket("other").send("x").errorText());
        upload.abort();
        assertEquals(204, bucket("DELETE", "examplebucket").send().status());
    }

    @Test
    void storesNothingInDeletedBucket() throws Exception {
        ExecutorService uploader = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < 50; round++) {
                bucket("PUT", "created").length(0).send();
                Future<RawResponse> upload = uploader.submit(
                        () -> emulator.put("a", "x").inBucket("created").send("x"));
                RawResponse deleted = bucket("DELETE", "created").send();

                boolean isStored = upload.get().status() == 200;
                if (deleted.status() == 204) {
                    assertEquals(NO_SUCH_BUCKET, bucket("GET", "created").send().errorText());
                    assertFalse(isStored);
                } else {
                    assertEquals(BUCKET_NOT_EMPTY, deleted.errorText());
                    assertTrue(isStored);
                }
                emulator.running().emptyBuckets();
                assertEquals(0, emulator.files());
            }
        } finally {
            uploader.shutdownNow();
        }
    }

    @Test
    void listsBuckets() throws IOException {
        emulator.advance(Duration.ofSeconds(5));
        bucket("PUT", "another").length(0).send();

        RawResponse response = service().send();

        assertEquals(List.of("another", "examplebucket", "other"), names(response));
        XmlElement document = document(response);
        assertNull(document.text("IsTruncated"));
        assertEquals("1000000000000000", document.children("Owner").get(0).text("ID"));
        XmlElement another = document.children("Buckets").get(0).children().get(0);
        assertEquals("2023-12-17T03:47:41.000Z", another.text("CreationDate"));
        assertEquals("oss-cn-hangzhou", another.text("Location"));
        assertEquals("cn-hangzhou", another.text("Region"));
        assertEquals("Standard", another.text("StorageClass"));
        assertEquals("127.0.0.1:" + emulator.running().port(), another.text("ExtranetEndpoint"));
        assertEquals("403 AccessDenied null", service().anonymous().send().errorText());
    }

    @Test
    void listsBucketsInPages() throws IOException {
        RawResponse first = service().query("max-keys", "1").send();
        assertEquals(List.of("examplebucket"), names(first));
        assertEquals("true", document(first).text("IsTruncated"));
        assertEquals("examplebucket", document(first).text("NextMarker"));

        assertEquals(
                List.of("other"),
                names(service()
                        .query("max-keys", "1")
                        .query("marker", "examplebucket")
                        .send()));
        assertEquals(List.of("other"), names(service().query("prefix", "o").send()));
        assertEquals(
                "400 InvalidArgument 0017-00000289",
                service().query("max-keys", "1001").send().errorText());
    }

    @Test
    void describesBucket() throws IOException {
        XmlElement info = document(
                        bucket("GET", "examplebucket").query("bucketInfo", null).send())
                .children("Bucket")
                .get(0);

        assertEquals("examplebucket", info.text("Name"));
        assertEquals("2023-12-17T03:47:36.000Z", info.text("CreationDate"));
        assertEquals("LRS", info.text("DataRedundancyType"));
        assertEquals("private", info.children("AccessControlList").get(0).text("Grant"));
        assertNull(info.text("Versioning"));
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LocationConstraint>oss-cn-hangzhou</LocationConstraint>\n",
                bucket("GET", "examplebucket").query("location", null).send().text());
    }

    @Test
    void countsObjects() throws IOException {
        emulator.put("a", "hello").send("hello");
        emulator.put("b", "123").header("x-oss-storage-class", "IA").send("123");
        TestUpload.initiate(emulator, "c");

        XmlElement stat =
                document(bucket("GET", "examplebucket").query("stat", null).send());

        assertEquals("8", stat.text("Storage"));
        assertEquals("2", stat.text("ObjectCount"));
        assertEquals("1", stat.text("MultipartUploadCount"));
        assertEquals("5", stat.text("StandardStorage"));
        assertEquals("3", stat.text("InfrequentAccessStorage"));
        assertEquals("1", stat.text("InfrequentAccessObjectCount"));
        assertEquals("0", stat.text("ArchiveObjectCount"));
    }

    @Test
    void emptyBucketsRestoresBuckets() throws IOException {
        bucket("PUT", "created").length(0).send();
        emulator.put("a", "hello").inBucket("created").send("hello");
        bucket("DELETE", "other").send();
        bucket("PUT", "examplebucket")
                .query("acl", null)
                .header("x-oss-acl", "public-read")
                .send();

        emulator.running().emptyBuckets();

        assertEquals(List.of("examplebucket", "other"), names(service().send()));
        assertTrue(
                bucket("GET", "examplebucket").query("acl", null).send().text().contains("<Grant>private</Grant>"));
        assertEquals(0, emulator.files());
    }

    @ParameterizedTest
    @ValueSource(strings = {"inventory", "overwriteConfig", "objectWorm", "replication", "worm"})
    void namesWhatIsNotEmulated(String parameter) throws IOException {
        for (String method : List.of("GET", "PUT", "DELETE")) {
            RawResponse response =
                    bucket(method, "other").query(parameter, null).send();
            assertEquals("400 NotImplemented null", response.errorText());
            assertTrue(response.error().message().contains(parameter), response::text);
        }
        assertEquals(200, bucket("GET", "other").send().status());
    }
}
