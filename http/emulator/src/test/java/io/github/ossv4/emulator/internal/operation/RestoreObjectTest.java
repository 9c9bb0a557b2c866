// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestUpload;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RestoreObject, CleanRestoredObject, and the operations that need a restored object. */
class RestoreObjectTest {
    private static final String ONGOING = "ongoing-request=\"true\"";
    private static final String FROZEN = "403 InvalidObjectState 0016-00000330";
    private static final String IN_PROGRESS = "409 RestoreAlreadyInProgress 0016-00000701";
    private static final String STALE = "409 ArchiveRestoreFileStale 0016-00000718";

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    @RegisterExtension
    private final TestEmulator versioned = new TestEmulator().with(builder -> builder.versioning(true));

    private RawResponse put(String key, String storageClass) throws IOException {
        return emulator.put(key, "hello")
                .header("x-oss-storage-class", storageClass)
                .send("hello");
    }

    private RawResponse restore(String document) throws IOException {
        return emulator.request("POST", "a")
                .query("restore", null)
                .length(document.length())
                .send(document);
    }

    private static String document(int days, String tier) {
        return "<RestoreRequest><Days>" + days + "</Days><JobParameters><Tier>" + tier
                + "</Tier></JobParameters></RestoreRequest>";
    }

    private RawResponse clean() throws IOException {
        return emulator.request("POST", "a")
                .query("cleanRestoredObject", null)
                .length(0)
                .send();
    }

    private String state() throws IOException {
        return emulator.head("a").header("x-oss-restore");
    }

    private static String restoredUntil(String date) {
        return "ongoing-request=\"false\", expiry-date=\"" + date + "\"";
    }

    @Test
    void archivedObjectIsReadableWhileRestored() throws IOException {
        put("a", "Archive");
        assertEquals(FROZEN, emulator.get("a").errorText());
        assertEquals("a", emulator.get("a").error().details().get("ObjectName"));
        // The C SDK reports it as a mismatch.
        assertEquals(
                emulator.head("a").header("x-oss-hash-crc64ecma"),
                emulator.get("a").header("x-oss-hash-crc64ecma"));
        assertEquals("5", emulator.head("a").header("content-length"));
        assertNull(state());

        RawResponse first = restore("");
        assertEquals(202, first.status());
        assertNull(first.header("x-oss-object-restore-priority"));
        assertEquals(ONGOING, state());
        assertEquals(FROZEN, emulator.get("a").errorText());

        emulator.advance(Duration.ofSeconds(59));
        assertEquals(IN_PROGRESS, restore("").errorText());
        assertEquals(FROZEN, emulator.get("a").errorText());

        emulator.advance(Duration.ofSeconds(1));
        assertEquals("hello", emulator.get("a").text());
        assertEquals(
                restoredUntil("Mon, 18 Dec 2023 03:48:36 GMT"),
                emulator.get("a").header("x-oss-restore"));
        assertEquals("Archive", emulator.get("a").header("x-oss-storage-class"));

        emulator.advance(Duration.ofDays(1));
        assertEquals(FROZEN, emulator.get("a").errorText());
        assertNull(state());
        assertEquals(202, restore("").status());
    }

    @ParameterizedTest
    @CsvSource({
        "ColdArchive, Expedited, 1",
        "ColdArchive, Standard, 5",
        "ColdArchive, Bulk, 12",
        "DeepColdArchive, Expedited, 12",
        "DeepColdArchive, Standard, 48"
    })
    void restoreTakesTimeOfPriority(String storageClass, String tier, int hours) throws IOException {
        put("a", storageClass);

        RawResponse response = restore(document(365, tier));

        assertEquals(202, response.status());
        assertEquals(tier, response.header("x-oss-object-restore-priority"));
        emulator.advance(Duration.ofHours(hours).minusSeconds(1));
        assertEquals(FROZEN, emulator.get("a").errorText());
        emulator.advance(Duration.ofSeconds(1));
        assertEquals("hello", emulator.get("a").text());
        emulator.advance(Duration.ofDays(365).minusSeconds(1));
        assertEquals("hello", emulator.get("a").text());
        emulator.advance(Duration.ofSeconds(1));
        assertEquals(FROZEN, emulator.get("a").errorText());
    }

