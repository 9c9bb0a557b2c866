// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DeleteMultipleObjects. */
class DeleteMultipleObjectsTest {
    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    private static final String MALFORMED_XML = "400 MalformedXML null";

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    @RegisterExtension
    private final TestEmulator versioned = new TestEmulator().with(builder -> builder.versioning(true));

    private static String md5(String body) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static SignedRequest deleting(TestEmulator emulator, String document) {
        return emulator.request("POST", null)
                .query("delete", null)
                .header("Content-MD5", md5(document))
                .length(document.getBytes(StandardCharsets.UTF_8).length);
    }

    private RawResponse delete(String document) throws IOException {
        return deleting(emulator, document).send(document);
    }

    private static String object(String key) {
        return "<Object><Key>" + key + "</Key></Object>";
    }

    private static String document(String... objects) {
        return DECLARATION + "<Delete>" + String.join("", objects) + "</Delete>";
    }

    private static String version(String key, String versionId) {
        return "<Object><Key>" + key + "</Key><VersionId>" + versionId + "</VersionId></Object>";
    }

    private void put(String... keys) throws IOException {
        for (String key : keys) {
            assertEquals(200, emulator.put(key, "hello").send("hello").status());
        }
    }

    @Test
    void deletesObjects() throws IOException {
        put("a&b", "c", "kept");

        RawResponse response = delete(document(object("a&amp;b"), object("missing"), object("c")));

        assertEquals(200, response.status());
        assertEquals("application/xml", response.header("content-type"));
        assertEquals(
                DECLARATION
                        + "<DeleteResult>\n"
                        + "  <Deleted>\n"
                        + "    <Key>a&amp;b</Key>\n"
                        + "  </Deleted>\n"
                        + "  <Deleted>\n"
                        + "    <Key>missing</Key>\n"
                        + "  </Deleted>\n"
                        + "  <Deleted>\n"
                        + "    <Key>c</Key>\n"
                        + "  </Deleted>\n"
                        + "</DeleteResult>\n",
                response.text());
        assertEquals(404, emulator.get("a&b").status());
        assertEquals(404, emulator.get("c").status());
        assertEquals(200, emulator.get("kept").status());
        assertEquals(1, emulator.files());
    }

    @Test
    void quietResponseHasNoBody() throws IOException {
        put("a");

        RawResponse response = delete(document("<Quiet>true</Quiet>", object("a")));

        assertEquals(200, response.status());
        assertEquals("0", response.header("content-length"));
        assertNull(response.header("content-type"));
        assertEquals(404, emulator.get("a").status());
    }

    @Test
    void acceptsNamespaceAndByteOrderMark() throws IOException {
        put("a");

        String document = "\uFEFF<Delete xmlns=\"http://doc.oss-cn-hangzhou.aliyuncs.com\"><Quiet>false</Quiet>"
                + object("a") + "</Delete>";

        assertEquals(200, delete(document).status());
        assertEquals(404, emulator.get("a").status());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void encodesKeysOnRequest(boolean inQuery) throws IOException {
        String document = document(object("d/ +"));
        SignedRequest request = deleting(emulator, document);

        RawResponse response = (inQuery
                        ? request.query("encoding-type", "url")
                        : request.header("encoding-type", "url"))
                .send(document);

        assertEquals(
                DECLARATION
                        + "<DeleteResult>\n"
                        + "  <EncodingType>url</EncodingType>\n"
                        + "  <Deleted>\n"
                        + "    <Key>d%2F%20%2B</Key>\n"
                        + "  </Deleted>\n"
                        + "</DeleteResult>\n",
                response.text());
    }

    /** The Go SDK sends them; a parser of XML 1.0 rejects them. */
    @Test
    void acceptsReferencesToControlCharacters() throws IOException {
        put("a\u0001\t\n\u001Fé", "\u0002");
        String document = document(object("a&#x01;&#x9;&#xA;&#31;é"), object("&#2;"));

        RawResponse response =
                deleting(emulator, document).query("encoding-type", "url").send(document);

        assertEquals(
                DECLARATION
                        + "<DeleteResult>\n"
                        + "  <EncodingType>url</EncodingType>\n"
                        + "  <Deleted>\n"
                        + "    <Key>a%01%09%0A%1F%C3%A9</Key>\n"
                        + "  </Deleted>\n"
                        + "  <Deleted>\n"
                        + "    <Key>%02</Key>\n"
                        + "  </Deleted>\n"
                        + "</DeleteResult>\n",
                response.text());
        assertEquals(0, emulator.files());
        assertEquals(
                "    <Key>&#x02;</Key>",
                delete(document(object("&#2;")))
                        .text()
                        .lines()
                        .skip(3)
                        .findFirst()
                        .orElseThrow());
    }

    /** Java SDK v1 sends them without escapes, which no version of XML permits. */
    @Test
    void deletesKeysWithRawControlCharacters() throws IOException {
        put("a\u0001\f\u001f", "b");

        assertEquals(
                200,
                delete(document(object("a\u0001\f\u001f"), object("&#11;"))).status());
        assertEquals(404, emulator.get("a\u0001\f\u001f").status());
        assertEquals(1, emulator.files());
    }

    @Test
    void keepsWhitespaceOfKeys() throws IOException {
        put(" a ", "a", "\u2028", "\u0085", " ");

        delete(document(object(" a "), object("\u2028"), object("\u0085"), object(" ")));

        assertEquals(404, emulator.get(" a ").status());
        assertEquals(200, emulator.get("a").status());
        assertEquals(1, emulator.files());
    }

    @Test
    void deletesThousandObjects() throws IOException {
        put("key0", "key999");
        StringBuilder objects = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            objects.append(object("key" + i));
        }

        RawResponse tooMany = delete(document(objects + object("key1000")));
        assertEquals(MALFORMED_XML, tooMany.errorText());
        assertEquals(2, emulator.files());

        assertEquals(200, delete(document(objects.toString())).status());
        assertEquals(0, emulator.files());
    }

