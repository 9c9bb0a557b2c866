// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.internal.file.CheckpointFile;
import io.github.ossv4.http.internal.operation.ExpectedObject.Match;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import okhttp3.Headers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checkpoints as text: files of earlier versions must stay readable, and others are rejected. */
class CheckpointFormatTest {
    private static final String UPLOAD = "{\"format\":\"ossv4 upload 1\",\"bucket\":\"b\",\"key\":\"k\","
            + "\"uploadId\":\"U\",\"file\":\"cat.mp4\",\"size\":7340032,\"partSize\":6291456}";
    private static final String COMPLETING =
            UPLOAD.substring(0, UPLOAD.length() - 1) + ",\"initiated\":\"2026-11-25T12:00:00Z\","
                    + "\"metadata\":{\"author\":\"me\"},\"crc64\":\"18446744073709551615\","
                    + "\"completing\":\"2026-11-25T12:30:00Z\"}";
    private static final String DOWNLOAD = "{\"format\":\"ossv4 download 1\",\"bucket\":\"b\",\"key\":\"k\","
            + "\"versionId\":\"V\",\"etag\":\"E\",\"size\":7340032,\"crc64\":\"18446744073709551615\","
            + "\"partSize\":6291456,\"file\":\"cat.mp4\","
            + "\"temporary\":\".ossv4-00000000-0000-0000-0000-000000000000.part\",\"parts\":{\"1\":\"7\",\"2\":\"8\"}}";

    @TempDir
    private Path folder;

    private Path path;
    private CheckpointFile file;

    @BeforeEach
    void nameTheFile() {
        path = folder.resolve("checkpoint");
        file = new CheckpointFile(path);
    }

    private UploadCheckpoint read(String json) throws IOException {
        Files.writeString(path, json);
        UploadCheckpoint read = UploadCheckpoint.read(file);
        assertNotNull(read);
        return read;
    }

    private String written(UploadCheckpoint checkpoint) throws IOException {
        checkpoint.write(file);
        return Files.readString(path).replaceAll("\\R *", "").replace(" : ", ":");
    }

    @Test
    void readsAndWritesAnUpload() throws Exception {
        UploadCheckpoint upload = read(UPLOAD);
        assertEquals("b", upload.bucket);
        assertEquals("k", upload.key);
        assertEquals("U", upload.uploadId);
        assertEquals("cat.mp4", upload.file);
        assertEquals(7340032, upload.plan.size());
        assertEquals(6291456, upload.plan.partSize());
        assertNull(upload.initiated);
        assertNull(upload.metadata);
        assertNull(upload.crc64);
        assertNull(upload.completing);
        assertEquals(UPLOAD, written(upload));
    }

    @Test
    void readsAndWritesAnUploadThatIsCompleting() throws Exception {
        UploadCheckpoint upload = read(COMPLETING);
        assertEquals(Instant.parse("2026-11-25T12:00:00Z"), upload.initiated);
        assertEquals(Map.of("author", "me"), upload.metadata);
        assertEquals(-1L, upload.crc64);
        assertEquals(Instant.parse("2026-11-25T12:30:00Z"), upload.completing);
        assertEquals(COMPLETING, written(upload));
    }

    @Test
    void addsTheTimeOfCompletion() throws Exception {
        String before = COMPLETING
                .replace(",\"crc64\":\"18446744073709551615\"", "")
                .replace(",\"completing\":\"2026-11-25T12:30:00Z\"", "");
        UploadCheckpoint completing = read(before).completing(-1L, Instant.parse("2026-11-25T12:30:00Z"));
        assertEquals(COMPLETING, written(completing));
    }

    @Test
    void writesOneMemberALine() throws Exception {
        read(UPLOAD).write(file);
        assertEquals(9, Files.readAllLines(path).size());
    }

    @Test
    void returnsNoUploadIfTheFileIsMissingOrEmpty() throws Exception {
        assertNull(UploadCheckpoint.read(file));
        Files.createFile(path);
        assertNull(UploadCheckpoint.read(file));
    }

