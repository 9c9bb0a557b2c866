// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.emulator.Emulator;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of START.md for Hadoop: the first one with version 1, both with version 4 and the later Hadoop. */
class HadoopStartPageTest {
    private static void add(Configuration configuration, String document) {
        configuration.addResource(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)), document);
    }

    @Test
    void storesAndReturnsAFile(@TempDir java.nio.file.Path directory) throws Exception {
        boolean signsV4 = "V4".equals(System.getProperty("signature"));
        try (Emulator emulator = Emulator.builder()
                .bucket("photos")
                .accessKey("id", "secret")
                .acceptV1(!signsV4)
                .start()) {
            List<String> documents = StartPage.snippets("Hadoop and Spark", "xml");
            Configuration configuration = new Configuration(false);
            configuration.addResource("core-default.xml");
            configuration.set("hadoop.tmp.dir", directory.toString());
            add(configuration, StartPage.at(emulator.endpoint(), documents.get(0)));
            if (signsV4) {
                add(configuration, documents.get(1));
            }

            Path cat = new Path("/cat.jpg");
            try (FileSystem files = FileSystem.newInstance(URI.create("oss://photos/"), configuration)) {
                try (FSDataOutputStream out = files.create(cat)) {
                    out.writeBytes("hello");
                }
                try (FSDataInputStream in = files.open(cat)) {
                    assertEquals("hello", new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
    }
}
