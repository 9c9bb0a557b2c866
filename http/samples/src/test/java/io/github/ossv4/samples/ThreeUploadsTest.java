// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreeUploadsTest {
    @Test
    void printsCheckedResultAndCallbackOfEachUpload(@TempDir Path folder) throws Exception {
        byte[] bytes = new byte[300_000];
        Path file = Files.write(folder.resolve("file"), bytes);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ThreeUploads.run(file, new PrintStream(printed, true, StandardCharsets.UTF_8));
        String text = printed.toString(StandardCharsets.UTF_8).replace("\r", "");
        String facts = "\",\"size\":300000,\"crc64\":\"" + Crc64.toString(Crc64.compute(bytes)) + "\",";
        for (String[] upload : new String[][] {
            {"Simple upload:", "PutObject", "simple"},
            {"Multipart upload:", "CompleteMultipartUpload", "multipart"},
            {"Form upload:", "PostObject", "form"}
        }) {
            int at = text.indexOf(upload[0]);
            assertTrue(
                    text.indexOf(
                                    "Callback request: {\"operation\":\"" + upload[1] + "\",\"object\":\"samples/"
                                            + upload[2] + facts,
                                    at)
                            > 0,
                    text);
            assertTrue(text.indexOf("samples/" + upload[2] + " is stored", at) > 0, text);
        }
        assertTrue(text.split("CRC64 checked", -1).length == 3, text);
    }
}
