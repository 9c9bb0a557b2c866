// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.internal.text.PercentDecoding;
import io.github.ossv4.internal.xml.XmlElement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ListObjectVersions. */
class ListObjectVersionsTest {
    private static final String OWNER = """
                <Owner>
                  <ID>1000000000000000</ID>
                  <DisplayName>1000000000000000</DisplayName>
                </Owner>
            """;

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator().with(builder -> builder.versioning(true));

    @RegisterExtension
    private final TestEmulator unversioned = new TestEmulator();

    /** Stores an object and returns its version ID. */
    private String put(String key) throws IOException {
        return emulator.put(key, "hello").send("hello").header("x-oss-version-id");
    }

    /** Deletes an object and returns the ID of its marker. */
    private String delete(String key) throws IOException {
        return emulator.request("DELETE", key).send().header("x-oss-version-id");
    }

    private static SignedRequest listing(TestEmulator emulator) {
        return emulator.request("GET", null).query("versions", null);
    }

    private SignedRequest listing() {
        return listing(emulator);
    }

    private static XmlElement send(SignedRequest listing) throws IOException {
        RawResponse response = listing.query("encoding-type", "url").send();
        assertEquals(200, response.status(), response::text);
        XmlElement document = XmlElement.parse(response.text().getBytes(StandardCharsets.UTF_8));
        assertEquals("ListVersionsResult", document.name());
        return document;
    }

    /** Returns keys with their version IDs, and then common prefixes. */
    private static List<String> names(XmlElement document) {
        List<String> names = new ArrayList<>();
        for (XmlElement child : document.children()) {
            if (child.name().equals("Version") || child.name().equals("DeleteMarker")) {
                names.add(decode(child.text("Key")) + " " + child.text("VersionId"));
            } else if (child.name().equals("CommonPrefixes")) {
                names.add(decode(child.text("Prefix")));
            }
        }
        return names;
    }

    private static String decode(String text) {
        return new String(PercentDecoding.decode(text), StandardCharsets.UTF_8);
    }

    @Test
    void hasVersionIdsAsLongAsThoseOfOss() throws IOException {
        String first = put("a");
        String second = put("a");
        assertEquals(64, first.length());
        assertEquals(64, second.length());
        assertTrue(first.compareTo(second) < 0, first + " " + second);
    }

    @Test
    void listsVersionsAndMarkers() throws IOException {
        String first = put("b");
        emulator.advance(Duration.ofSeconds(1));
        String second = put("b");
        emulator.advance(Duration.ofSeconds(1));
        String marker = delete("b");
        String other = put("a");

        String version = """
                    <ETag>"5D41402ABC4B2A76B9719D911017C592"</ETag>
                    <Type>Normal</Type>
                    <Size>5</Size>
                    <StorageClass>Standard</StorageClass>
                """;
        String format = """
                <?xml version="1.0" encoding="UTF-8"?>
                <ListVersionsResult>
                  <Name>examplebucket</Name>
                  <Prefix></Prefix>
                  <KeyMarker></KeyMarker>
                  <VersionIdMarker></VersionIdMarker>
                  <MaxKeys>100</MaxKeys>
                  <Delimiter></Delimiter>
                  <IsTruncated>false</IsTruncated>
                  <Version>
                    <Key>a</Key>
                    <VersionId>$other</VersionId>
                    <IsLatest>true</IsLatest>
                    <LastModified>2023-12-17T03:47:38.000Z</LastModified>
                $version$owner  </Version>
                  <DeleteMarker>
                    <Key>b</Key>
                    <VersionId>$marker</VersionId>
                    <IsLatest>true</IsLatest>
                    <LastModified>2023-12-17T03:47:38.000Z</LastModified>
                $owner  </DeleteMarker>
                  <Version>
                    <Key>b</Key>
                    <VersionId>$second</VersionId>
                    <IsLatest>false</IsLatest>
                    <LastModified>2023-12-17T03:47:37.000Z</LastModified>
                $version$owner  </Version>
                  <Version>
                    <Key>b</Key>
                    <VersionId>$first</VersionId>
                    <IsLatest>false</IsLatest>
                    <LastModified>2023-12-17T03:47:36.000Z</LastModified>
                $version$owner  </Version>
                </ListVersionsResult>
                """;
        assertEquals(
                format.replace("$owner", OWNER)
                        .replace("$version", version)
                        .replace("$other", other)
                        .replace("$marker", marker)
                        .replace("$second", second)
                        .replace("$first", first),
                listing().send().text());
    }

    @Test
    void listsObjectsWithoutVersioningAsVersionNull() throws IOException {
        unversioned.put("a", "").send();

        XmlElement document = send(listing(unversioned));
        assertEquals(List.of("a null"), names(document));
        assertEquals("true", document.children("Version").get(0).text("IsLatest"));
    }