    @Test
    void addsMarkers() throws IOException {
        String first = versioned.put("a", "one").send("one").header("x-oss-version-id");
        String document = document(object("a"));

        String text = deleting(versioned, document).send(document).text();

        RawResponse deleted = versioned.get("a");
        String marker = deleted.header("x-oss-version-id");
        assertEquals("true", deleted.header("x-oss-delete-marker"));
        assertEquals(
                DECLARATION
                        + "<DeleteResult>\n"
                        + "  <Deleted>\n"
                        + "    <Key>a</Key>\n"
                        + "    <DeleteMarker>true</DeleteMarker>\n"
                        + "    <DeleteMarkerVersionId>" + marker + "</DeleteMarkerVersionId>\n"
                        + "  </Deleted>\n"
                        + "</DeleteResult>\n",
                text);

        document = document(version("a", marker), version("a", first));
        assertEquals(
                DECLARATION
                        + "<DeleteResult>\n"
                        + "  <Deleted>\n"
                        + "    <Key>a</Key>\n"
                        + "    <VersionId>" + marker + "</VersionId>\n"
                        + "    <DeleteMarker>true</DeleteMarker>\n"
                        + "    <DeleteMarkerVersionId>" + marker + "</DeleteMarkerVersionId>\n"
                        + "  </Deleted>\n"
                        + "  <Deleted>\n"
                        + "    <Key>a</Key>\n"
                        + "    <VersionId>" + first + "</VersionId>\n"
                        + "  </Deleted>\n"
                        + "</DeleteResult>\n",
                deleting(versioned, document).send(document).text());
        assertEquals(0, versioned.files());
    }

    @Test
    void requiresMd5() throws IOException {
        put("a");
        String document = document(object("a"));

        assertEquals(
                "400 MissingArgument 0016-00000606",
                emulator.request("POST", null)
                        .query("delete", null)
                        .length(document.length())
                        .send(document)
                        .errorText());
        RawResponse wrong = deleting(emulator, document)
                .header("Content-MD5", md5("another"))
                .send(document);
        assertEquals("400 InvalidDigest 0017-00000503", wrong.errorText());
        assertEquals(200, emulator.get("a").status());
    }

    @ParameterizedTest
    @CsvSource({
        "'', null",
        "<Delete>, null",
        "<Delete/>, null",
        "<Delete><Quiet>true</Quiet></Delete>, null",
        "<Deletes><Object><Key>a</Key></Object></Deletes>, 0016-00000608",
        "<Delete><Object/></Delete>, 0016-00000613",
        "<Delete><Object><Key>a</Key></Object><Object><Key></Key></Object></Delete>, 0016-00000613",
        "<Delete><Object><Key>a</Key><VersionId></VersionId></Object></Delete>, 0016-00000612",
        "<Delete><Object><Key>a&#0;</Key></Object></Delete>, null",
        "<!DOCTYPE Delete><Delete><Object><Key>a</Key></Object></Delete>, null",
    })
    void rejectsMalformedDocuments(String document, String ec) throws IOException {
        put("a");

        assertEquals("400 MalformedXML " + ec, delete(document).errorText());
        assertEquals(200, emulator.get("a").status());
    }

    @Test
    void deletesNothingIfOneKeyIsInvalid() throws IOException {
        put("a");

        assertEquals(
                "400 InvalidObjectName 0016-00000005",
                delete(document(object("a"), object("/b"))).errorText());
        assertEquals(
                "400 InvalidObjectName 0016-00000003",
                delete(document(object("a"), object("k".repeat(1024)))).errorText());
        assertEquals(
                "400 InvalidArgument 0012-00000301",
                delete(document(object("a"), version("a", "x"))).errorText());
        assertEquals(200, emulator.get("a").status());
    }

    @Test
    void limitsBodyTo2Megabytes() throws IOException {
        put("a");
        String document = document(object("a"));
        String most = document + " ".repeat((2 << 20) - document.length());

        assertEquals(MALFORMED_XML, delete(most + " ").errorText());
        assertEquals(200, emulator.get("a").status());
        assertEquals(200, delete(most).status());
        assertEquals(404, emulator.get("a").status());
    }

    @Test
    void deletesInNamedBucketOnly() throws IOException {
        put("a");
        String document = document(object("a"));

        assertEquals(
                200,
                deleting(emulator, document)
                        .inBucket("other")
                        .query("delete", null)
                        .send(document)
                        .status());
        assertEquals(200, emulator.get("a").status());
    }
}
