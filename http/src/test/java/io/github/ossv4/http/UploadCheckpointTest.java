// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.UploadFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Uploads that are cancelled and then resumed from a checkpoint. */
class UploadCheckpointTest extends UploadFixture {
    private void cancelAfter(int parts) throws Exception {
        Transfer<PutResult> upload = uploadAndCancelAfter(parts, options().checkpoint(checkpoint));
        upload.idle().get(1, TimeUnit.MINUTES);
        assertThrows(CancellationException.class, upload::join);
        sentParts.clear();
        completedParts.clear();
    }

    private PutResult resume() throws IOException {
        return bucket.upload("k", file, options().checkpoint(checkpoint).build());
    }

    @Test
    void sendsMissingPartsAfterACancellation() throws Exception {
        byte[] bytes = write(10 * PART);
        cancelAfter(4);
        assertTrue(Files.readString(checkpoint).contains(remainingUploadId()));
        List<TransferProgress> reports = Collections.synchronizedList(new ArrayList<>());
        assertTrue(bucket.upload(
                        "k",
                        file,
                        options().checkpoint(checkpoint).progress(reports::add).build())
                .isCrcChecked());
        assertEquals(Set.of(5, 6, 7, 8, 9, 10), new TreeSet<>(sentParts));
        assertEquals(10, completedParts.size());
        assertEquals(10 * PART, reports.get(reports.size() - 1).bytes());
        assertArrayEquals(bytes, bytes("k"));
        assertFalse(Files.exists(checkpoint));
        assertArrayEquals(new String[] {"file"}, folder.toFile().list());
    }

    @Test
    void sendsPartsAgainThatDifferFromTheFile() throws Exception {
        byte[] bytes = write(10 * PART);
        cancelAfter(4);
        bytes[2 * PART + 5]++;
        Files.write(file, bytes);
        bucket.multipartUpload("k", remainingUploadId()).uploadPart(1, Body.of(new byte[PART - 1]));
        sentParts.clear();
        assertTrue(resume().isCrcChecked());
        assertEquals(Set.of(1, 3, 5, 6, 7, 8, 9, 10), new TreeSet<>(sentParts));
        assertArrayEquals(bytes, bytes("k"));
    }

    @Test
    void restartsIfTheFileHasAnotherSize() throws Exception {
        write(10 * PART);
        cancelAfter(4);
        byte[] bytes = write(10 * PART + 1);
        assertTrue(resume().isCrcChecked());
        assertEquals(11, sentParts.size());
        assertArrayEquals(bytes, bytes("k"));
        assertNoUploads();
    }

    @Test
    void restartsIfTheUploadNoLongerExists() throws Exception {
        byte[] bytes = write(10 * PART);
        cancelAfter(4);
        bucket.multipartUpload("k", remainingUploadId()).abort();
        assertTrue(resume().isCrcChecked());
        assertEquals(10, sentParts.size());
        assertArrayEquals(bytes, bytes("k"));
        assertNoUploads();
    }

    /** The process was killed between the last request and the deletion of its checkpoint. */
    @Test
    void sendsNothingIfTheUploadWasCompleted() throws Exception {
        write(3 * PART);
        emulator.inject(Fault.responseLost().on("CompleteMultipartUpload"));
        emulator.inject(Fault.error(403, "AccessDenied").on("HeadObject"));
        assertThrows(OutcomeUnknownException.class, this::resume);
        assertTrue(Files.readString(checkpoint).contains("crc64"));
        sentParts.clear();
        PutResult result = resume();
        assertTrue(result.isCrcChecked());
        assertEquals(bucket.head("k").etag(), result.etag());
        assertEquals(List.of(), sentParts);
        assertFalse(Files.exists(checkpoint));
        // The same, but another client has replaced the object.
        bucket.delete("k");
        emulator.inject(Fault.responseLost().on("CompleteMultipartUpload"));
        emulator.inject(Fault.error(403, "AccessDenied").on("HeadObject"));
        assertThrows(OutcomeUnknownException.class, this::resume);
        bucket.put("k", Body.of(HELLO));
        sentParts.clear();
        assertTrue(resume().isCrcChecked());
        assertEquals(3, sentParts.size());
    }

    @Test
    void rejectsForeignCheckpoints() throws Exception {
        write(3 * PART);
        cancelAfter(1);
        UploadOptions options = options().checkpoint(checkpoint).build();
        IOException other = assertThrows(IOException.class, () -> bucket.upload("other", file, options));
        assertTrue(other.getMessage().contains("examplebucket/k"), other.getMessage());
        for (String foreign : new String[] {
            "{}", "[1]", "{\"format\":\"ossv4 upload 1\"", "\u0000", "{\"format\":\"ossv4 upload 1\",\"size\":\"x\"}"
        }) {
            Files.writeString(checkpoint, foreign);
            IOException e = assertThrows(IOException.class, () -> bucket.upload("k", file, options));
            assertTrue(e.getMessage().contains("not a checkpoint of an upload"), e.getMessage());
            assertEquals(foreign, Files.readString(checkpoint), "the file is unchanged");
            assertThrows(IOException.class, () -> bucket.discardUpload(checkpoint));
        }
    }

    @Test
    void discardsAnUpload() throws Exception {
        write(3 * PART);
        cancelAfter(1);
        assertTrue(bucket.discardUpload(checkpoint));
        assertNoUploads();
        assertFalse(Files.exists(checkpoint));
        assertFalse(bucket.discardUpload(checkpoint));
    }

    @Test
    void failsIfTheCheckpointCannotBeWritten() throws Exception {
        write(3 * PART);
        IOException e = assertThrows(
                IOException.class,
                () -> bucket.upload(
                        "k",
                        file,
                        options()
                                .checkpoint(folder.resolve("missing/checkpoint"))
                                .build()));
        assertTrue(e.getMessage().contains("cannot write "), e.getMessage());
        assertEquals(List.of(), sentParts);
    }
}
