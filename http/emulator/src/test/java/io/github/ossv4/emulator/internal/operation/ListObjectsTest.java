// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ListObjects and ListObjectsV2. */
class ListObjectsTest {
    private static final String OWNER = """
                <Owner>
                  <ID>1000000000000000</ID>
                  <DisplayName>1000000000000000</DisplayName>
                </Owner>
            """;

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    /** The names in a list: keys, then common prefixes with a slash at their start, which no key has. */
    private record Names(List<String> names, XmlElement document) {
        static Names of(RawResponse response) {
            assertEquals(200, response.status(), response::text);
            assertEquals("application/xml", response.header("content-type"));
            XmlElement document = XmlElement.parse(response.text().getBytes(StandardCharsets.UTF_8));
            assertEquals("ListBucketResult", document.name());
            assertEquals("url", document.text("EncodingType"));
            List<String> names = new ArrayList<>();
            document.children("Contents").forEach(object -> names.add(decode(object.text("Key"))));
            document.children("CommonPrefixes").forEach(prefix -> names.add("/" + decode(prefix.text("Prefix"))));
            return new Names(names, document);
        }

        String text(String element) {
            return document.text(element);
        }

        boolean isTruncated() {
            return Boolean.parseBoolean(text("IsTruncated"));
        }
    }

    private static String decode(String text) {
        return new String(PercentDecoding.decode(text), StandardCharsets.UTF_8);
    }

    private SignedRequest listing() {
        return emulator.request("GET", null);
    }

    private SignedRequest listingV2() {
        return listing().query("list-type", "2");
    }

    private static Names names(SignedRequest listing) throws IOException {
        return Names.of(listing.query("encoding-type", "url").send());
    }

    private void put(String... keys) throws IOException {
        for (String key : keys) {
            assertEquals(200, emulator.put(key, "hello").send("hello").status());
        }
    }

