// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.junit.EmulatorExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The tests in {@code test/node} of ali-oss, which sign with V4 and with V1. Requires Node.js 18 and npm. */
class AliOssSuiteTest {
    private static final String DOMAIN = "oss.example.test";

    @RegisterExtension
    static final EmulatorExtension EMULATOR = EmulatorExtension.builder()
            .configure(emulator -> emulator.domain(DOMAIN).acceptV1(true))
            .build();

    @Test
    void failsOnlyWhereListed() throws Exception {
        VendorSuite suite = VendorSuite.of("ali-oss", "suites.alioss", "ali-sdk/ali-oss");
        Path copy = suite.copyTo("checkout");
        useCallbackServer(copy.resolve("test/const.js"));
        // With its lock file: sax 1.6.1, which npm install would choose, rejects &#x1; in lists.
        String installed = suite.run(
                copy, Map.of(), Duration.ofMinutes(20), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        Path report = suite.directory().resolve("report.json");
        Files.deleteIfExists(report);
        String output = suite.run(
                copy,
                variables(EMULATOR.emulator()),
                Duration.ofMinutes(60),
                "node",
                "node_modules/mocha/bin/mocha",
                "--timeout=120000",
                "--exit",
                "--require=" + Path.of("src/test/suites/resolve.js").toAbsolutePath(),
                "--require=should",
                "--reporter=json",
                "--reporter-option=output=" + report,
                "test/node/*.test.js",
                "test/node/utils/*.test.js");
        suite.check(MochaReport.results(Files.exists(report) ? Files.readString(report) : "{}"), installed + output);
    }

    private static Map<String, String> variables(Emulator emulator) {
        return Map.of(
                "ALI_SDK_OSS_ID",
                emulator.accessKeyId(),
                "ALI_SDK_OSS_SECRET",
                emulator.accessKeySecret(),
                "ALI_SDK_OSS_REGION",
                "oss-" + emulator.region(),
                "ALI_CLOUD_ENDPOINT",
                "http://" + DOMAIN + ":" + emulator.port(),
                "ALI_SDK_STS_ID",
                emulator.accessKeyId(),
                "ALI_SDK_STS_SECRET",
                emulator.accessKeySecret(),
                "ALI_SDK_STS_BUCKET",
                emulator.bucket(),
                "ALI_SDK_STS_ROLE",
                "acs:ram::1234567890123456:role/none",
                "EMULATOR_DOMAIN",
                DOMAIN);
    }

    /** The tests have a public server for their callbacks. */
    private static void useCallbackServer(Path constants) throws Exception {
        String text = Files.readString(constants);
        Files.writeString(constants, text.replaceAll("'http://[^']*'", "'" + EMULATOR.callbackUrl() + "'"));
    }
}
