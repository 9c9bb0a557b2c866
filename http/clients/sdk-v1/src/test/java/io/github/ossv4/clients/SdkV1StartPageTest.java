// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.aliyun.oss.OSSException;
import io.github.ossv4.emulator.Emulator;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippet of START.md for Java SDK v1. */
class SdkV1StartPageTest {
    private static final String IMPORTS = """
            import com.aliyun.oss.*;
            import com.aliyun.oss.common.auth.*;
            import com.aliyun.oss.common.comm.*;
            import java.io.*;
            """;

    private static final String USE = """
            try {
                oss.putObject("photos", "cat.jpg", new ByteArrayInputStream("hello".getBytes()));
                return new String(oss.getObject("photos", "cat.jpg").getObjectContent().readAllBytes());
            } finally {
                oss.shutdown();
            }
            """;

    @TempDir
    Path directory;

    private Emulator emulator;
    private String client;

    @BeforeEach
    void start() throws Exception {
        emulator = Emulator.builder().bucket("photos").accessKey("id", "secret").start();
        client = StartPage.snippet("Java SDK v1", "java", emulator.endpoint());
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private String run(String code) throws Exception {
        return JavaSnippet.run(IMPORTS, code + USE, directory);
    }

    @Test
    void storesAndReturnsAnObject() throws Exception {
        assertEquals("hello", run(client));
    }

    @Test
    void isRefusedWithoutTheVersion() {
        String line = "configuration.setSignatureVersion(SignVersion.V4);\n";

        assertEquals(
                "InvalidArgument",
                assertThrows(OSSException.class, () -> run(without(line))).getErrorCode());
    }

    @Test
    void cannotSignWithoutTheRegion() {
        String message = assertThrows(RuntimeException.class, () -> run(without("        .region(\"cn-hangzhou\")\n")))
                .getMessage();

        assertEquals("The parameter \"region\" is null.", message);
    }

    @Test
    void usesPathStyleAtAName() throws Exception {
        String line = "configuration.setSLDEnabled(true)";
        assertTrue(StartPage.text().contains(line));
        String atName = client.replace("127.0.0.1", "localhost").replace("OSS oss =", line + ";\nOSS oss =");

        assertEquals("hello", run(atName));
    }

    private String without(String line) {
        assertTrue(client.contains(line), client);
        return client.replace(line, "");
    }
}
