// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import io.github.ossv4.emulator.junit.EmulatorExtension;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The tests of Go SDK v1. Requires Go, and Debian's packages {@code golang-gopkg-check.v1-dev} and
 * {@code golang-golang-x-time-dev} for what the tests import.
 */
class GoSdkV1SuiteTest {
    private static final String PACKAGE = "src/github.com/aliyun/aliyun-oss-go-sdk";

    @RegisterExtension
    static final EmulatorExtension EMULATOR = EmulatorExtension.builder()
            .configure(emulator -> emulator.acceptV1(true))
            .build();

    @Test
    void failsOnlyWhereListed() throws Exception {
        VendorSuite suite = VendorSuite.of("go-sdk-v1", "suites.gov1", "aliyun/aliyun-oss-go-sdk");
        Path copy = suite.copyTo(PACKAGE);
        Map<String, String> variables = new HashMap<>(VendorSuite.variables(EMULATOR));
        // A test expects that only the secret is missing.
        variables.put("OSS_ACCESS_KEY_ID", EMULATOR.emulator().accessKeyId());
        variables.put("GO111MODULE", "off");
        variables.put("GOPATH", suite.directory() + File.pathSeparator + "/usr/share/gocode");
        String output = suite.run(
                copy.resolve("oss"),
                variables,
                Duration.ofMinutes(61),
                "go",
                "test",
                "-vet=off",
                "-timeout=60m",
                "-check.v");
        suite.check(GoCheckOutput.results(output), output);
    }
}