    @Test
    void continuesWithinVersionsOfKey() throws IOException {
        String first = put("a");
        String second = put("a");
        String third = put("b");

        XmlElement page = send(listing().query("max-keys", "1"));
        assertEquals(List.of("a " + second), names(page));
        assertEquals("true", page.text("IsTruncated"));
        assertEquals("a", page.text("NextKeyMarker"));
        assertEquals(second, page.text("NextVersionIdMarker"));

        page = send(listing().query("key-marker", "a").query("version-id-marker", second));
        assertEquals(List.of("a " + first, "b " + third), names(page));
        assertEquals("a", page.text("KeyMarker"));
        assertEquals(second, page.text("VersionIdMarker"));
        assertEquals("false", page.children("Version").get(0).text("IsLatest"));

        assertEquals(List.of("b " + third), names(send(listing().query("key-marker", "a"))));

        emulator.request("DELETE", "a").query("versionId", second).send();
        assertEquals(
                List.of("a " + first, "b " + third),
                names(send(listing().query("key-marker", "a").query("version-id-marker", second))));
    }

    @Test
    void groupsVersionsByDelimiter() throws IOException {
        put("d/1");
        delete("d/1");
        delete("e/1");
        String a = put("a");
        String f = put("f");

        XmlElement page = send(listing().query("delimiter", "/").query("max-keys", "2"));
        assertEquals(List.of("a " + a, "d/"), names(page));
        assertEquals("d%2F", page.text("NextKeyMarker"));
        assertEquals("", page.text("NextVersionIdMarker"));

        page = send(listing().query("delimiter", "/").query("key-marker", "d/").query("version-id-marker", ""));
        assertEquals(List.of("f " + f, "e/"), names(page));
        assertEquals("false", page.text("IsTruncated"));
        assertEquals(2, names(send(listing().query("prefix", "d/"))).size());
    }

    @ParameterizedTest
    @CsvSource({"max-keys, 0", "max-keys, 1001", "encoding-type, x", "version-id-marker, x"})
    void rejectsInvalidParameters(String name, String value) throws IOException {
        RawResponse response = listing().query(name, value).send();

        assertEquals("400 InvalidArgument null", response.errorText());
        assertEquals(name, response.error().details().get("ArgumentName"));
    }

    @Test
    void pagesAreThoseOfModel() throws IOException {
        pagesAreThoseOfModel(10);
    }

    @Test
    @Tag("full")
    void manyPagesAreThoseOfModel() throws IOException {
        pagesAreThoseOfModel(100);
    }

    private void pagesAreThoseOfModel(int rounds) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] keys = {"a", "a/1", "a/2", "a0", "b", "b/", "b/1/x", "b/2/y", "c", "\uFF5E", "\uD83D\uDE00/1"};
        // These keys have the same order in UTF-8, except the last two.
        SortedMap<Integer, List<String>> versions = new TreeMap<>();
        for (int i = 0; i < 40; i++) {
            int key = random.nextInt(keys.length);
            String id = random.nextInt(4) == 0 ? delete(keys[key]) : put(keys[key]);
            versions.computeIfAbsent(key, k -> new ArrayList<>()).add(0, id);
        }
        for (int round = 0; round < rounds; round++) {
            String delimiter = random.nextBoolean() ? "/" : "";
            String prefix = List.of("", "", "a", "b/").get(random.nextInt(4));
            int limit = 1 + random.nextInt(5);
            List<String> expected = new ArrayList<>();
            versions.forEach((key, ids) -> {
                if (!keys[key].startsWith(prefix)) {
                    return;
                }
                int at = delimiter.isEmpty() ? -1 : keys[key].indexOf(delimiter, prefix.length());
                if (at < 0) {
                    ids.forEach(id -> expected.add(keys[key] + " " + id));
                } else if (!expected.contains(keys[key].substring(0, at + 1))) {
                    expected.add(keys[key].substring(0, at + 1));
                }
            });
            String how = "seed " + seed + ", prefix " + prefix + ", delimiter " + delimiter + ", limit " + limit;
            List<String> listed = pages(prefix, delimiter, limit);
            assertTrue(listed.containsAll(expected), how);
            assertEquals(expected.size(), listed.size(), how);
            assertEquals(withoutPrefixes(expected), withoutPrefixes(listed), how);
        }
    }

    private static List<String> withoutPrefixes(List<String> names) {
        return names.stream().filter(name -> name.contains(" ")).toList();
    }

    private List<String> pages(String prefix, String delimiter, int limit) throws IOException {
        List<String> names = new ArrayList<>();
        String key = "";
        String versionId = "";
        while (true) {
            XmlElement page = send(listing()
                    .query("prefix", prefix)
                    .query("delimiter", delimiter)
                    .query("max-keys", Integer.toString(limit))
                    .query("key-marker", key)
                    .query("version-id-marker", versionId));
            List<String> listed = names(page);
            assertTrue(listed.size() <= limit);
            names.addAll(listed);
            if (page.text("IsTruncated").equals("false")) {
                return names;
            }
            assertFalse(listed.isEmpty());
            key = decode(page.text("NextKeyMarker"));
            versionId = page.text("NextVersionIdMarker");
        }
    }
}
