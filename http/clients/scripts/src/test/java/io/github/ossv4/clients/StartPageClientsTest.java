// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of START.md for ali-oss and the Go SDK. */
class StartPageClientsTest {
    @TempDir
    Path directory;

    private static Emulator.Builder emulator() {
        return Emulator.builder().bucket("photos").accessKey("id", "secret");
    }

    @Test
    void runsAliOss() throws Exception {
        try (Emulator emulator = emulator().start()) {
            Script script = Script.copyOf("ali-oss", directory);
            script.run(Map.of(), "npm", "ci", "--no-audit", "--no-fund");
            String snippet = StartPage.snippet("ali-oss", "js", emulator.endpoint());
            String atName = snippet.replace("127.0.0.1", "localhost").replace("});\n", "  sldEnable: true,\n});\n");

            assertEquals("hello\n", run(script, snippet));
            assertEquals("hello\n", run(script, atName));
            assertTrue(StartPage.text().contains("sldEnable: true"));
        }
    }

    private String run(Script script, String snippet) throws Exception {
        String end = "console.log((await oss.get('cat.jpg')).content.toString());\n";
        Files.writeString(directory.resolve("start.mjs"), snippet + end);
        return script.run(Map.of(), "node", "start.mjs");
    }

    @Test
    void runsGoSdk() throws Exception {
        try (Emulator emulator = emulator().acceptV1(true).start()) {
            String program = """
                    package main

                    import (
                    	"io"
                    	"log"
                    	"os"
                    	"strings"

                    	"github.com/aliyun/aliyun-oss-go-sdk/oss"
                    )

                    func main() {
                    """ + StartPage.snippet("Go SDK v1", "go", emulator.endpoint()) + """
                    	body, err := bucket.GetObject("cat.jpg")
                    	if err != nil {
                    		log.Fatal(err)
                    	}
                    	io.Copy(os.Stdout, body)
                    }
                    """;
            Files.writeString(directory.resolve("start.go"), program);
            Script script = Script.in(directory);
            script.run(GoSdkTest.packages(directory), "go", "build", "-o", "start", "start.go");

            assertEquals(
                    "hello", script.run(Map.of(), directory.resolve("start").toString()));
        }
    }
}
