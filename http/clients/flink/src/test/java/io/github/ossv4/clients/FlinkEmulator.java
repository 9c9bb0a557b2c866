// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import io.github.ossv4.emulator.Emulator;
import java.io.IOException;
import java.nio.file.Files;
import java.util.UUID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.junit.rules.ExternalResource;

/** The emulator as Flink's file system {@code oss://} during the tests of a class, and until its suite has cleaned up. */
final class FlinkEmulator extends ExternalResource {
    private Emulator emulator;

    @Override
    protected void before() throws IOException {
        emulator = Emulator.builder().acceptV1(true).start();
        Configuration settings = new Configuration();
        settings.setString("fs.oss.endpoint", emulator.endpoint());
        settings.setString("fs.oss.accessKeyId", emulator.accessKeyId());
        settings.setString("fs.oss.accessKeySecret", emulator.accessKeySecret());
        settings.setString("fs.oss.connection.secure.enabled", "false");
        // Flink keeps there what is not yet a part of an upload.
        settings.set(
                CoreOptions.TMP_DIRS,
                Files.createTempDirectory(java.nio.file.Path.of("target"), "flink")
                        .toAbsolutePath()
                        .toString());
        FileSystem.initialize(settings, null);
    }

    @Override
    protected void after() {
        FileSystem.initialize(new Configuration(), null);
        emulator.close();
    }

    /** Returns a new directory. */
    Path directory() {
        return new Path("oss://" + emulator.bucket() + "/" + UUID.randomUUID());
    }
}
