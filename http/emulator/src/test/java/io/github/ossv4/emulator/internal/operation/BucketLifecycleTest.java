// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GetBucketLifecycle, PutBucketLifecycle and DeleteBucketLifecycle. */
class BucketLifecycleTest {
    /** From the vendor's page of PutBucketLifecycle. */
    private static final String DOCUMENT = """
            <?xml version="1.0" encoding="UTF-8"?>
            <LifecycleConfiguration>
              <Rule>
                <ID>rule</ID>
                <Prefix>log/</Prefix>
                <Status>Enabled</Status>
                <Transition>
                  <Days>30</Days>
                  <StorageClass>IA</StorageClass>
                </Transition>
                <Transition>
                  <Days>60</Days>
                  <StorageClass>Archive</StorageClass>
                </Transition>
                <Expiration>
                  <Days>3600</Days>
                </Expiration>
              </Rule>
              <Rule>
                <ID>with tags</ID>
                <Prefix>logs/a &amp; b</Prefix>
                <Status>Disabled</Status>
                <Tag>
                  <Key>key</Key>
                  <Value>a + b</Value>
                </Tag>
                <Expiration>
                  <CreatedBeforeDate>2002-10-11T00:00:00.000Z</CreatedBeforeDate>
                </Expiration>
                <AbortMultipartUpload>
                  <Days>1</Days>
                </AbortMultipartUpload>
              </Rule>
              <Rule>
                <ID>versions</ID>
                <Prefix>versions/</Prefix>
                <Status>Enabled</Status>
                <Expiration>
                  <ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker>
                </Expiration>
                <NoncurrentVersionExpiration>
                  <NoncurrentDays>5</NoncurrentDays>
                </NoncurrentVersionExpiration>
                <NoncurrentVersionTransition>
                  <NoncurrentDays>3</NoncurrentDays>
                  <StorageClass>ColdArchive</StorageClass>
                </NoncurrentVersionTransition>
              </Rule>
            </LifecycleConfiguration>
            """;

    private static final String EXPIRATION = "<Expiration><Days>1</Days></Expiration>";
    private static final String STATUS = "<Status>Enabled</Status>";

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    private RawResponse send(String method) throws IOException {
        return emulator.request(method, null).query("lifecycle", null).send();
    }

    private RawResponse put(String document) throws IOException {
        return emulator.request("PUT", null)
                .query("lifecycle", null)
                .length(document.getBytes(StandardCharsets.UTF_8).length)
                .send(document);
    }

    private RawResponse putRules(String rules) throws IOException {
        return put("<LifecycleConfiguration>" + rules + "</LifecycleConfiguration>");
    }

    @Test
    void storesReturnsAndDeletesRules() throws IOException {
        assertEquals("404 NoSuchLifecycle null", send("GET").errorText());
        assertEquals(200, put(DOCUMENT).status());

        RawResponse stored = send("GET");
        assertEquals(200, stored.status());
        assertEquals("application/xml", stored.header("content-type"));
        assertEquals(DOCUMENT, stored.text());

        assertEquals(204, send("DELETE").status());
        assertEquals(204, send("DELETE").status());
        assertEquals("404 NoSuchLifecycle null", send("GET").errorText());
    }

    @Test
    void replacesRules() throws IOException {
        put(DOCUMENT);
        assertEquals(
                200,
                putRules("<Rule><ID>only</ID><Prefix/>" + STATUS + EXPIRATION + "</Rule>")
                        .status());

        String stored = send("GET").text();
        assertTrue(stored.contains("<ID>only</ID>") && !stored.contains("log/"), stored);
    }

    @Test
    void generatesMissingIds() throws IOException {
        assertEquals(
                200, putRules(rule("a", EXPIRATION) + rule("b", EXPIRATION)).status());

        String stored = send("GET").text();
        assertEquals(3, stored.split("<ID>[0-9a-f-]{36}</ID>").length, stored);
    }

    @Test
    void restoresSettingsOfBuilderWithoutRules() throws IOException {
        put(DOCUMENT);
        emulator.running().emptyBuckets();
        assertEquals("404 NoSuchLifecycle null", send("GET").errorText());
    }

    @Test
    void survivesRestart(@TempDir Path directory) throws IOException {
        for (int start = 0; start < 3; start++) {
            try (Emulator persistent = Emulator.builder().persist(directory).start()) {
                if (start == 0) {
                    SignedRequest.of(persistent, "PUT", null)
                            .query("lifecycle", null)
                            .length(DOCUMENT.length())
                            .send(DOCUMENT);
                }
                assertEquals(
                        DOCUMENT,
                        SignedRequest.of(persistent, "GET", null)
                                .query("lifecycle", null)
                                .send()
                                .text());
            }
        }
    }

