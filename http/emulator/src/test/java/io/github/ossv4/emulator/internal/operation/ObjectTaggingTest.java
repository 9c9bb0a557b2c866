// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GetObjectTagging, PutObjectTagging and DeleteObjectTagging. */
class ObjectTaggingTest {
    private static final String NO_TAGS =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Tagging>\n  <TagSet>\n  </TagSet>\n</Tagging>\n";

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    @RegisterExtension
    private final TestEmulator versioned = new TestEmulator().with(builder -> builder.versioning(true));

    private static String tag(String key, String value) {
        return "<Tag><Key>" + key + "</Key><Value>" + value + "</Value></Tag>";
    }

    private static String document(String... tags) {
        return "<Tagging><TagSet>" + String.join("", tags) + "</TagSet></Tagging>";
    }

    private static SignedRequest putting(TestEmulator emulator, String document) {
        return emulator.request("PUT", "a")
                .query("tagging", null)
                .length(document.getBytes(StandardCharsets.UTF_8).length);
    }

    private RawResponse put(String document) throws IOException {
        return putting(emulator, document).send(document);
    }

    private RawResponse tags() throws IOException {
        return emulator.request("GET", "a").query("tagging", null).send();
    }

    @Test
    void replacesTags() throws IOException {
        emulator.put("a", "hello").header("x-oss-tagging", "old=1&k=v").send("hello");
        String modified = emulator.head("a").header("last-modified");
        emulator.advance(Duration.ofSeconds(9));

        RawResponse response = put(document(tag("k 1", " v+-=._:/é"), tag("empty", "")));

        assertEquals(200, response.status());
        assertNull(response.header("x-oss-version-id"));
        assertEquals("""
                <?xml version="1.0" encoding="UTF-8"?>
                <Tagging>
                  <TagSet>
                    <Tag>
                      <Key>k 1</Key>
                      <Value> v+-=._:/é</Value>
                    </Tag>
                    <Tag>
                      <Key>empty</Key>
                      <Value></Value>
                    </Tag>
                  </TagSet>
                </Tagging>
                """, tags().text());
        assertEquals("2", emulator.head("a").header("x-oss-tagging-count"));
        assertEquals("2", emulator.get("a").header("x-oss-tagging-count"));
        assertEquals("hello", emulator.get("a").text());
        assertEquals(modified, emulator.head("a").header("last-modified"));
        assertEquals(1, emulator.files());
    }

    @Test
    void readsTagsOfHeader() throws IOException {
        emulator.put("a", "").header("x-oss-tagging", "k%201=v&b").send();

        String text = tags().text();
        assertTrue(text.contains("<Key>k 1</Key>\n      <Value>v</Value>"), text);
        assertTrue(text.contains("<Key>b</Key>\n      <Value></Value>"), text);
    }

    @Test
    void deletesTags() throws IOException {
        emulator.put("a", "hello").header("x-oss-tagging", "k=v").send("hello");

        RawResponse response =
                emulator.request("DELETE", "a").query("tagging", null).send();

        assertEquals(204, response.status());
        assertEquals(NO_TAGS, tags().text());
        assertNull(emulator.head("a").header("x-oss-tagging-count"));
        assertEquals("hello", emulator.get("a").text());
        assertEquals(200, put(document()).status());
        assertEquals(NO_TAGS, tags().text());
    }

    @Test
    void tagsOneVersion() throws IOException {
        String first = versioned.put("a", "one").send("one").header("x-oss-version-id");
        String second = versioned.put("a", "two").send("two").header("x-oss-version-id");
        String document = document(tag("k", "v"));

        assertEquals(
                first,
                putting(versioned, document)
                        .query("versionId", first)
                        .send(document)
                        .header("x-oss-version-id"));

        assertNull(versioned.get("a").header("x-oss-tagging-count"));
        assertEquals("two", versioned.get("a").text());
        RawResponse old =
                versioned.request("GET", "a").query("versionId", first).send();
        assertEquals("1", old.header("x-oss-tagging-count"));
        assertEquals("one", old.text());
        RawResponse read = versioned.request("GET", "a").query("tagging", null).send();
        assertEquals(NO_TAGS, read.text());
        assertEquals(second, read.header("x-oss-version-id"));

        versioned.request("DELETE", "a").send();
        assertEquals(
                TestEmulator.NO_SUCH_KEY,
                putting(versioned, document).send(document).errorText());
        assertEquals(
                "400 InvalidArgument 0012-00000201",
                putting(versioned, document)
                        .query("versionId", "")
                        .send(document)
                        .errorText());
    }

    @Test
    void requiresObject() throws IOException {
        String document = document(tag("k", "v"));

        assertEquals(TestEmulator.NO_SUCH_KEY, put(document).errorText());
        assertEquals(TestEmulator.NO_SUCH_KEY, tags().errorText());
        assertEquals(
                TestEmulator.NO_SUCH_KEY,
                emulator.request("DELETE", "a").query("tagging", null).send().errorText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<Tagging>", "<TagSet/>", "<Tagging/>", "<Tags><TagSet/></Tags>"})
    void rejectsMalformedDocuments(String document) throws IOException {
        emulator.put("a", "").header("x-oss-tagging", "k=v").send();

        assertEquals("400 MalformedXML 0010-00000101", put(document).errorText());
        assertEquals("1", emulator.head("a").header("x-oss-tagging-count"));
    }

    @Test
    void rejectsInvalidTags() throws IOException {
        emulator.put("a", "").send();
        StringBuilder eleven = new StringBuilder();
        for (int i = 0; i < 11; i++) {
            eleven.append(tag("k" + i, ""));
        }

        for (String document : new String[] {
            document(tag("", "v")),
            document("<Tag><Value>v</Value></Tag>"),
            document(tag("k".repeat(129), "")),
            document(tag("k", "v".repeat(257))),
            document(tag("k#", "v")),
            document(tag("k", "v\t")),
        }) {
            assertEquals("400 InvalidTag null", put(document).errorText(), document);
        }
        assertEquals("400 BadRequest null", put(document(eleven.toString())).errorText());
        RawResponse twice = put(document(tag("k", "1"), tag("k", "2")));
        assertEquals("400 InvalidTag 0010-00000210", twice.errorText());
        assertEquals("k", twice.error().details().get("TagKey"));
        assertEquals(
                200,
                put(document(tag("k".repeat(128), "v".repeat(256)), tag("K", ""), tag("k", "")))
                        .status());
    }

    @Test
    void checksMd5() throws IOException {
        emulator.put("a", "").send();
        String document = document(tag("k", "v"));

        assertEquals(
                "400 InvalidDigest 0017-00000503",
                putting(emulator, document)
                        .header("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==")
                        .send(document)
                        .errorText());
    }
}
