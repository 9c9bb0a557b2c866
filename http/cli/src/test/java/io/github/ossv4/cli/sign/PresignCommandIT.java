// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.CliProcess;
import io.github.ossv4.cli.testing.CliResult;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ossv4 presign}, packaged, without a request. */
class PresignCommandIT {
    @TempDir
    Path home;

    private CliProcess cli;

    @BeforeEach
    void configure() {
        cli = CliProcess.in(home)
                .with("OSS_REGION", "cn-hangzhou")
                .with("OSS_ACCESS_KEY_ID", "id")
                .with("OSS_ACCESS_KEY_SECRET", "secret");
    }

    @Test
    void explainsMissingCredentials() throws Exception {
        CliResult none = cli.with("OSS_ACCESS_KEY_ID", "")
                .run("presign", "get", "oss://examplebucket/k")
                .expect(2);
        assertTrue(none.err().contains("OSS_ACCESS_KEY_ID"), none::toString);
    }

    @Test
    void limitsExpiryWithSecurityToken() throws Exception {
        CliProcess temporary = cli.with("OSS_SESSION_TOKEN", "token");
        temporary
                .run("presign", "get", "oss://examplebucket/k", "--expires", "12h")
                .expect(0);

        CliResult result = temporary
                .run("presign", "get", "oss://examplebucket/k", "--expires", "7d")
                .expect(2);

        assertEquals("ossv4: --expires must be at most 12h with a security token, was 7d\n", result.err());
    }

    @Test
    void showsHeadersOnTerminal() throws Exception {
        String command = "ossv4 presign put oss://examplebucket/k --content-type a/b";

        assertTrue(cli.runInTerminal(command).expect(0).out().contains("  content-type: a/b"));
        assertTrue(cli.runInTerminal("url=$(" + command + ")").expect(0).out().contains("  content-type: a/b"));
        assertFalse(cli.runInTerminal(command + " 2>/dev/null").expect(0).out().contains("content-type: a/b"));
        assertFalse(cli.runInTerminal(command + " --json").expect(0).out().contains("\nexpires: "));
    }

    /** It would double the time of the start. */
    @Test
    void loadsNoOkHttp() throws Exception {
        CliResult result =
                cli.runScript("\"$TEST_JAVA\" -Xlog:class+load -jar \"$TEST_JAR\" presign get oss://examplebucket/k");

        assertTrue(result.out().contains("io.github.ossv4.sign.Signer "), result::toString);
        assertFalse(result.out().contains(" okhttp3.OkHttpClient "), result::toString);
        assertFalse(result.out().contains(" java.util.logging.Logger "), result::toString);
    }
}
