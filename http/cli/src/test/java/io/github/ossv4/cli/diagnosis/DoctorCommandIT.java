// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.diagnosis;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.CliProcess;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.emulator.Emulator;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ossv4 doctor}, packaged, with other credentials than those of the emulator. */
class DoctorCommandIT {
    @TempDir
    Path home;

    private Emulator emulator;

    private CliProcess cli;

    private String bucket;

    @BeforeEach
    void start() throws Exception {
        emulator = Emulator.start();
        cli = CliProcess.in(home).with(emulator);
        bucket = "oss://" + emulator.bucket();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private static void assertLastLine(String start, String part, CliResult result) {
        String last = result.lines().get(result.lines().size() - 1);
        assertTrue(last.startsWith(start) && last.contains(part), result::toString);
    }

    @Test
    void findsWrongSecret() throws Exception {
        CliResult result = cli.with("OSS_ACCESS_KEY_SECRET", "hunter2")
                .run("doctor", bucket)
                .expect(1);

        assertLastLine("FAIL  access: ", "the secret does not belong to the AccessKey ID", result);
        assertFalse(result.out().contains("hunter2"), result::toString);
    }

    @Test
    void findsUnknownAccessKey() throws Exception {
        CliResult result =
                cli.with("OSS_ACCESS_KEY_ID", "unknown").run("doctor", bucket).expect(1);

        assertLastLine("FAIL  access: ", "does not exist or is disabled", result);
    }

    @Test
    void findsMissingCredentials() throws Exception {
        CliResult result = cli.with("OSS_ACCESS_KEY_ID", "")
                .with("OSS_ACCESS_KEY_SECRET", "")
                .run("doctor", bucket)
                .expect(1);

        assertTrue(result.out().contains("FAIL  credentials: no credentials: set OSS_ACCESS_KEY_ID"), result::toString);
        assertTrue(result.out().contains("\n  environment variables: "), result::toString);
    }

    @Test
    void namesProfile() throws Exception {
        Path config = home.resolve(".aliyun/config.json");
        Files.createDirectories(config.getParent());
        Files.writeString(
                config,
                "{\"current\":\"p\",\"profiles\":[{\"name\":\"p\",\"mode\":\"AK\",\"access_key_id\":\""
                        + emulator.accessKeyId() + "\",\"access_key_secret\":\"" + emulator.accessKeySecret()
                        + "\"}]}");

        CliResult result = CliProcess.in(home)
                .with("OSS_ENDPOINT", emulator.endpoint())
                .with("OSS_REGION", emulator.region())
                .run("doctor", bucket)
                .expect(0);

        assertTrue(result.out().contains(", from profile of the CLI"), result::toString);
    }
}
