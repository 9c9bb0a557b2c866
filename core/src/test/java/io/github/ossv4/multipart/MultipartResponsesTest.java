// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.list.ListedUpload;
import io.github.ossv4.list.Page;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents as in the vendor's documentation, with the whitespace and namespaces of real responses. */
class MultipartResponsesTest {
    private static byte[] xml(String text) {
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text).getBytes(UTF_8);
    }

    @Test
    void parsesInitiatedUpload() {
        String uploadId = MultipartResponse.uploadId(xml("""
                <InitiateMultipartUploadResult xmlns="http://doc.oss-cn-hangzhou.aliyuncs.com">
                    <Bucket> multipart_upload</Bucket>
                    <Key>multipart.data</Key>
                    <Sequential>true</Sequential>
                    <UploadId>0004B9894A22E5B1888A1E29F823****</UploadId>
                </InitiateMultipartUploadResult>"""));
        assertEquals("0004B9894A22E5B1888A1E29F823****", uploadId);
    }

    @Test
    void decodesKeys() {
        String document = "<ListMultipartUploadsResult>%s<Upload><Key>a%%01+b%%2B%%E9%%8D%%B5</Key>"
                + "<UploadId>U</UploadId></Upload></ListMultipartUploadsResult>";
        assertEquals("a\u0001 b+鍵", key(document.formatted("<EncodingType>url</EncodingType>")));
        assertEquals("a%01+b%2B%E9%8D%B5", key(document.formatted("")));
    }

    private static String key(String uploads) {
        return ListedUpload.parsePage(xml(uploads)).entries().get(0).key();
    }

    @Test
    void parsesCompletedUpload() {
        String etag = MultipartResponse.objectEtag(xml("""
                <CompleteMultipartUploadResult>
                    <EncodingType>url</EncodingType>
                    <Location>http://oss-example.oss-cn-hangzhou.aliyuncs.com /multipart.data</Location>
                    <Bucket>oss-example</Bucket>
                    <Key>multi%20part.data</Key>
                    <ETag>"B864DB6A936D376F9F8D3ED3BBE540****"</ETag>
                </CompleteMultipartUploadResult>"""));
        assertEquals("B864DB6A936D376F9F8D3ED3BBE540****", etag);
    }

    @Test
    void parsesPartList() {
        PartList list = PartList.parse(xml("""
                <ListPartsResult>
                    <Bucket>multipart_upload</Bucket>
                    <Key>multipart.data</Key>
                    <UploadId>0004B999EF5A239BB9138C6227D6****</UploadId>
                    <NextPartNumberMarker>5</NextPartNumberMarker>
                    <MaxParts>1000</MaxParts>
                    <IsTruncated>true</IsTruncated>
                    <Part>
                        <PartNumber>1</PartNumber>
                        <LastModified>2012-02-23T07:01:34.000Z</LastModified>
                        <ETag>"3349DC700140D7F86A0784842780****"</ETag>
                        <Size>6291456</Size>
                        <HashCrc64ecma>18446744073709551615</HashCrc64ecma>
                    </Part>
                    <Part><PartNumber>5</PartNumber><ETag>7265F4D211B56873A381D321F586****</ETag><Size>1024</Size></Part>
                    <Part><PartNumber>6</PartNumber><Size>1024</Size></Part>
                    <Part><PartNumber>0</PartNumber><ETag>x</ETag><Size>1</Size></Part>
                    <Part><PartNumber>7</PartNumber><ETag>x</ETag><Size>-1</Size></Part>
                </ListPartsResult>"""));
        assertTrue(list.isTruncated());
        assertEquals(5, list.nextPartNumberMarker());
        assertEquals(2, list.parts().size());
        UploadedPart first = list.parts().get(0);
        assertEquals(1, first.number());
        assertEquals("3349DC700140D7F86A0784842780****", first.etag());
        assertEquals(6_291_456, first.size());
        assertEquals(-1L, first.crc64());
        assertNull(list.parts().get(1).crc64());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "18446744073709551616", "0x1", "1.0", "null"})
    void omitsPartsWithMalformedChecksum(String crc64) {
        String part = "<Part><PartNumber>%d</PartNumber><ETag>e</ETag><Size>1</Size>"
                + "<HashCrc64ecma>%s</HashCrc64ecma></Part>";
        PartList list = PartList.parse(
                xml("<ListPartsResult>" + part.formatted(1, crc64) + part.formatted(2, "") + "</ListPartsResult>"));
        assertEquals(1, list.parts().size());
        assertEquals(2, list.parts().get(0).number());
        assertNull(list.parts().get(0).crc64());
    }

    private static byte[] list(String root, String entry, int entries) {
        return xml("<" + root + ">" + entry.repeat(entries) + "</" + root + ">");
    }

    @Test
    void rejectsListsLongerThanAPage() {
        String part = "<Part><PartNumber>1</PartNumber><LastModified>d</LastModified><ETag>e</ETag><Size>1</Size>"
                + "<HashCrc64ecma>1</HashCrc64ecma><New><a/><b/></New></Part>";
        assertEquals(
                1000,
                PartList.parse(list("ListPartsResult", part, 1000)).parts().size());
        assertNull(PartList.parse(list("ListPartsResult", part, 1001)));
        assertNull(PartList.parse(list("ListPartsResult", "<Part/>", 1001)));
        assertNull(PartList.parse(list("ListPartsResult", "<a/>", 20_000)));

        String upload = "<Upload><Key>k</Key><UploadId>U</UploadId><Owner><ID/><DisplayName/></Owner>"
                + "<Initiator><ID/><DisplayName/></Initiator></Upload>";
        String prefix = "<CommonPrefixes><Prefix>p</Prefix></CommonPrefixes>";
        String uploads = "ListMultipartUploadsResult";
        assertEquals(
                1000,
                ListedUpload.parsePage(list(uploads, upload, 1000)).entries().size());
        assertNull(ListedUpload.parsePage(list(uploads, upload, 1001)));
        assertEquals(
                1000,
                ListedUpload.parsePage(list(uploads, prefix, 1000))
                        .commonPrefixes()
                        .size());
        assertNull(ListedUpload.parsePage(list(uploads, prefix, 1001)));
    }

    @Test
    void rejectsResultsWithTooManyElements() {
        String result = "<InitiateMultipartUploadResult><UploadId>U</UploadId>%s</InitiateMultipartUploadResult>";
        assertNotNull(MultipartResponse.uploadId(xml(result.formatted("<a/>".repeat(50)))));
        assertNull(MultipartResponse.uploadId(xml(result.formatted("<a/>".repeat(100)))));
    }

    @Test
    void parsesUploadList() {
        Page<ListedUpload> list = ListedUpload.parsePage(xml("""
                <ListMultipartUploadsResult>
                    <Bucket>oss-example</Bucket>
                    <EncodingType>url</EncodingType>
                    <NextKeyMarker>oss%2Favi</NextKeyMarker>
                    <NextUploadIdMarker>0004B99B8E707874FC2D692FA5D77D3F</NextUploadIdMarker>
                    <IsTruncated>false</IsTruncated>
                    <Upload>
                        <Key>multipart%2Edata</Key>
                        <UploadId>0004B999EF518A1FE585B0C9360DC4C8</UploadId>
                        <Initiated>2012-02-23T04:18:23.000Z</Initiated>
                    </Upload>
                    <Upload><Key>b</Key><UploadId>U</UploadId><Initiated>yesterday</Initiated></Upload>
                    <Upload><Key>c</Key></Upload>
                    <CommonPrefixes><Prefix>fun%2F</Prefix></CommonPrefixes>
                </ListMultipartUploadsResult>"""));
        assertFalse(list.isTruncated());
        assertEquals("oss/avi", list.nextMarker());
        assertEquals("0004B99B8E707874FC2D692FA5D77D3F", list.nextIdMarker());
        assertEquals(List.of("fun/"), list.commonPrefixes());
        assertEquals(2, list.entries().size());
        assertEquals("multipart.data", list.entries().get(0).key());
        assertEquals(
                Instant.parse("2012-02-23T04:18:23Z"), list.entries().get(0).initiated());
        assertNull(list.entries().get(1).initiated());
    }

    @Test
    void parsesCopiedPart() {
        assertEquals(
                "5B3C1A2E053D763E1B002CC607C5****",
                MultipartResponse.partEtag(
                        xml("<CopyPartResult><LastModified>Fri, 24 Feb 2012 07:18:48 GMT</LastModified>"
                                + "<ETag>\"5B3C1A2E053D763E1B002CC607C5****\"</ETag></CopyPartResult>")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "<Error><Code>x</Code></Error>",
                "<!DOCTYPE a [<!ENTITY x 'y'>]><InitiateMultipartUploadResult><UploadId>&x;</UploadId></InitiateMultipartUploadResult>",
                "<InitiateMultipartUploadResult><Key>k</Key></InitiateMultipartUploadResult>",
                "<InitiateMultipartUploadResult><UploadId/></InitiateMultipartUploadResult>",
                "<InitiateMultipartUploadResult><UploadId>U</UploadId>",
                "<CompleteMultipartUploadResult/>",
                "<CompleteMultipartUploadResult><Key>k</Key><ETag>\"\"</ETag></CompleteMultipartUploadResult>",
                "<CopyPartResult/>",
                "<CopyPartResult><ETag/></CopyPartResult>",
                "<CopyPartResult><ETag>\"\"</ETag></CopyPartResult>",
            })
    void rejectsOtherDocuments(String document) {
        byte[] bytes = document.getBytes(UTF_8);
        assertNull(MultipartResponse.uploadId(bytes));
        assertNull(MultipartResponse.objectEtag(bytes));
        assertNull(PartList.parse(bytes));
        assertNull(ListedUpload.parsePage(bytes));
        assertNull(MultipartResponse.partEtag(bytes));
    }

    @Test
    void combinesChecksumsOfParts() {
        byte[] whole = "the whole of it".getBytes(UTF_8);
        UploadedPart first = UploadedPart.of(1, "a", 4, Crc64.compute("the ".getBytes(UTF_8)));
        UploadedPart second = UploadedPart.of(3, "b", 11, Crc64.compute("whole of it".getBytes(UTF_8)));
        assertEquals(Crc64.compute(whole), UploadedPart.crc64(List.of(first, second)));
        assertEquals(0L, UploadedPart.crc64(List.of()));
        assertNull(UploadedPart.crc64(List.of(first, UploadedPart.of(2, "b", 11, null))));
    }

    @Test
    void acceptsEmptyLists() {
        assertNotNull(PartList.parse(xml("<ListPartsResult/>")));
        assertEquals(
                List.of(),
                ListedUpload.parsePage(xml("<ListMultipartUploadsResult/>")).entries());
    }

    @Test
    void returnsWhetherTheUploadListIsTruncated() {
        Page<ListedUpload> list =
                ListedUpload.parsePage(xml("<ListMultipartUploadsResult><IsTruncated>true</IsTruncated>"
                        + "<NextKeyMarker>k</NextKeyMarker></ListMultipartUploadsResult>"));
        assertTrue(list.isTruncated());
        assertEquals("Page{0 entries, 0 common prefixes, more from k}", list.toString());
    }

    @Test
    void parsesAnEmptyPart() {
        PartList list = PartList.parse(xml("<ListPartsResult><Part><PartNumber>1</PartNumber><ETag>\"E\"</ETag>"
                + "<Size>0</Size></Part></ListPartsResult>"));
        assertEquals(0, list.parts().get(0).size());
    }
}