    /** A later version may add members. */
    @Test
    void skipsUnknownMembersOfAnUpload() throws Exception {
        String later = UPLOAD.replaceFirst(
                "\\{", "{\"new\":{\"key\":\"other\",\"more\":[{}]},\"list\":[\"key\",{\"bucket\":\"x\"}],\"no\":null,");
        assertEquals(UPLOAD, written(read(later)));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"bucket\":\"b\"', '\"bucket\":\"\"', it has no bucket",
        "'\"key\":\"k\",', '', it has no key",
        "'\"uploadId\":\"U\",', '', it has no uploadId",
        "'\"file\":\"cat.mp4\",', '', it has no file",
        "'\"size\":7340032,', '', it has no size",
        "'\"partSize\":6291456,', '', it has no partSize",
        "'\"author\":\"me\"', '\"author\":7', its metadata has a value that is not a string: author",
        "2026-11-25T12:00:00Z, 1969-12-31T23:59:59Z, its initiated must be in the years 1970 to 9999",
        "2026-11-25T12:30:00Z, +10000-01-01T00:00:00Z, its completing must be in the years 1970 to 9999",
        "2026-11-25T12:30:00Z, '', it has no completing",
        "18446744073709551615, '', it has no crc64",
        "18446744073709551615, 18446744073709551616, 18446744073709551616",
        "6291456, 0, 0",
    })
    void rejectsADamagedUpload(String part, String replacement, String reason) throws Exception {
        String damaged = COMPLETING.replace(part, replacement);
        IOException e = assertThrows(IOException.class, () -> read(damaged));
        assertEquals(
                "not a checkpoint of an upload, or a corrupt one; delete it to start the upload again: " + path,
                e.getMessage());
        assertTrue(
                String.valueOf(e.getCause().getMessage()).contains(reason),
                e.getCause().toString());
    }

    @ParameterizedTest
    @CsvSource({"1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"})
    void readsTheEarliestAndTheLatestTime(String time) throws Exception {
        String json = COMPLETING.replace("2026-11-25T12:00:00Z", time);
        assertEquals(Instant.parse(time), read(json).initiated);
    }

    @Test
    void rejectsAnUploadOfAnotherFormat() throws Exception {
        for (String other : new String[] {"[]", "7", "{}", UPLOAD.replace("upload 1", "upload 2"), DOWNLOAD}) {
            IOException e = assertThrows(IOException.class, () -> read(other), other);
            assertEquals("not a checkpoint of an upload: " + path, e.getMessage());
        }
    }

    private static ObjectMetadata found(String stored) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.parse(stored).atOffset(ZoneOffset.UTC));
        return ObjectMetadata.of(
                "k",
                Headers.of(
                        "Content-Length",
                        "7340032",
                        "x-oss-hash-crc64ecma",
                        "18446744073709551615",
                        "x-oss-meta-author",
                        "me",
                        "Last-Modified",
                        date));
    }

    /** OSS may need 20 minutes to complete an upload; a tolerance of two seconds is added. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-25T11:59:57Z, OLDER",
        "2026-11-25T11:59:58Z, SAME",
        "2026-11-25T12:50:02Z, SAME",
        "2026-11-25T12:50:03Z, LATER",
    })
    void expectsTheObjectUntilTwentyMinutesAfterTheCompletion(String stored, Match match) throws Exception {
        assertEquals(match, read(COMPLETING).expected().compare(found(stored)));
    }

    @Test
    void expectsNoObjectBeforeTheCompletion() throws Exception {
        String notCompleting = COMPLETING.replace(",\"completing\":\"2026-11-25T12:30:00Z\"", "");
        assertEquals(Match.LATER, read(notCompleting).expected().compare(found("2026-11-25T12:10:00Z")));
        String noCrc = COMPLETING.replace(",\"crc64\":\"18446744073709551615\"", "");
        assertEquals(Match.OTHER_CONTENT, read(noCrc).expected().compare(found("2026-11-25T12:40:00Z")));
        String otherAuthor = COMPLETING.replace("\"author\":\"me\"", "\"author\":\"you\"");
        assertEquals(Match.OTHER_CONTENT, read(otherAuthor).expected().compare(found("2026-11-25T12:40:00Z")));
    }

    private static DownloadCheckpoint parse(String json) throws IOException {
        return DownloadCheckpoint.parse(json.getBytes(UTF_8));
    }

    @Test
    void readsAndWritesADownload() throws Exception {
        DownloadCheckpoint download = parse(DOWNLOAD);
        assertEquals("b", download.bucket);
        assertEquals("k", download.key);
        assertEquals("V", download.versionId);
        assertEquals("E", download.etag);
        assertEquals(-1L, download.crc64);
        assertEquals(7340032, download.plan.size());
        assertEquals(6291456, download.plan.partSize());
        assertEquals("cat.mp4", download.file);
        assertEquals(".ossv4-00000000-0000-0000-0000-000000000000.part", download.temporary);
        assertEquals(Map.of(1, 7L, 2, 8L), download.parts());
        assertEquals(DOWNLOAD, new String(download.json(), UTF_8));
    }

    @Test
    void readsADownloadOfWhichLittleIsKnown() throws Exception {
        String little = DOWNLOAD.replace("\"versionId\":\"V\"", "\"versionId\":null")
                .replace("\"etag\":\"E\"", "\"etag\":null")
                .replace("\"crc64\":\"18446744073709551615\"", "\"crc64\":null")
                .replace("{\"1\":\"7\",\"2\":\"8\"}", "{}");
        DownloadCheckpoint download = parse(little);
        assertNull(download.versionId);
        assertNull(download.etag);
        assertNull(download.crc64);
        assertEquals(Map.of(), download.parts());
        assertEquals(little, new String(download.json(), UTF_8));
    }

    @Test
    void skipsUnknownMembersOfADownload() throws Exception {
        String later = DOWNLOAD.replaceFirst(
                "\\{",
                "{\"new\":{\"key\":\"other\",\"more\":[{}]},\"list\":[\"key\",{\"bucket\":\"x\"}],\"half\":1.5,");
        assertEquals(DOWNLOAD, new String(parse(later).json(), UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"bucket\":\"b\",', '', it has no bucket",
        "'\"key\":\"k\",', '', it has no key",
        "'\"file\":\"cat.mp4\",', '', it has no file",
        "'\"size\":7340032,', '', it has no size",
        "'\"size\":7340032,', '\"size\":1.5,', it has no size",
        "'\"partSize\":6291456,', '', it has no partSize",
        "'\"1\":\"7\"', '\"1\":7', its parts has a value that is not a string: 1",
        "'\"1\":\"7\"', '\"1\":\"x\"', x",
        "'\"1\":\"7\"', '\"3\":\"7\"', 3",
        "'\"1\":\"7\"', '\"0\":\"7\"', 0",
        "'\"1\":\"7\"', '\"2\":\"7\"', it is not JSON",
        "18446744073709551615, 18446744073709551616, 18446744073709551616",
        "download 1, download 2, 'its format must be ossv4 download 1, was ossv4 download 2'",
        "'.ossv4-0', '../ossv4-0', its temporary file must be a name such as",
        "'}}', '}} {}', it is not JSON, or truncated",
        "'}}', '}', it is not JSON",
        "'}}', '}]', it is not JSON",
    })
    void rejectsADamagedDownload(String part, String replacement, String reason) {
        String damaged = DOWNLOAD.replace(part, replacement);
        IOException e = assertThrows(IOException.class, () -> parse(damaged));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }

    @Test
    void rejectsADownloadThatIsNotAnObject() {
        for (String other : new String[] {"[]", "7", "\"x\""}) {
            assertEquals(
                    "its format must be ossv4 download 1, was null",
                    assertThrows(IOException.class, () -> parse(other)).getMessage());
        }
    }
}
