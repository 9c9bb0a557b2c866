// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestUpload;
import io.github.ossv4.list.ListedUpload;
import io.github.ossv4.list.Page;
import io.github.ossv4.multipart.PartList;
import io.github.ossv4.multipart.UploadedPart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ListParts and ListMultipartUploads. */
class ListsTest {
    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    private static byte[] bytes(RawResponse response) {
        assertEquals(200, response.status());
        assertEquals("application/xml", response.header("content-type"));
        return response.text().getBytes(StandardCharsets.UTF_8);
    }

    private static List<Integer> numbers(PartList list) {
        return list.parts().stream().map(UploadedPart::number).toList();
    }

    private SignedRequest listing() {
        return emulator.request("GET", null).query("uploads", null);
    }

    private TestUpload initiate(String key) throws IOException {
        return TestUpload.initiate(emulator, key);
    }

    private static List<String> keys(Page<ListedUpload> list) {
        return list.entries().stream().map(ListedUpload::key).toList();
    }

    @Test
    void listsPartsByNumber() throws IOException {
        TestUpload upload = initiate("a&b");
        RawResponse fifth = upload.put(5, TestUpload.bytes(1, 5));
        emulator.advance(Duration.ofMillis(1500));
        RawResponse second = upload.put(2, TestUpload.bytes(2, 7));

        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<ListPartsResult>\n"
                        + "  <Bucket>examplebucket</Bucket>\n"
                        + "  <Key>a&amp;b</Key>\n"
                        + "  <UploadId>" + upload.id() + "</UploadId>\n"
                        + "  <PartNumberMarker>0</PartNumberMarker>\n"
                        + "  <NextPartNumberMarker>5</NextPartNumberMarker>\n"
                        + "  <MaxParts>1000</MaxParts>\n"
                        + "  <IsTruncated>false</IsTruncated>\n"
                        + "  <StorageClass>Standard</StorageClass>\n"
                        + "  <Part>\n"
                        + "    <PartNumber>2</PartNumber>\n"
                        + "    <LastModified>2023-12-17T03:47:37.000Z</LastModified>\n"
                        + "    <ETag>" + second.header("etag") + "</ETag>\n"
                        + "    <HashCrc64ecma>" + second.header("x-oss-hash-crc64ecma") + "</HashCrc64ecma>\n"
                        + "    <Size>7</Size>\n"
                        + "  </Part>\n"
                        + "  <Part>\n"
                        + "    <PartNumber>5</PartNumber>\n"
                        + "    <LastModified>2023-12-17T03:47:36.000Z</LastModified>\n"
                        + "    <ETag>" + fifth.header("etag") + "</ETag>\n"
                        + "    <HashCrc64ecma>"
                        + Crc64.toString(Crc64.compute(TestUpload.bytes(1, 5)))
                        + "</HashCrc64ecma>\n"
                        + "    <Size>5</Size>\n"
                        + "  </Part>\n"
                        + "</ListPartsResult>\n",
                upload.request("GET").send().text());
    }

    @Test
    void listsPartsInPages() throws IOException {
        TestUpload upload = initiate("a");
        for (int number : new int[] {1, 3, 4, 8, 10_000}) {
            upload.put(number, new byte[] {1});
        }

        PartList list = PartList.parse(
                bytes(upload.request("GET").query("max-parts", "2").send()));
        assertEquals(List.of(1, 3), numbers(list));
        assertTrue(list.isTruncated());
        assertEquals(3, list.nextPartNumberMarker());

        list = PartList.parse(bytes(upload.request("GET")
                .query("max-parts", "3")
                .query("part-number-marker", "3")
                .send()));
        assertEquals(List.of(4, 8, 10_000), numbers(list));
        assertFalse(list.isTruncated());

        list = PartList.parse(
                bytes(upload.request("GET").query("part-number-marker", "10000").send()));
        assertEquals(List.of(), numbers(list));
        assertFalse(list.isTruncated());
        assertEquals(0, list.nextPartNumberMarker());
    }

    @Test
    void encodesKeyOfPartsOnRequest() throws IOException {
        TestUpload upload = initiate("d/\u0001");

        String text = upload.request("GET").query("encoding-type", "url").send().text();
        assertTrue(text.contains("<EncodingType>url</EncodingType>"), text);
        assertTrue(text.contains("<Key>d%2F%01</Key>"), text);
        // As OSS does, although no parser accepts it.
        assertTrue(upload.request("GET").send().text().contains("<Key>d/&#x01;</Key>"));
    }

    @ParameterizedTest
    @CsvSource({
        "max-parts, 0",
        "max-parts, 1001",
        "max-parts, ten",
        "part-number-marker, -1",
        "part-number-marker, x",
        "encoding-type, URL",
    })
    void rejectsInvalidParametersOfParts(String parameter, String value) throws IOException {
        RawResponse response =
                initiate("a").request("GET").query(parameter, value).send();

        assertEquals("400 InvalidArgument null", response.errorText());
        assertEquals(parameter, response.error().details().get("ArgumentName"));
    }

    @Test
    void rejectsPartsOfMissingUpload() throws IOException {
        TestUpload upload = initiate("a");
        upload.abort();

        assertEquals(TestUpload.NO_SUCH_UPLOAD, upload.request("GET").send().errorText());
        assertEquals(
                "400 NotImplemented null",
                upload.request("GET").query("style", null).send().errorText());
    }

    @Test
    void listsUploadsByKey() throws IOException {
        TestUpload second = initiate("b&c");
        emulator.advance(Duration.ofMillis(1500));
        TestUpload first = initiate("a");
        initiate("aborted").abort();
        TestUpload done = initiate("done");
        done.put(1);
        done.complete(1);
        TestUpload.initiating(emulator, "elsewhere")
                .inBucket("other")
                .query("uploads", null)
                .send();

        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<ListMultipartUploadsResult>\n"
                        + "  <Bucket>examplebucket</Bucket>\n"
                        + "  <KeyMarker></KeyMarker>\n"
                        + "  <UploadIdMarker></UploadIdMarker>\n"
                        + "  <NextKeyMarker>b&amp;c</NextKeyMarker>\n"
                        + "  <NextUploadIdMarker>" + second.id() + "</NextUploadIdMarker>\n"
                        + "  <Delimiter></Delimiter>\n"
                        + "  <Prefix></Prefix>\n"
                        + "  <MaxUploads>1000</MaxUploads>\n"
                        + "  <IsTruncated>false</IsTruncated>\n"
                        + "  <Upload>\n"
                        + "    <Key>a</Key>\n"
                        + "    <UploadId>" + first.id() + "</UploadId>\n"
                        + "    <StorageClass>Standard</StorageClass>\n"
                        + "    <Initiated>2023-12-17T03:47:37.000Z</Initiated>\n"
                        + "  </Upload>\n"
                        + "  <Upload>\n"
                        + "    <Key>b&amp;c</Key>\n"
                        + "    <UploadId>" + second.id() + "</UploadId>\n"
                        + "    <StorageClass>Standard</StorageClass>\n"
                        + "    <Initiated>2023-12-17T03:47:36.000Z</Initiated>\n"
                        + "  </Upload>\n"
                        + "</ListMultipartUploadsResult>\n",
                listing().send().text());
        Page<ListedUpload> other = ListedUpload.parsePage(bytes(emulator.request("GET", null)
                .inBucket("other")
                .query("uploads", null)
                .send()));
        assertEquals(List.of("elsewhere"), keys(other));
    }

    @Test
    void ordersKeysByBytes() throws IOException {
        for (String key : new String[] {"\uFF5E", "b", "\uD83D\uDE00", "a/", "a", "B", "a0"}) {
            initiate(key);
        }

        assertEquals(
                List.of("B", "a", "a/", "a0", "b", "\uFF5E", "\uD83D\uDE00"),
                keys(ListedUpload.parsePage(bytes(listing().send()))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 1000})
    void listsUploadsInPages(int maxUploads) throws IOException {
        List<String> ids = new ArrayList<>();
        for (String key : new String[] {"a", "b", "b", "b", "c"}) {
            ids.add(key + " " + initiate(key).id());
        }
        ids.sort(null);

        List<String> listed = new ArrayList<>();
        Page<ListedUpload> list = ListedUpload.parsePage(bytes(
                listing().query("max-uploads", Integer.toString(maxUploads)).send()));
        list.entries().forEach(upload -> listed.add(upload.key() + " " + upload.uploadId()));
        while (list.isTruncated()) {
            assertEquals(maxUploads, list.entries().size());
            list = ListedUpload.parsePage(bytes(listing()
                    .query("max-uploads", Integer.toString(maxUploads))
                    .query("key-marker", list.nextMarker())
                    .query("upload-id-marker", list.nextIdMarker())
                    .send()));
            list.entries().forEach(upload -> listed.add(upload.key() + " " + upload.uploadId()));
        }

        assertEquals(ids, listed);
    }

    @Test
    void ignoresUploadIdMarkerWithoutKeyMarker() throws IOException {
        initiate("a");
        TestUpload second = initiate("b");
        initiate("c");

        assertEquals(
                List.of("c"),
                keys(ListedUpload.parsePage(
                        bytes(listing().query("key-marker", "b").send()))));
        assertEquals(
                List.of("b", "c"),
                keys(ListedUpload.parsePage(bytes(listing()
                        .query("key-marker", "b")
                        .query("upload-id-marker", "0")
                        .send()))));
        assertEquals(
                List.of("c"),
                keys(ListedUpload.parsePage(bytes(listing()
                        .query("key-marker", "b")
                        .query("upload-id-marker", second.id())
                        .send()))));
        assertEquals(
                List.of("a", "b", "c"),
                keys(ListedUpload.parsePage(
                        bytes(listing().query("upload-id-marker", second.id()).send()))));
    }

    @Test
    void groupsKeysByDelimiter() throws IOException {
        TestUpload first = initiate("d/1");
        for (String key : new String[] {"a", "d/2", "d/e/3", "f/4", "g"}) {
            initiate(key);
        }

        Page<ListedUpload> list =
                ListedUpload.parsePage(bytes(listing().query("delimiter", "/").send()));
        assertEquals(List.of("a", "g"), keys(list));
        assertEquals(List.of("d/", "f/"), list.commonPrefixes());

        list = ListedUpload.parsePage(
                bytes(listing().query("delimiter", "/").query("prefix", "d/").send()));
        assertEquals(List.of("d/1", "d/2"), keys(list));
        assertEquals(List.of("d/e/"), list.commonPrefixes());

        list = ListedUpload.parsePage(bytes(listing().query("prefix", "d/").send()));
        assertEquals(List.of("d/1", "d/2", "d/e/3"), keys(list));
        assertEquals(List.of(), list.commonPrefixes());

        list = ListedUpload.parsePage(bytes(
                listing().query("delimiter", "/").query("max-uploads", "2").send()));
        assertEquals(List.of("a"), keys(list));
        assertEquals(List.of("d/"), list.commonPrefixes());
        assertTrue(list.isTruncated());
        assertEquals("d/", list.nextMarker());
        assertEquals(first.id(), list.nextIdMarker());

        list = ListedUpload.parsePage(bytes(listing()
                .query("delimiter", "/")
                .query("key-marker", list.nextMarker())
                .query("upload-id-marker", list.nextIdMarker())
                .send()));
        assertEquals(List.of("g"), keys(list));
        assertEquals(List.of("f/"), list.commonPrefixes());
    }

    @Test
    void encodesNamesOfUploadsOnRequest() throws IOException {
        initiate("p +\u0001/x/y");
        String text = listing()
                .query("encoding-type", "url")
                .query("prefix", "p +")
                .query("delimiter", "/x/")
                .query("key-marker", "\u0002")
                .send()
                .text();
        for (String element : new String[] {
            "<EncodingType>url</EncodingType>",
            "<Prefix>p%20%2B</Prefix>",
            "<Delimiter>%2Fx%2F</Delimiter>",
            "<KeyMarker></KeyMarker>",
            "<NextKeyMarker>p%20%2B%01%2Fx%2F</NextKeyMarker>",
            "  <CommonPrefixes>\n    <Prefix>p%20%2B%01%2Fx%2F</Prefix>\n  </CommonPrefixes>",
        }) {
            assertTrue(text.contains(element), () -> element + " in " + text);
        }

        Page<ListedUpload> list = ListedUpload.parsePage(
                bytes(listing().query("encoding-type", "url").send()));
        assertEquals(List.of("p +\u0001/x/y"), keys(list));
    }

    @ParameterizedTest
    @CsvSource({"max-uploads, 0", "max-uploads, 1001", "encoding-type, ''"})
    void rejectsInvalidParametersOfUploads(String parameter, String value) throws IOException {
        RawResponse response = listing().query(parameter, value).send();

        assertEquals("400 InvalidArgument null", response.errorText());
        assertEquals(parameter, response.error().details().get("ArgumentName"));
    }

    @Test
    void listsUploadsInBothAddressingStyles() throws IOException {
        initiate("a");

        RawResponse response =
                listing().target("/").host("examplebucket.localhost").send();
        assertEquals(List.of("a"), keys(ListedUpload.parsePage(bytes(response))));
        response = listing().target("/examplebucket").send();
        assertEquals(List.of("a"), keys(ListedUpload.parsePage(bytes(response))));
        assertEquals(
                "404 NoSuchBucket 0015-00000101",
                listing().inBucket("missing").query("uploads", null).send().errorText());
        assertEquals(
                "403 AccessDenied 0003-00000905", listing().anonymous().send().errorText());
    }
}