    @Test
    void needsSignature() throws IOException {
        for (String method : new String[] {"GET", "PUT", "DELETE"}) {
            assertEquals(
                    403,
                    emulator.request(method, null)
                            .query("lifecycle", null)
                            .anonymous()
                            .send()
                            .status());
        }
    }

    @Test
    void needsBucket() throws IOException {
        assertEquals(
                "404 NoSuchBucket 0015-00000101",
                emulator.request("PUT", null)
                        .inBucket("nobucket")
                        .query("lifecycle", null)
                        .length(DOCUMENT.length())
                        .send(DOCUMENT)
                        .errorText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<LifecycleConfiguration>",
                "<LifecycleConfiguration/>",
                "<Lifecycle><Rule>" + STATUS + EXPIRATION + "</Rule></Lifecycle>",
                "<LifecycleConfiguration><Rule>" + EXPIRATION + "</Rule></LifecycleConfiguration>",
                "<LifecycleConfiguration><Rule><Status>On</Status>" + EXPIRATION + "</Rule></LifecycleConfiguration>",
                "<LifecycleConfiguration><Rule>" + STATUS + "</Rule></LifecycleConfiguration>",
                "<LifecycleConfiguration><Other>" + STATUS + EXPIRATION + "</Other></LifecycleConfiguration>",
            })
    void rejectsMalformedDocument(String document) throws IOException {
        assertEquals("400 MalformedXML null", put(document).errorText());
    }

    @ParameterizedTest
    @CsvSource({
        "key, ok, 200",
        "key, a + b, 200",
        "other, ok, 400 MalformedXML null",
        "key&amp;, ok, 400 MalformedXML null",
        "key, )%, 400 MalformedXML null",
    })
    void rejectsRepeatedKeysAndCharactersOfTags(String key, String value, String expected) throws IOException {
        RawResponse response = putRules(rule("a", tag("other", "ok") + tag(key, value) + EXPIRATION));
        assertEquals(expected, response.status() == 200 ? "200" : response.errorText());
    }

    /** Cases of the suite of oss2. */
    @ParameterizedTest
    @CsvSource({
        "Transition Days 30 IA, Expiration Days 30, 200",
        "Transition Days 30 IA, Expiration Days 29, 400 InvalidArgument null",
        "Transition Days 60 IA, Transition Days 30 Archive, 400 InvalidArgument null",
        "Transition Days 30 Archive, Transition Days 60 IA, 400 InvalidArgument null",
        "Transition Days 30 IA, Expiration Date 2030-01-01T00:00:00.000Z, 400 InvalidRequest null",
        "Transition CreatedBeforeDate 2030-01-01T00:00:00.000Z IA, Expiration Days 30, 400 InvalidRequest null",
        "AbortMultipartUpload Days 1, Expiration Date 2030-01-01T00:00:00.000Z, 200",
        "NoncurrentVersionTransition NoncurrentDays 60 IA, NoncurrentVersionTransition NoncurrentDays 30 Archive,"
                + " 400 InvalidArgument null",
        "NoncurrentVersionTransition NoncurrentDays 60 IA, NoncurrentVersionExpiration NoncurrentDays 30,"
                + " 400 InvalidArgument null",
        "NoncurrentVersionTransition NoncurrentDays 60 IA, Expiration Days 30, 200",
        "Transition Days many IA, Expiration Days 30, 200",
    })
    void rejectsTimesInTheWrongOrder(String action, String other, String expected) throws IOException {
        for (String actions : new String[] {action(action) + action(other), action(other) + action(action)}) {
            RawResponse response = putRules(rule("a", actions));
            assertEquals(expected, response.status() == 200 ? "200" : response.errorText());
        }
    }

    private static String action(String words) {
        String[] word = words.split(" ", 4);
        String storageClass = word.length < 4 ? "" : "<StorageClass>" + word[3] + "</StorageClass>";
        return "<%1$s><%2$s>%3$s</%2$s>%4$s</%1$s>".formatted(word[0], word[1], word[2], storageClass);
    }

    private static String tag(String key, String value) {
        return "<Tag><Key>" + key + "</Key><Value>" + value + "</Value></Tag>";
    }

    private static String rule(String prefix, String actions) {
        return "<Rule><Prefix>" + prefix + "</Prefix>" + STATUS + actions + "</Rule>";
    }
}
