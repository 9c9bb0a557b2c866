// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import io.github.ossv4.emulator.junit.EmulatorExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The tests in {@code src/it} of Java SDK v2, which sign with V4. */
class SdkV2SuiteTest {
    @RegisterExtension
    static final EmulatorExtension EMULATOR = new EmulatorExtension();

    @Test
    void failsOnlyWhereListed() throws Exception {
        VendorSuite suite = VendorSuite.of("sdk-v2", "suites.sdkv2", "aliyun/alibabacloud-oss-java-sdk-v2");
        Path copy = suite.copyTo("checkout");
        Map<String, String> variables = new HashMap<>(VendorSuite.variables(EMULATOR));
        // Tests of inventories put them into documents.
        variables.put("OSS_TEST_RAM_UID", "1234567890123456");
        variables.put("OSS_TEST_RAM_ROLE_ARN", "acs:ram::1234567890123456:role/none");
        // Maven would otherwise use the settings in the directory .mvn of this project.
        variables.put("MAVEN_BASEDIR", copy.toString());
        String output = suite.run(
                copy,
                variables,
                Duration.ofMinutes(60),
                "mvn",
                "-B",
                "-ntp",
                "test",
                "-Dtest=" + classes(copy.resolve("src/it/java")));
        suite.check(
                SurefireReports.read(copy.resolve("target/surefire-reports"), "com.aliyun.sdk.service.oss2"), output);
    }

    /** Returns the classes of tests, without those in {@code src/test}, which need no server. */
    private static String classes(Path sources) throws IOException {
        try (var files = Files.walk(sources)) {
            return files.filter(file -> file.getFileName().toString().matches("Client\\w+\\.java"))
                    .map(file -> sources.relativize(file).toString().replace(".java", ""))
                    .sorted()
                    .collect(Collectors.joining(","));
        }
    }
}
