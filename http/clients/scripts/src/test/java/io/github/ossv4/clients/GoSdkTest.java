// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.emulator.junit.EmulatorExtension;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Go SDK v1 of Debian's package {@code golang-github-aliyun-aliyun-oss-go-sdk-dev}, which signs with V1. Requires that
 * package and Go.
 */
class GoSdkTest {
    @RegisterExtension
    static final EmulatorExtension EMULATOR = EmulatorExtension.builder()
            .configure(emulator -> emulator.domain(Script.DOMAIN).acceptV1(true))
            .build();

    @TempDir
    Path directory;

    /** Returns the variables for a build with Debian's packages. */
    static Map<String, String> packages(Path directory) {
        return Map.of(
                "GO111MODULE", "off",
                "GOPATH", "/usr/share/gocode",
                "GOCACHE", directory.resolve("cache").toString());
    }

    @Test
    void runsAllOperations() throws Exception {
        Script script = Script.copyOf("go", directory);
        script.run(packages(directory), "go", "build", "-o", "operations", "operations.go");
        String output = script.run(
                Script.variables(EMULATOR), directory.resolve("operations").toString());
        assertEquals(
                88, output.lines().filter(line -> line.startsWith("passed ")).count(), output);
    }
}
