// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import java.io.IOException;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemBehaviorTestSuite;
import org.apache.flink.core.fs.FileSystemKind;
import org.apache.flink.core.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Flink's suite about files and directories. */
class FlinkFileSystemTest extends FileSystemBehaviorTestSuite {
    private static final FlinkEmulator OSS = new FlinkEmulator();
    private static Path directory;

    @BeforeAll
    static void start() throws IOException {
        OSS.before();
        directory = OSS.directory();
    }

    @AfterAll
    static void stop() {
        OSS.after();
    }

    @Override
    protected FileSystem getFileSystem() throws IOException {
        return directory.getFileSystem();
    }

    @Override
    protected Path getBasePath() {
        return directory;
    }

    @Override
    protected FileSystemKind getFileSystemKind() {
        return FileSystemKind.OBJECT_STORE;
    }
}