    @Test
    void defaultPriorityIsStandard() throws IOException {
        put("a", "ColdArchive");

        RawResponse response = restore("<RestoreRequest><Days>1</Days></RestoreRequest>");

        assertEquals("Standard", response.header("x-oss-object-restore-priority"));
        emulator.advance(Duration.ofHours(5));
        assertEquals(200, emulator.get("a").status());
    }

    @Test
    void higherPriorityAcceleratesRestore() throws IOException {
        put("a", "ColdArchive");
        restore(document(1, "Standard"));

        assertEquals(IN_PROGRESS, restore(document(1, "Bulk")).errorText());
        assertEquals(IN_PROGRESS, restore(document(1, "Standard")).errorText());
        assertEquals(202, restore(document(2, "Expedited")).status());

        emulator.advance(Duration.ofHours(1));
        assertEquals(restoredUntil("Tue, 19 Dec 2023 04:47:36 GMT"), state());
    }

    @Test
    void restoringAgainExtendsUpToMaximum() throws IOException {
        put("a", "Archive");
        restore("<RestoreRequest><Days>2</Days></RestoreRequest>");
        emulator.advance(Duration.ofMinutes(1));

        assertEquals(200, restore("").status());
        assertEquals(restoredUntil("Wed, 20 Dec 2023 03:48:36 GMT"), state());
        assertEquals(
                200, restore("<RestoreRequest><Days>7</Days></RestoreRequest>").status());
        assertEquals(restoredUntil("Sun, 24 Dec 2023 03:48:36 GMT"), state());
    }

    @Test
    void othersCannotBeRestored() throws IOException {
        for (String storageClass : List.of("Standard", "IA")) {
            put("a", storageClass);

            assertEquals("400 OperationNotSupported 0016-00000702", restore("").errorText());
            assertEquals("400 OperationNotSupported null", clean().errorText());
        }
        emulator.request("DELETE", "a").send();
        assertEquals(TestEmulator.NO_SUCH_KEY, restore("").errorText());
        assertEquals(TestEmulator.NO_SUCH_KEY, clean().errorText());
    }

    @ParameterizedTest
    @CsvSource({
        "Archive, <RestoreRequest>, null",
        "Archive, <Restore><Days>1</Days></Restore>, null",
        "Archive, <RestoreRequest><Days>0</Days></RestoreRequest>, 0016-00000708",
        "Archive, <RestoreRequest><Days>8</Days></RestoreRequest>, 0016-00000708",
        "Archive, <RestoreRequest><Days>a</Days></RestoreRequest>, 0016-00000708",
        "ColdArchive, <RestoreRequest><Days>-1</Days></RestoreRequest>, 0016-00000704",
        "ColdArchive, <RestoreRequest><Days>366</Days></RestoreRequest>, 0016-00000704",
        "ColdArchive, <RestoreRequest><Days>1</Days><Unknown/></RestoreRequest>, 0016-00000714",
        "DeepColdArchive, <RestoreRequest><JobParameters><Tier>Bulk</Tier></JobParameters></RestoreRequest>, 0016-00000703"
    })
    void rejectsInvalidDocuments(String storageClass, String document, String ec) throws IOException {
        put("a", storageClass);

        assertEquals("400 MalformedXML " + ec, restore(document).errorText());
        assertNull(state());
    }

    /** A test of ali-oss sends such a document during the restore. */
    @Test
    void rejectsPriorityOfArchivedObjectEvenDuringRestore() throws IOException {
        put("a", "Archive");
        restore("");

        assertEquals(
                "400 MalformedXML 0016-00000714",
                restore(document(1, "Standard")).errorText());
    }

