// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.regression;

import io.github.ossv4.benchmarks.command.TransferBenchmark;
import io.github.ossv4.benchmarks.harness.EmulatorProcess;
import io.github.ossv4.benchmarks.harness.Jvm;
import io.github.ossv4.benchmarks.harness.Spent;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Transfers of 2,000 files of 4 KiB by jars of the command line, to an emulator in its own process. */
final class CommandLine implements Closeable {
    private static final int PORT = 19093;
    private static final int FILES = 2000;
    private static final int FOLDERS = 20;
    private static final String FOLDER = "oss://examplebucket/files";

    private final Path directory;
    private final EmulatorProcess server;

    /** Creates the files and starts the emulator. */
    CommandLine(Path emulator) throws IOException, InterruptedException {
        this.directory = Files.createTempDirectory("ossv4-");
        for (int i = 0; i < FILES; i++) {
            Path file = directory.resolve("up/" + i % FOLDERS + "/" + i);
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[4096]);
        }
        this.server = EmulatorProcess.start(emulator, PORT, ProcessBuilder.Redirect.DISCARD, "--quiet");
    }

    Spent upload(String jar, List<String> prefix) throws IOException, InterruptedException {
        return run(jar, prefix, "upload", directory.resolve("up").toString(), FOLDER);
    }

    Spent download(String jar, List<String> prefix) throws IOException, InterruptedException {
        // ext4 skips the inodes of files that were just deleted: they are deleted at the end.
        Path target = Files.createTempDirectory(directory, "down");
        return run(jar, prefix, "download", "--recursive", FOLDER, target.toString());
    }

    private Spent run(String jar, List<String> prefix, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = Jvm.builder(RegressionGuard.C1_SERIAL, jar, "io.github.ossv4.cli.Main", arguments);
        builder.command().addAll(0, prefix);
        Map<String, String> environment = builder.environment();
        environment.put("OSS_ACCESS_KEY_ID", "id");
        environment.put("OSS_ACCESS_KEY_SECRET", "secret");
        environment.put("OSS_ENDPOINT", "http://127.0.0.1:" + PORT);
        environment.put("OSS_REGION", "cn-hangzhou");
        environment.put("HOME", directory.toString());
        return Jvm.run(builder);
    }

    @Override
    public void close() throws IOException {
        server.close();
        TransferBenchmark.deleteAll(directory);
    }
}
