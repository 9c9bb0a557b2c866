// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.Cli;
import io.github.ossv4.cli.testing.CliFixture;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.emulator.Fault;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** Options and errors that all commands share. */
class CommonOptionsTest extends CliFixture {
    @Test
    void printsStackTraceIfAsked() throws Exception {
        CliResult plain = cli.run("stat", oss("missing")).expect(1);
        assertFalse(plain.err().contains("\tat "), plain::toString);
        assertEquals(1, plain.err().lines().count(), plain::toString);
        CliResult variable =
                cli.with("OSSV4_STACKTRACE", "1").run("stat", oss("missing")).expect(1);
        assertTrue(variable.err().contains("\tat io.github.ossv4"), variable::toString);
    }

    @Test
    void suggestsCommand() throws Exception {
        assertTrue(cli.run("downlod").expect(2).err().contains("did you mean download?"));
    }

    @Test
    void reportsFailureOfServer() throws Exception {
        emulator.inject(Fault.error(500, "InternalError").times(20));

        CliResult result = cli.run("ls", "--json", oss("")).expect(3);

        assertEquals("InternalError", result.error().get("code").textValue());
    }

    @Test
    void reportsNetworkFailure() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        CliResult result = cli.run("stat", oss("a"), "--timeout", "3s", "--endpoint", "http://127.0.0.1:" + port)
                .expect(3);

        assertTrue(result.err().startsWith("ossv4: HeadObject"), result::toString);
    }

    @Test
    void readsPublicObjectAnonymously() throws Exception {
        Cli anonymous = Cli.withoutSettings().with("OSS_ENDPOINT", emulator.endpoint());

        assertEquals(
                "AccessDenied",
                anonymous
                        .run("cat", "--anonymous", "--json", oss("a"))
                        .expect(1)
                        .error()
                        .get("code")
                        .textValue());
    }
}
