// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.BucketClient;
import io.github.ossv4.multipart.UploadedPart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** The bytes that the driver sends to its executors. */
class SerializedJobTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("OSS_ENDPOINT", "http://127.0.0.1:9000", "OSS_REGION", "cn-hangzhou");
    private static final OssLocation TARGET = OssLocation.parse("oss://examplebucket/backup/", ENVIRONMENT);

    /** The credentials of this JVM are in its environment. */
    @Test
    void tasksHaveTheEndpointButNoCredentials() throws IOException {
        assertEquals("secret-of-the-driver", System.getenv("OSS_ACCESS_KEY_SECRET"));
        FileCopy copy = new FileCopy(TARGET.at("backup/"), 4);
        UploadInParts upload = new UploadInParts(TARGET, new ConcatenatedFiles(List.of(), List.of()));
        String url = TARGET.client().presignGet("k", Duration.ofMinutes(1)).url();
        assertTrue(url.contains("id-of-the-driver"), url);
        OssLocation target = TARGET;
        Function<Row, Row> copies = copy::copy;
        Function<Integer, UploadedPart> parts = number -> upload.part("id", number, null);
        Function<Integer, List<Row>> lists = number -> new KeyRange("a", "b").list(target);
        for (Function<?, ?> task : List.of(copies, parts, lists)) {
            String bytes = serialize(task);
            assertTrue(bytes.contains("http://127.0.0.1:9000"), bytes);
            assertFalse(bytes.contains("of-the-driver"), bytes);
        }
    }

    @Test
    void rejectsTaskWithClient() {
        try (BucketClient bucket = BucketClient.builder("http://127.0.0.1:9000", "examplebucket")
                .anonymous()
                .build()) {
            Function<String, Boolean> task = bucket::exists;
            assertThrows(NotSerializableException.class, () -> serialize(task));
        }
    }

    @Test
    void parsesLocations() {
        assertEquals("backup/", TARGET.prefix().path());
        assertEquals("examplebucket", TARGET.bucket());
        assertEquals(
                "a/b c%/ü?#",
                OssLocation.parse("oss://b/a/b c%/ü?#", ENVIRONMENT).path());
        assertEquals("", OssLocation.parse("oss://b/", ENVIRONMENT).prefix().path());
        for (String malformed : new String[] {"oss://b", "oss:///k", "s3://b/k", "b/k", ""}) {
            assertEquals(
                    "a location must be oss://BUCKET/PATH, was " + malformed,
                    assertThrows(IllegalArgumentException.class, () -> OssLocation.parse(malformed, ENVIRONMENT))
                            .getMessage());
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> OssLocation.parse("oss://b/k", Map.of()))
                .getMessage()
                .contains("OSS_ENDPOINT"));
        assertThrows(IllegalArgumentException.class, () -> TARGET.at("key").prefix());
        assertThrows(IllegalArgumentException.class, () -> TARGET.key());
        assertThrows(IllegalArgumentException.class, () -> TARGET.at("").key());
    }

    private static String serialize(Object task) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(task);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
