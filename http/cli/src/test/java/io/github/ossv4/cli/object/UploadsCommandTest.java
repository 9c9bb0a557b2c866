// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.cli.testing.CliFixture;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.StubOss;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.MultipartUpload;
import io.github.ossv4.list.ListedUpload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** {@code ossv4 uploads}. */
class UploadsCommandTest extends CliFixture {
    private final List<String> queries = new ArrayList<>();

    @Test
    void listsUploads() throws Exception {
        MultipartUpload film = bucket.initiateMultipartUpload("films/a\nb");
        film.uploadPart(1, Body.of(new byte[1536]));
        bucket.initiateMultipartUpload("other");

        CliResult all = cli.run("uploads", oss("")).expect(0);
        assertEquals(2, all.lines().size());
        assertTrue(
                all.lines()
                        .get(0)
                        .matches("20\\d\\d-\\S+Z +" + film.uploadId() + "  oss://examplebucket/films/a\\\\u000ab"),
                all::toString);
        assertEquals("ossv4: 2 uploads\n", all.err());

        CliResult sizes = cli.run("uploads", "--size", oss("films/")).expect(0);
        assertTrue(sizes.out().contains(" 1 parts    1.5 KiB  " + film.uploadId()), sizes::toString);
        assertEquals("ossv4: 1 upload, 1.5 KiB\n", sizes.err());

        JsonNode json = cli.run("uploads", "--size", "--json", oss("films/"))
                .expect(0)
                .json()
                .get(0);
        assertEquals("films/a\nb", json.get("key").textValue());
        assertEquals(film.uploadId(), json.get("uploadId").textValue());
        assertTrue(json.get("initiated").textValue().endsWith("Z"));
        assertEquals(1, json.get("parts").intValue());
        assertEquals(1536, json.get("bytes").intValue());
        assertFalse(json.get("aborted").booleanValue());
        assertEquals(
                "",
                cli.run("uploads", "--older-than", "365d", oss("")).expect(0).out());
    }

    /** Lists of 1,000 uploads take long to make. */
    private CliResult listPages(String... pages) throws Exception {
        Queue<String> rest = new ConcurrentLinkedQueue<>(List.of(pages));
        try (StubOss server = StubOss.start(request ->
                StubOss.Response.of("<ListMultipartUploadsResult>" + rest.poll() + "</ListMultipartUploadsResult>"))) {
            CliResult result = cli.with("OSS_ENDPOINT", server.endpoint()).run("uploads", oss(""));
            queries.addAll(server.requests);
            return result;
        }
    }

    private static String page(String id, boolean truncated) {
        return "<Upload><Key>k</Key><UploadId>" + id + "</UploadId></Upload><NextKeyMarker>k</NextKeyMarker>"
                + "<NextUploadIdMarker>" + id + "</NextUploadIdMarker><IsTruncated>" + truncated + "</IsTruncated>";
    }

    @Test
    void listsAllPages() throws Exception {
        CliResult result =
                listPages(page("u1", true), page("u2", true), page("u3", false)).expect(0);

        assertEquals(3, result.lines().size());
        assertTrue(queries.get(2).contains("key-marker=k"), queries::toString);
        assertTrue(queries.get(2).contains("upload-id-marker=u2"), queries::toString);
    }

    @Test
    void endsIfPagesRepeat() throws Exception {
        CliResult result = listPages(page("u1", true), page("u1", true)).expect(3);

        assertTrue(result.err().contains("the pages of the list repeat"), result::toString);
    }

    @Test
    void abortsUploads() throws Exception {
        String id = bucket.initiateMultipartUpload("a").uploadId();
        bucket.initiateMultipartUpload("b");

        CliResult result = cli.run("uploads", "--abort", "--yes", oss("a")).expect(0);

        assertTrue(result.out().startsWith("aborted oss://examplebucket/a  started 20"), result::toString);
        assertTrue(result.out().endsWith("Z  " + id + "\n"), result::toString);
        assertEquals("ossv4: aborted 1 upload\n", result.err());
        assertEquals(1, bucket.listMultipartUploads("").stream().toList().size());
        assertEquals(
                "ossv4: aborted 0 uploads\n",
                cli.run("uploads", "--abort", "-y", oss("a")).expect(0).err());
    }

    @Test
    void acceptsUploadThatEndedMeanwhile() throws Exception {
        String id = bucket.initiateMultipartUpload("a").uploadId();
        emulator.inject(Fault.error(404, "NoSuchUpload").on("AbortMultipartUpload"));

        CliResult result = cli.run("uploads", "--abort", "-y", oss("")).expect(0);

        assertTrue(
                result.err().startsWith("ossv4: completed or aborted meanwhile: oss://examplebucket/a " + id),
                result::toString);
        assertTrue(result.err().endsWith("\nossv4: aborted 0 uploads\n"), result::toString);
    }

    @Test
    void abortsNothingWithoutYes() throws Exception {
        bucket.initiateMultipartUpload("a");
        requests.clear();

        assertEquals(
                "ossv4: nothing was changed: 1 upload of oss://examplebucket/ would be aborted: --yes aborts them\n",
                cli.run("uploads", "--abort", oss("")).expect(1).err());
        assertTrue(cli.run("uploads", "--yes", oss("")).expect(2).err().contains("--yes requires --abort"));
        for (String age : List.of("7w", "7")) {
            String error = cli.run("uploads", "--abort", "--yes", "--older-than", age, oss(""))
                    .expect(2)
                    .err();
            assertTrue(error.contains("--older-than must be a number with s, m, h or d"), error);
        }
        assertEquals(0, count("DELETE"), requests::toString);
        assertEquals(1, bucket.listMultipartUploads("").stream().toList().size());
    }

    @Test
    void selectsByAge() {
        String xml = "<ListMultipartUploadsResult><Upload><Key>k</Key><UploadId>u</UploadId>%s</Upload>"
                + "</ListMultipartUploadsResult>";
        ListedUpload upload = upload(xml.formatted("<Initiated>2026-01-08T00:00:00.000Z</Initiated>"));
        Duration week = Duration.ofDays(7);

        assertFalse(UploadsCommand.UnfinishedUpload.isOlder(upload, week, Instant.parse("2026-01-15T00:00:00Z")));
        assertTrue(UploadsCommand.UnfinishedUpload.isOlder(upload, week, Instant.parse("2026-01-15T00:00:01Z")));
        assertTrue(UploadsCommand.UnfinishedUpload.isOlder(upload, null, Instant.parse("2026-01-08T00:00:00Z")));
        assertFalse(UploadsCommand.UnfinishedUpload.isOlder(
                upload(xml.formatted("")), week, Instant.parse("2030-01-01T00:00:00Z")));
    }

    private static ListedUpload upload(String xml) {
        return ListedUpload.parsePage(xml.getBytes(StandardCharsets.UTF_8))
                .entries()
                .get(0);
    }
}