    @Test
    void cleaningEndsRestoredState() throws IOException {
        put("a", "ColdArchive");
        assertEquals(STALE, clean().errorText());
        restore(document(1, "Expedited"));
        assertEquals("409 ArchiveRestoreNotFinished 0016-00000719", clean().errorText());
        emulator.advance(Duration.ofHours(1));

        assertEquals(200, clean().status());

        assertEquals(FROZEN, emulator.get("a").errorText());
        assertNull(state());
        assertEquals(STALE, clean().errorText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?list-type=2", "?versions"})
    void listsShowState(String list) throws IOException {
        put("a", "Archive");
        assertEquals(-1, listed(list).indexOf("RestoreInfo"));

        restore("");
        assertEquals(1, occurrences(listed(list), "<RestoreInfo>" + ONGOING + "</RestoreInfo>"));

        emulator.advance(Duration.ofMinutes(1));
        assertEquals(
                1,
                occurrences(
                        listed(list),
                        "<RestoreInfo>" + restoredUntil("Mon, 18 Dec 2023 03:48:36 GMT") + "</RestoreInfo>"));
    }

    private static int occurrences(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }

    private String listed(String query) throws IOException {
        SignedRequest list = emulator.request("GET", null);
        if (!query.isEmpty()) {
            String[] parameter = query.substring(1).split("=");
            list.query(parameter[0], parameter.length == 1 ? null : parameter[1]);
        }
        return list.send().text();
    }

    private SignedRequest copy(String target) {
        return emulator.request("PUT", target).header("x-oss-copy-source", "/examplebucket/a");
    }

    @Test
    void copiesNeedRestoredSource() throws IOException {
        put("a", "Archive");
        TestUpload upload = TestUpload.initiate(emulator, "c");

        assertEquals(FROZEN, copy("b").send().errorText());
        assertEquals(FROZEN, copyPart(upload).errorText());

        restore("");
        emulator.advance(Duration.ofMinutes(1));
        assertEquals(
                200, copy("b").header("x-oss-storage-class", "Archive").send().status());
        assertEquals(200, copyPart(upload).status());
        // The copy is a new object.
        assertEquals(FROZEN, emulator.get("b").errorText());
        assertNull(emulator.head("b").header("x-oss-restore"));
    }

    private RawResponse copyPart(TestUpload upload) throws IOException {
        return upload.putting(1, new byte[0])
                .header("x-oss-copy-source", "/examplebucket/a")
                .send();
    }

    @Test
    void linkToFrozenObjectCannotBeRead() throws IOException {
        put("a", "Archive");
        emulator.request("PUT", "link")
                .query("symlink", null)
                .header("x-oss-symlink-target", "a")
                .send();

        assertEquals(FROZEN, emulator.get("link").errorText());
        restore("");
        emulator.advance(Duration.ofMinutes(1));
        assertEquals("hello", emulator.get("link").text());
    }

    @Test
    void otherChangesKeepState() throws IOException {
        put("a", "Archive");
        restore("");

        emulator.request("PUT", "a")
                .query("acl", null)
                .header("x-oss-object-acl", "public-read")
                .send();

        assertEquals(ONGOING, state());
        put("a", "Archive");
        assertNull(state());
    }

    @Test
    void restoresOneVersion() throws IOException {
        String first = putVersion();
        String second = putVersion();

        RawResponse response = versioned
                .request("POST", "a")
                .query("restore", null)
                .query("versionId", first)
                .length(0)
                .send();

        assertEquals(202, response.status());
        assertEquals(first, response.header("x-oss-version-id"));
        versioned.advance(Duration.ofMinutes(1));
        assertEquals(
                "hello",
                versioned.request("GET", "a").query("versionId", first).send().text());
        assertEquals(
                FROZEN,
                versioned.request("GET", "a").query("versionId", second).send().errorText());
    }

    private String putVersion() throws IOException {
        return versioned
                .put("a", "hello")
                .header("x-oss-storage-class", "Archive")
                .send("hello")
                .header("x-oss-version-id");
    }
}
