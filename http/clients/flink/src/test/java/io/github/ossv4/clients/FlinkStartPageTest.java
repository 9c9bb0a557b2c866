// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.emulator.Emulator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings of START.md for Flink, as Flink reads them. */
class FlinkStartPageTest {
    @Test
    void storesAndReturnsAFile(@TempDir java.nio.file.Path directory) throws Exception {
        try (Emulator emulator = Emulator.builder()
                .bucket("photos")
                .accessKey("id", "secret")
                .acceptV1(true)
                .start()) {
            Files.writeString(
                    directory.resolve("config.yaml"), StartPage.snippet("Flink", "yaml", emulator.endpoint()));
            FileSystem.initialize(GlobalConfiguration.loadConfiguration(directory.toString()), null);
            Path cat = new Path("oss://photos/cat.jpg");
            FileSystem files = cat.getFileSystem();
            try (FSDataOutputStream out = files.create(cat, FileSystem.WriteMode.NO_OVERWRITE)) {
                out.write("hello".getBytes(StandardCharsets.UTF_8));
            }
            try (FSDataInputStream in = files.open(cat)) {
                assertEquals("hello", new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        } finally {
            FileSystem.initialize(new Configuration(), null);
        }
    }
}
