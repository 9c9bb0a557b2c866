// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents as in the vendor's documentation. */
class ListDocumentsTest {
    private static final String URL = "<ListBucketResult><EncodingType>url</EncodingType>";

    private static byte[] xml(String text) {
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text).getBytes(UTF_8);
    }

    @Test
    void buildsObjectsThatEqualParsedOnes() {
        ListedObject built = ListedObject.builder("a", 3)
                .etag("5B3C")
                .lastModified(Instant.parse("2012-02-24T08:43:07Z"))
                .type("Normal")
                .storageClass("Archive")
                .restoreInfo("ongoing-request=\"true\"")
                .build();
        ListedObject parsed = ListedObject.parsePage(xml("""
                <ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a</Key>
                    <LastModified>2012-02-24T08:43:07.000Z</LastModified><ETag>"5B3C"</ETag><Type>Normal</Type>
                    <Size>3</Size><StorageClass>Archive</StorageClass><RestoreInfo>ongoing-request="true"</RestoreInfo>
                </Contents></ListBucketResult>""")).entries().get(0);
        assertEquals(values(parsed), values(built));
        assertThrows(IllegalArgumentException.class, () -> ListedObject.builder("a", -1));
    }

    private static String values(ListedObject object) {
        return object + " " + object.type() + " " + object.storageClass() + " " + object.restoreInfo() + " "
                + object.owner();
    }

    @Test
    void parsesBuckets() {
        Page<ListedBucket> list = ListedBucket.parsePage(xml("""
                <ListAllMyBucketsResult>
                    <Prefix>xz02tphky6fjfiuc</Prefix>
                    <Marker></Marker>
                    <MaxKeys>1</MaxKeys>
                    <IsTruncated>true</IsTruncated>
                    <NextMarker>xz02tphky6fjfiuc0</NextMarker>
                    <Owner>
                        <ID>ut_test_put_bucket</ID>
                        <DisplayName>ut_test_put_bucket</DisplayName>
                    </Owner>
                    <Buckets>
                        <Bucket>
                            <CreationDate>2014-05-15T11:18:32.000Z</CreationDate>
                            <ExtranetEndpoint>oss-cn-hangzhou.aliyuncs.com</ExtranetEndpoint>
                            <IntranetEndpoint>oss-cn-hangzhou-internal.aliyuncs.com</IntranetEndpoint>
                            <Location>oss-cn-hangzhou</Location>
                            <Name>xz02tphky6fjfiuc0</Name>
                            <Region>cn-hangzhou</Region>
                            <StorageClass>Standard</StorageClass>
                        </Bucket>
                        <Bucket><Name>b</Name><Location>oss-cn-beijing</Location></Bucket>
                    </Buckets>
                </ListAllMyBucketsResult>"""));
        assertTrue(list.isTruncated());
        assertEquals("xz02tphky6fjfiuc0", list.nextMarker());
        ListedBucket bucket = list.entries().get(0);
        assertEquals("xz02tphky6fjfiuc0", bucket.name());
        assertEquals(Instant.parse("2014-05-15T11:18:32Z"), bucket.creationDate());
        assertEquals("cn-hangzhou", bucket.region());
        assertEquals("Standard", bucket.storageClass());
        assertEquals("oss-cn-hangzhou.aliyuncs.com", bucket.publicEndpoint());
        assertEquals("oss-cn-hangzhou-internal.aliyuncs.com", bucket.internalEndpoint());
        assertEquals("cn-beijing", list.entries().get(1).region());
        assertNull(list.entries().get(1).creationDate());
    }

    @Test
    void rejectsBucketsWithoutNameAndTooMany() {
        assertNull(ListedBucket.parsePage(xml("<ListBucketResult/>")));
        assertNull(ListedBucket.parsePage(
                xml("<ListAllMyBucketsResult><Buckets><Bucket/></Buckets></ListAllMyBucketsResult>")));
        String bucket = "<Bucket><Name>a</Name></Bucket>";
        String start = "<ListAllMyBucketsResult><Buckets>";
        String end = "</Buckets></ListAllMyBucketsResult>";
        assertEquals(
                1000,
                ListedBucket.parsePage(xml(start + bucket.repeat(1000) + end))
                        .entries()
                        .size());
        assertNull(ListedBucket.parsePage(xml(start + bucket.repeat(1001) + end)));
        Page<ListedBucket> none =
                ListedBucket.parsePage(xml("<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>"));
        assertEquals(List.of(), none.entries());
        assertFalse(none.isTruncated());
        assertEquals("", none.nextMarker());
    }

    @Test
    void parsesObjects() {
        Page<ListedObject> list = ListedObject.parsePage(xml("""
                <ListBucketResult xmlns="http://doc.oss-cn-hangzhou.aliyuncs.com">
                    <Name>examplebucket</Name>
                    <Prefix></Prefix>
                    <MaxKeys>2</MaxKeys>
                    <EncodingType>url</EncodingType>
                    <IsTruncated>true</IsTruncated>
                    <NextContinuationToken>CgJiYw--</NextContinuationToken>
                    <Contents>
                        <Key>a%2Bb+c%01</Key>
                        <TransitionTime>2024-04-23T07:21:42.000Z</TransitionTime>
                        <LastModified>2020-05-18T05:45:43.000Z</LastModified>
                        <ETag>"35A27C2B9EAEEB6F48FD7FB5861D****"</ETag>
                        <Type>Normal</Type>
                        <Size>5368709121</Size>
                        <StorageClass>ColdArchive</StorageClass>
                        <Owner>
                            <ID>1686240967192623</ID>
                            <DisplayName>name</DisplayName>
                        </Owner>
                        <RestoreInfo>ongoing-request="true"</RestoreInfo>
                    </Contents>
                    <CommonPrefixes><Prefix>fun%2F</Prefix></CommonPrefixes>
                    <KeyCount>2</KeyCount>
                </ListBucketResult>"""));
        assertTrue(list.isTruncated());
        assertEquals("CgJiYw--", list.nextMarker());
        assertEquals(List.of("fun/"), list.commonPrefixes());
        ListedObject object = list.entries().get(0);
        assertEquals("a+b c\u0001", object.key());
        assertEquals(5368709121L, object.size());
        assertEquals("35A27C2B9EAEEB6F48FD7FB5861D****", object.etag());
        assertEquals(Instant.parse("2020-05-18T05:45:43Z"), object.lastModified());
        assertEquals("Normal", object.type());
        assertEquals("ColdArchive", object.storageClass());
        assertEquals("ongoing-request=\"true\"", object.restoreInfo());
        assertEquals("1686240967192623", object.owner().id());
        assertEquals("name", object.owner().displayName());
    }

    @Test
    void parsesEmptyPage() {
        Page<ListedObject> list = ListedObject.parsePage(xml("<ListBucketResult><Name>b</Name></ListBucketResult>"));
        assertEquals(List.of(), list.entries());
        assertEquals(List.of(), list.commonPrefixes());
        assertFalse(list.isTruncated());
        assertEquals("", list.nextMarker());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<ListVersionsResult/>",
                "<ListBucketResult><Contents><Size>1</Size></Contents></ListBucketResult>",
                "<ListBucketResult><Contents><Key>k</Key></Contents></ListBucketResult>",
                "<ListBucketResult><Contents/></ListBucketResult>",
                "<ListBucketResult><IsTruncated>maybe</IsTruncated></ListBucketResult>",
                "<ListBucketResult><CommonPrefixes>a</CommonPrefixes></ListBucketResult>",
                "<ListBucketResult><Contents><Key>k</Key><Size>one</Size></Contents></ListBucketResult>",
                "<ListBucketResult><Contents><Key>k</Key><Size>-1</Size></Contents></ListBucketResult>",
                URL + "<Contents><Key>a%2</Key><Size>1</Size></Contents></ListBucketResult>",
                URL + "<Contents><Key>a%FFb</Key><Size>1</Size></Contents></ListBucketResult>",
                URL + "<CommonPrefixes><Prefix>a%zz</Prefix></CommonPrefixes></ListBucketResult>",
                URL + "<NextContinuationToken>a%2</NextContinuationToken></ListBucketResult>",
                "<ListBucketResult><Contents><Key>a%2</Key><Size>1</Size></Contents><EncodingType>url</EncodingType>"
                        + "</ListBucketResult>",
                "<ListBucketResult>",
                "",
            })
    void rejectsOtherDocuments(String document) {
        assertNull(ListedObject.parsePage(document.getBytes(UTF_8)));
    }

    @Test
    void rejectsKeysAndMarkersThatAreTooLong() {
        String page = URL + "<Contents><Key>%s</Key><Size>1</Size></Contents>"
                + "<NextContinuationToken>%s</NextContinuationToken></ListBucketResult>";
        String longest = "%E9%94%AE".repeat(341);
        String token = "t".repeat(4096);
        assertEquals(
                "\u952e".repeat(341),
                ListedObject.parsePage(xml(page.formatted(longest, token)))
                        .entries()
                        .get(0)
                        .key());
        assertNull(ListedObject.parsePage(xml(page.formatted(longest + "a", token))));
        assertNull(ListedObject.parsePage(xml(page.formatted("k", token + "t"))));
    }

    /** OSS sends the encoding first. */
    @Test
    void decodesNamesThatPrecedeEncodingType() {
        Page<ListedObject> list = ListedObject.parsePage(xml("""
                <ListBucketResult>
                    <Contents><Key>a%2Fb</Key><Size>1</Size></Contents>
                    <CommonPrefixes><Prefix>c%2F</Prefix></CommonPrefixes>
                    <EncodingType>url</EncodingType>
                </ListBucketResult>"""));
        assertEquals("a/b", list.entries().get(0).key());
        assertEquals(List.of("c/"), list.commonPrefixes());
    }

    /** The vendor's Go SDKs decode the token, and its tests have encoded ones. */
    @Test
    void decodesTheToken() {
        assertEquals(
                "a/b+c+d=",
                ListedObject.parsePage(xml(URL
                                + "<NextContinuationToken>a%2Fb%2Bc+d%3D</NextContinuationToken></ListBucketResult>"))
                        .nextMarker());
        assertEquals(
                "a%2Fb",
                ListedObject.parsePage(xml("<ListBucketResult><NextContinuationToken>a%2Fb</NextContinuationToken>"
                                + "</ListBucketResult>"))
                        .nextMarker());
    }

    @Test
    void rejectsMoreThanAPage() {
        String object = "<Contents><Key>k</Key><Size>1</Size></Contents>";
        String prefix = "<CommonPrefixes><Prefix>k</Prefix></CommonPrefixes>";
        String page = "<ListBucketResult>%s</ListBucketResult>";
        assertEquals(
                1000,
                ListedObject.parsePage(xml(page.formatted(object.repeat(1000))))
                        .entries()
                        .size());
        assertNull(ListedObject.parsePage(xml(page.formatted(object.repeat(1001)))));
        assertNull(ListedObject.parsePage(xml(page.formatted(prefix.repeat(1001)))));
    }

    @Test
    void parsesVersions() {
        Page<ListedVersion> list = ListedVersion.parsePage(xml("""
                <ListVersionsResult>
                    <Name>examplebucket-1250000000</Name>
                    <EncodingType>url</EncodingType>
                    <KeyMarker></KeyMarker>
                    <VersionIdMarker></VersionIdMarker>
                    <IsTruncated>true</IsTruncated>
                    <NextKeyMarker>ex%2Fample</NextKeyMarker>
                    <NextVersionIdMarker>CAEQMxiBgICbof2D0BYiIGRhZjgwMzJiMjA3MjQ0ODE5MWYxZDYwMzJlZjU1****</NextVersionIdMarker>
                    <DeleteMarker>
                        <Key>ex%2Fample</Key>
                        <VersionId>CAEQMxiBgICAof2D0BYiIDJhMGE3N2M1YTI1NDQzOGY5NTkyNTI3MGYyMzJm****</VersionId>
                        <IsLatest>true</IsLatest>
                        <LastModified>2019-04-09T07:27:28.000Z</LastModified>
                        <Owner><ID>1234512528586****</ID><DisplayName>12345125285864390</DisplayName></Owner>
                    </DeleteMarker>
                    <Version>
                        <Key>ex%2Fample</Key>
                        <VersionId>null</VersionId>
                        <IsLatest>false</IsLatest>
                        <LastModified>2019-04-09T07:27:27.000Z</LastModified>
                        <ETag>"250F8A0AE989679A22926A875F0A2****"</ETag>
                        <Type>Normal</Type>
                        <Size>93731</Size>
                        <StorageClass>Standard</StorageClass>
                    </Version>
                    <CommonPrefixes><Prefix>a%2F</Prefix></CommonPrefixes>
                </ListVersionsResult>"""));
        assertTrue(list.isTruncated());
        assertEquals("ex/ample", list.nextMarker());
        assertTrue(list.nextIdMarker().startsWith("CAEQMxiBgICbof2D"));
        assertEquals(List.of("a/"), list.commonPrefixes());
        ListedVersion marker = list.entries().get(0);
        assertTrue(marker.isDeleteMarker() && marker.isLatest());
        assertNull(marker.object());
        assertEquals("1234512528586****", marker.owner().id());
        ListedVersion version = list.entries().get(1);
        assertFalse(version.isDeleteMarker() || version.isLatest());
        assertEquals("ex/ample", version.key());
        assertEquals("null", version.versionId());
        assertEquals(93731, version.object().size());
        assertEquals(ObjectVersion.of("ex/ample", "null"), ObjectVersion.of(version));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<ListBucketResult/>",
                "<ListVersionsResult><Version><Key>k</Key><Size>1</Size></Version></ListVersionsResult>",
                "<ListVersionsResult><Version><Key>k</Key><VersionId>v</VersionId></Version></ListVersionsResult>",
                "<ListVersionsResult><DeleteMarker><VersionId>v</VersionId></DeleteMarker></ListVersionsResult>",
            })
    void rejectsOtherVersionLists(String document) {
        assertNull(ListedVersion.parsePage(document.getBytes(UTF_8)));
    }

    @Test
    void rejectsMoreVersionsThanAPage() {
        String marker = "<DeleteMarker><Key>k</Key><VersionId>v</VersionId></DeleteMarker>";
        String page = "<ListVersionsResult>%s</ListVersionsResult>";
        assertEquals(
                1000,
                ListedVersion.parsePage(xml(page.formatted(marker.repeat(1000))))
                        .entries()
                        .size());
        assertNull(ListedVersion.parsePage(xml(page.formatted(marker.repeat(1001)))));
    }

    /** A document without EncodingType has the names as they are. */
    @Test
    void keepsWhitespaceAroundNames() {
        Page<ListedObject> list = ListedObject.parsePage(xml("<ListBucketResult>"
                + "<Contents><Key> a </Key><Size> 1 </Size></Contents><Contents><Key> </Key><Size>1</Size></Contents>"
                + "<CommonPrefixes><Prefix>b /</Prefix></CommonPrefixes>"
                + "<CommonPrefixes><Prefix> b/</Prefix></CommonPrefixes></ListBucketResult>"));
        assertEquals(
                List.of(" a ", " "),
                list.entries().stream().map(ListedObject::key).toList());
        assertEquals(List.of("b /", " b/"), list.commonPrefixes());
    }
}