    @Test
    void listsObjects() throws IOException {
        put("b&c");
        emulator.advance(Duration.ofMillis(1500));
        emulator.put("a", "").header("x-oss-storage-class", "IA").send();
        put("d/1", "d/2");

        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<ListBucketResult>\n"
                        + "  <Name>examplebucket</Name>\n"
                        + "  <Prefix></Prefix>\n"
                        + "  <Marker></Marker>\n"
                        + "  <MaxKeys>3</MaxKeys>\n"
                        + "  <Delimiter>/</Delimiter>\n"
                        + "  <IsTruncated>false</IsTruncated>\n"
                        + "  <Contents>\n"
                        + "    <Key>a</Key>\n"
                        + "    <LastModified>2023-12-17T03:47:37.000Z</LastModified>\n"
                        + "    <ETag>\"D41D8CD98F00B204E9800998ECF8427E\"</ETag>\n"
                        + "    <Type>Normal</Type>\n"
                        + "    <Size>0</Size>\n"
                        + "    <StorageClass>IA</StorageClass>\n"
                        + OWNER
                        + "  </Contents>\n"
                        + "  <Contents>\n"
                        + "    <Key>b&amp;c</Key>\n"
                        + "    <LastModified>2023-12-17T03:47:36.000Z</LastModified>\n"
                        + "    <ETag>" + TestEmulator.HELLO_ETAG + "</ETag>\n"
                        + "    <Type>Normal</Type>\n"
                        + "    <Size>5</Size>\n"
                        + "    <StorageClass>Standard</StorageClass>\n"
                        + OWNER
                        + "  </Contents>\n"
                        + "  <CommonPrefixes>\n"
                        + "    <Prefix>d/</Prefix>\n"
                        + "  </CommonPrefixes>\n"
                        + "</ListBucketResult>\n",
                listing().query("max-keys", "3").query("delimiter", "/").send().text());
    }

    @Test
    void listsObjectsWithVersion2() throws IOException {
        put("d/1", "d/2", "e/3");

        String contents = "  <Contents>\n"
                + "    <Key>d/2</Key>\n"
                + "    <LastModified>2023-12-17T03:47:36.000Z</LastModified>\n"
                + "    <ETag>" + TestEmulator.HELLO_ETAG + "</ETag>\n"
                + "    <Type>Normal</Type>\n"
                + "    <Size>5</Size>\n"
                + "    <StorageClass>Standard</StorageClass>\n";
        String text = listingV2()
                .query("max-keys", "1")
                .query("prefix", "d/")
                .query("start-after", "d/1")
                .send()
                .text();
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<ListBucketResult>\n"
                        + "  <Name>examplebucket</Name>\n"
                        + "  <Prefix>d/</Prefix>\n"
                        + "  <StartAfter>d/1</StartAfter>\n"
                        + "  <MaxKeys>1</MaxKeys>\n"
                        + "  <Delimiter></Delimiter>\n"
                        + "  <IsTruncated>false</IsTruncated>\n"
                        + contents
                        + "  </Contents>\n"
                        + "  <KeyCount>1</KeyCount>\n"
                        + "</ListBucketResult>\n",
                text);
        assertTrue(
                listingV2().query("fetch-owner", "true").send().text().contains(contents + OWNER + "  </Contents>\n"));
        assertFalse(listingV2().query("fetch-owner", "false").send().text().contains("<Owner>"));
    }

    @Test
    void continuesWithToken() throws IOException {
        put("a", "b/1", "b/2", "c");

        Names first = names(listingV2().query("max-keys", "2").query("delimiter", "/"));
        assertEquals(List.of("a", "/b/"), first.names());
        assertTrue(first.isTruncated());
        assertEquals("2", first.text("KeyCount"));
        String token = first.text("NextContinuationToken");
        assertTrue(token.matches("[A-Za-z0-9_-]+"), token);

        Names second = names(listingV2()
                .query("max-keys", "2")
                .query("delimiter", "/")
                .query("start-after", "a")
                .query("continuation-token", token));
        assertEquals(List.of("c"), second.names());
        assertFalse(second.isTruncated());
        assertNull(second.text("NextContinuationToken"));
        assertEquals(token, second.text("ContinuationToken"));
        assertEquals("a", second.text("StartAfter"));
    }

    @Test
    void continuesWithMarker() throws IOException {
        put("a", "b/1", "b/2", "c");

        Names first = names(listing().query("max-keys", "2").query("delimiter", "/"));
        assertEquals(List.of("a", "/b/"), first.names());
        assertEquals("b%2F", first.text("NextMarker"));

        Names second =
                names(listing().query("max-keys", "2").query("delimiter", "/").query("marker", "b/"));
        assertEquals(List.of("c"), second.names());
        assertEquals("b%2F", second.text("Marker"));
        assertNull(second.text("NextMarker"));
    }

    @Test
    void returns100ObjectsByDefault() throws IOException {
        for (int i = 0; i < 101; i++) {
            put("key" + i);
        }

        for (SignedRequest listing : List.of(listing(), listingV2())) {
            Names names = names(listing);
            assertEquals(100, names.names().size());
            assertTrue(names.isTruncated());
            assertEquals("100", names.text("MaxKeys"));
        }
        assertEquals(101, names(listingV2().query("max-keys", "1000")).names().size());
    }

    @Test
    void listsLatestVersionsOnly() throws IOException {
        put("a", "a", "b");
        emulator.request("DELETE", "b").send();

        assertEquals(List.of("a"), names(listingV2()).names());
        assertEquals(List.of(), names(listingV2().query("prefix", "b")).names());
    }

    @Test
    void listsEachBucketSeparately() throws IOException {
        put("a");
        emulator.put("b", "").inBucket("other").send();

        assertEquals(List.of("a"), names(listingV2()).names());
        assertEquals(
                List.of("b"),
                Names.of(emulator.request("GET", null)
                                .inBucket("other")
                                .query("encoding-type", "url")
                                .send())
                        .names());
        assertEquals(
                "404 NoSuchBucket 0015-00000101",
                listing().inBucket("missing").send().errorText());
    }

    @Test
    void listsInBothAddressingStyles() throws IOException {
        put("a");

        assertEquals(
                List.of("a"),
                names(listing().target("/").host("examplebucket.localhost")).names());
        assertEquals(List.of("a"), names(listing().target("/examplebucket")).names());
        assertEquals(
                "403 AccessDenied 0003-00000905", listing().anonymous().send().errorText());
    }

    @Test
    void listsTypesOfObjects() throws IOException {
        emulator.request("POST", "appended")
                .query("append", null)
                .query("position", "0")
                .length(1)
                .send("x");

        assertTrue(listing().send().text().contains("<Type>Appendable</Type>"));
    }

    /** Documents whose names contain control characters are not well-formed, neither with OSS. */
    @Test
    void encodesNamesOnRequest() throws IOException {
        put("p +\u0001/x/y", "p z");

        String text = listing()
                .query("encoding-type", "url")
                .query("prefix", "p ")
                .query("delimiter", "/x/")
                .query("marker", "p\u0002")
                .query("max-keys", "1")
                .send()
                .text();
        for (String element : new String[] {
            "<EncodingType>url</EncodingType>",
            "<Prefix>p%20</Prefix>",
            "<Delimiter>%2Fx%2F</Delimiter>",
            "<Marker>p%02</Marker>",
            "<NextMarker>p%20%2B%01%2Fx%2F</NextMarker>",
            "  <CommonPrefixes>\n    <Prefix>p%20%2B%01%2Fx%2F</Prefix>\n  </CommonPrefixes>",
        }) {
            assertTrue(text.contains(element), () -> element + " in " + text);
        }
        assertTrue(listingV2().send().text().contains("<Key>p +&#x01;/x/y</Key>"));
        assertTrue(names(listingV2().query("start-after", "p "))
                .document()
                .text("StartAfter")
                .equals("p%20"));
    }

    @ParameterizedTest
    @CsvSource({
        "max-keys, 0",
        "max-keys, 1001",
        "max-keys, -1",
        "max-keys, ten",
        "encoding-type, URL",
        "list-type, 1",
        "list-type, ''",
        "continuation-token, a.txt",
        "continuation-token, b.txt!",
        "continuation-token, YQ",
        "continuation-token, Cg",
        "continuation-token, Cv8",
    })
    void rejectsInvalidParameters(String name, String value) throws IOException {
        RawResponse response = listingV2().query(name, value).send();

        assertEquals("400 InvalidArgument null", response.errorText());
        assertEquals(name, response.error().details().get("ArgumentName"));
        assertEquals(value, response.error().details().get("ArgumentValue"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"prefix", "delimiter", "marker"})
    void rejectsParametersLongerThanKeys(String name) throws IOException {
        assertEquals(200, listing().query(name, "é".repeat(511) + "a").send().status());

        RawResponse response = listing().query(name, "é".repeat(512)).send();
        assertEquals("400 InvalidArgument null", response.errorText());
        assertEquals(name, response.error().details().get("ArgumentName"));
    }

    @Test
    void continuesAfterLongestKeyAndSkipsLargestPrefix() throws IOException {
        String longest = "z".repeat(1023);
        String largest = "\uDBFF\uDFFF";
        put(longest, largest + "1", largest + "2");

        Names first = names(listingV2().query("max-keys", "1"));
        assertEquals(List.of(longest), first.names());
        assertEquals(
                List.of(largest + "1", largest + "2"),
                names(listingV2().query("continuation-token", first.text("NextContinuationToken")))
                        .names());
        assertEquals(
                List.of(longest, "/" + largest),
                names(listingV2().query("delimiter", largest)).names());
        assertEquals(
                List.of(),
                names(listing().query("delimiter", largest).query("marker", largest))
                        .names());
    }

    /** Compares pages with a model that sorts all keys. */
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
        String[] letters = {"a", "b", "/", "/", "\u0001", " ", "+", "é", "\uFF5E", "\uD83D\uDE00", "\uD7FF", "\uE000"};
        SortedSet<String> keys = new TreeSet<>(ListObjectsTest::compareBytes);
        while (keys.size() < 60) {
            String key = text(random, letters, 6);
            if (!key.isEmpty() && !key.startsWith("/") && keys.add(key)) {
                put(key);
            }
        }
        for (int round = 0; round < rounds; round++) {
            String prefix = random.nextBoolean() ? "" : text(random, letters, 2);
            String delimiter = random.nextInt(3) == 0 ? "" : letters[random.nextInt(letters.length)];
            String after = random.nextBoolean() ? "" : text(random, letters, 4);
            int limit = 1 + random.nextInt(8);
            String how = "seed " + seed + ", prefix " + prefix + ", delimiter " + delimiter + ", after " + after
                    + ", limit " + limit;

            List<List<String>> expected = model(keys, prefix, delimiter, after, limit);
            assertEquals(expected, pages(prefix, delimiter, after, limit, false), how);
            assertEquals(expected, pages(prefix, delimiter, after, limit, true), how);
        }
    }

    private static String text(Random random, String[] letters, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    private static int compareBytes(String key, String other) {
        return Arrays.compareUnsigned(key.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static List<List<String>> model(
            SortedSet<String> keys, String prefix, String delimiter, String after, int limit) {
        List<String> names = new ArrayList<>();
        for (String key : keys) {
            int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            String common = at < 0 ? null : key.substring(0, at + delimiter.length());
            boolean isListed = key.startsWith(prefix)
                    && (after.isEmpty() || compareBytes(key, after) > 0)
                    && !after.equals(common);
            String name = common == null ? key : "/" + common;
            if (isListed && !names.contains(name)) {
                names.add(name);
            }
        }
        List<List<String>> pages = new ArrayList<>();
        for (int i = 0; i == 0 || i < names.size(); i += limit) {
            List<String> page = new ArrayList<>(names.subList(i, Math.min(i + limit, names.size())));
            // A document has the keys first.
            page.sort((name, other) -> Boolean.compare(name.startsWith("/"), other.startsWith("/")));
            pages.add(page);
        }
        return pages;
    }

    private List<List<String>> pages(String prefix, String delimiter, String after, int limit, boolean v2)
            throws IOException {
        List<List<String>> pages = new ArrayList<>();
        String next = after;
        String parameter = v2 ? "start-after" : "marker";
        while (next != null) {
            SignedRequest listing = (v2 ? listingV2() : listing())
                    .query("prefix", prefix)
                    .query("delimiter", delimiter)
                    .query("max-keys", Integer.toString(limit))
                    .query(parameter, next);
            Names names = names(listing);
            pages.add(names.names());
            parameter = v2 ? "continuation-token" : "marker";
            next = names.text(v2 ? "NextContinuationToken" : "NextMarker");
            next = next == null || v2 ? next : decode(next);
            assertEquals(next != null, names.isTruncated());
        }
        return pages;
    }

    @Test
    void listsLastingObjectsOnceWhileOthersChange() throws Exception {
        List<String> lasting = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String key = String.format(Locale.ROOT, "key%02d", i);
            put(key);
            lasting.add(key);
        }
        AtomicBoolean stopped = new AtomicBoolean();
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            Future<?> changes = writer.submit(() -> {
                for (int i = 0; !stopped.get(); i = (i + 7) % 60) {
                    String key = lasting.get(i);
                    put(key + "-", key);
                    emulator.request("DELETE", key + "-").send();
                }
                return null;
            });
            for (int round = 0; round < 20; round++) {
                List<String> listed = pages("", "", "", 7, true).stream()
                        .flatMap(List::stream)
                        .filter(key -> !key.endsWith("-"))
                        .toList();
                assertEquals(lasting, listed);
            }
            stopped.set(true);
            changes.get();
        } finally {
            stopped.set(true);
            writer.shutdownNow();
        }
    }
}
