// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.cli.testing.Cli;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.HomeDirectory;
import io.github.ossv4.cli.testing.OssCallback;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code ossv4 callback verify}, with a request that OSS signed. */
@ExtendWith(HomeDirectory.class)
class VerifyCallbackCommandTest {
    private static final String REQUEST = OssCallback.REQUEST;

    /** The key of OSS, as in the vectors. */
    private static final String PEM = """
            -----BEGIN PUBLIC KEY-----
            MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKs/JBGzwUB2aVht4crBx3oIPBLNsjGs
            C0fTXv+nvlmklvkcolvpvXLTjaxUHR3W9LXxQ2EHXAJfCB+6H2YF1k8CAwEAAQ==
            -----END PUBLIC KEY-----
            """;

    private final Path home = HomeDirectory.PATH;

    private Cli cli;

    @BeforeEach
    void write() throws Exception {
        cli = Cli.withoutSettings();
        Files.writeString(home.resolve("request.txt"), REQUEST);
    }

    private CliResult verify(String request) throws Exception {
        return cli.withInput(request).run("callback", "verify", "-");
    }

    @Test
    void acceptsRequestOfOss() throws Exception {
        CliResult result = cli.run("callback", "verify", "request.txt").expect(0);

        assertTrue(result.out().startsWith("genuine: the signature is valid\n! advice: "), result::toString);
    }

    /** Editors save other line breaks, and one at the end. */
    @Test
    void acceptsRequestSavedByAnEditor() throws Exception {
        verify(REQUEST.replace("\r\n", "\n") + "\n").expect(0);
    }

    @Test
    void rejectsChangedBytes() throws Exception {
        String[][] changes = {
            {"yonghu-test", "yonghu-tesT", "SIGNATURE"},
            {"index=2", "index=3", "SIGNATURE"},
            {"/index.php", "/index%0A.php", "PATH"},
            {"kKQe", "kKQf", "SIGNATURE"},
            {"txA==", "txB==", "AUTHORIZATION"},
            {"authorization: ", "x-authorization: ", "AUTHORIZATION"},
            {"aHR0cDovL2dvc3Nw", "aHR0cDovL2dvc3Nx", "KEY_URL"},
            {"POST", "PUT", "METHOD"},
        };
        for (String[] change : changes) {
            CliResult result = verify(REQUEST.replace(change[0], change[1])).expect(1);
            assertTrue(
                    result.out().startsWith("rejected: the check " + change[2] + " failed: "),
                    () -> change[0] + "\n" + result);
        }
    }

    @Test
    void printsJson() throws Exception {
        JsonNode genuine = cli.run("callback", "verify", "--json", "request.txt")
                .expect(0)
                .json()
                .get(0);
        assertTrue(genuine.get("genuine").booleanValue());
        JsonNode rejected = cli.withInput(REQUEST.replace("test", "TEST"))
                .run("callback", "verify", "--json", "-")
                .expect(1)
                .json()
                .get(0);
        assertEquals("SIGNATURE", rejected.get("failedCheck").textValue());
    }

    @Test
    void trustsAnotherKeyUrl() throws Exception {
        Files.writeString(home.resolve("key.pem"), PEM);
        String url = "http://127.0.0.1:9000/callback_pub_key_v1.pem";
        String header = Base64.getEncoder().encodeToString(url.getBytes(StandardCharsets.UTF_8));
        String request =
                REQUEST.replace("aHR0cDovL2dvc3NwdWJsaWMuYWxpY2RuLmNvbS9jYWxsYmFja19wdWJfa2V5X3YxLnBlbQ==", header);

        verify(request).expect(1);
        cli.withInput(request)
                .run("callback", "verify", "-", "--key-url", url, "--key", "key.pem")
                .expect(0);
        cli.run("callback", "verify", "request.txt", "--key-url", url, "--key", "key.pem")
                .expect(0);
        assertTrue(cli.run("callback", "verify", "request.txt", "--key", "key.pem")
                .expect(2)
                .err()
                .contains("require each other"));
        assertTrue(cli.run("callback", "verify", "request.txt", "--key-url", url, "--key", "request.txt")
                .expect(2)
                .err()
                .contains("invalid public key"));
    }

    @Test
    void explainsMalformedRequest() throws Exception {
        CliResult truncated = verify(REQUEST.substring(0, REQUEST.length() - 1)).expect(2);
        assertTrue(
                truncated
                        .err()
                        .contains("standard input: line 8: the body must have 18 bytes by Content-Length, has 17"),
                truncated::toString);
        CliResult repeated = verify(REQUEST.replace("Content-Length", "Content-Length: 18\r\nContent-Length"))
                .expect(2);
        assertTrue(repeated.err().contains("Content-Length"), repeated::toString);
        assertTrue(verify("").expect(2).err().contains("line 1: the request is empty"));
        assertTrue(cli.run("callback", "verify", "missing").expect(2).err().contains("no such file"));
        assertTrue(cli.run("callback").expect(2).err().contains("a command is required"));
    }
}
