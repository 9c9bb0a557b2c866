// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.ossv4.http.testing.EmulatorFixture;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentTypeInferenceTest extends EmulatorFixture {
    private static final String UNKNOWN = "application/octet-stream";

    @TempDir
    private Path directory;

    private String type(String key) throws Exception {
        return bucket.head(key).contentType();
    }

    private Path file(String name) throws Exception {
        return Files.write(directory.resolve(name), HELLO);
    }

    @Test
    void prefersTheOptions() throws Exception {
        bucket.put(
                "cat.jpg",
                Body.of(HELLO),
                PutOptions.builder().contentType("image/x-own").build());
        assertEquals("image/x-own", type("cat.jpg"));
    }

    @Test
    void infersFromKeyThenFile() throws Exception {
        bucket.put("cat.jpg", Body.of(file("dog.png")));
        assertEquals("image/jpeg", type("cat.jpg"));
        bucket.put("cat", Body.of(file("dog.png")));
        assertEquals("image/png", type("cat"));
        bucket.put("cat.unknown", Body.of(file("dog")));
        assertEquals(UNKNOWN, type("cat.unknown"));
        bucket.put("bytes", HELLO);
        assertEquals(UNKNOWN, type("bytes"));
        bucket.put("page.html", "<p>鍵");
        assertEquals("text/html", type("page.html"));
        bucket.put("text", "鍵");
        assertEquals("text/plain; charset=utf-8", type("text"));
        assertEquals("鍵", bucket.getText("text"));
    }

    /** The JDK's map has it, the table of core does not. */
    @Test
    void asksTheJdkForOtherExtensions() throws Exception {
        bucket.put("prog.texinfo", HELLO);
        assertEquals("application/x-texinfo", type("prog.texinfo"));
        bucket.put("c#.texinfo", HELLO);
        assertEquals("application/x-texinfo", type("c#.texinfo"));
    }

    @Test
    void infersInAllUploads() throws Exception {
        UploadOptions parts = UploadOptions.builder().threshold(0).build();
        bucket.upload("in-parts", file("a.pdf"), parts);
        assertEquals("application/pdf", type("in-parts"));
        bucket.upload("in-parts.csv", new ByteArrayInputStream(HELLO), parts);
        assertEquals("text/csv", type("in-parts.csv"));
        bucket.upload("stream.csv", new ByteArrayInputStream(HELLO));
        assertEquals("text/csv", type("stream.csv"));
        MultipartUpload upload = bucket.initiateMultipartUpload("multi.mp4");
        upload.uploadPart(1, Body.of(HELLO));
        upload.completeAll();
        assertEquals("video/mp4", type("multi.mp4"));
        AppendResult first = bucket.append("a.log", AppendPosition.START, Body.of(HELLO));
        bucket.append("a.log", first.next(), Body.of(file("b.png")));
        assertEquals("text/plain", type("a.log"));
    }

    @Test
    void infersNothingForOtherPrograms() throws Exception {
        assertNull(bucket.presignPut("cat.jpg", Duration.ofMinutes(1)).headers().get("Content-Type"));
    }

    @Test
    void canBeDisabled() throws Exception {
        try (BucketClient plain = client().contentTypeInference(false).build()) {
            plain.put("cat.jpg", Body.of(file("dog.png")));
            assertEquals(UNKNOWN, type("cat.jpg"));
        }
    }
}
