// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.ossv4.cli.RootCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The completion of buckets and keys, with a program in place of ossv4. */
@EnabledOnOs(OS.LINUX)
class CompletionTest {
    private static final Map<String, String> CREDENTIALS = Map.of("OSS_ACCESS_KEY_ID", "id");

    @TempDir
    Path home;

    @BeforeEach
    void writePrograms() throws IOException {
        Files.writeString(home.resolve("script"), Documentation.completion(RootCommand.withAllSubcommands()));
        Path program = Files.createFile(home.resolve("ossv4"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(program, """
                #!/bin/sh
                echo "$@" >>"$HOME/asked"
                case "$*" in
                  "ls --print0") printf 'oss://photos\\0oss://phone\\0oss://other\\0' ;;
                  "ls --print0 oss://photos/su") printf 'summer/\\0su n\\0su:1\\0' ;;
                  "ls --print0 oss://photos/dt=") printf 'dt=1/\\0dt=2/\\0' ;;
                  "ls --print0 oss://photos/su:") printf 'su:1\\0' ;;
                esac
                """);
    }

    private String complete(Map<String, String> variables, String url) throws IOException, InterruptedException {
        ProcessBuilder bash = new ProcessBuilder(
                "bash",
                "-c",
                "source ~/script; COMP_WORDBREAKS=$2; COMP_LINE=\"ossv4 ls $1\"; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(ossv4 ls oss : \"${1#oss:}\");"
                        + " COMP_CWORD=4; _complete_ossv4_url; printf '%s\\n' \"${COMPREPLY[@]}\"",
                "bash",
                url,
                " \t\n\"'@><=;|&(:");
        bash.environment().keySet().removeIf(name -> name.startsWith("OSS_") || name.startsWith("ALIBABA_"));
        bash.environment().putAll(variables);
        bash.environment().put("HOME", home.toString());
        bash.environment().merge("PATH", home.toString(), (path, first) -> first + ":" + path);
        Process process = bash.redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out;
    }

    @Test
    void completesBuckets() throws Exception {
        assertEquals("//photos/\n//phone/\n", complete(CREDENTIALS, "oss://ph"));
    }

    @Test
    void completesFoldersAndKeys() throws Exception {
        assertEquals("//photos/summer/\n//photos/su:1\n", complete(CREDENTIALS, "oss://photos/su"));
        assertEquals("1\n", complete(CREDENTIALS, "oss://photos/su:"));
        assertEquals("1/\n2/\n", complete(CREDENTIALS, "oss://photos/dt="));
        assertEquals(
                List.of("ls --print0 oss://photos/su", "ls --print0 oss://photos/su:", "ls --print0 oss://photos/dt="),
                Files.readAllLines(home.resolve("asked")));
    }

    @Test
    void asksNothingWithoutCredentials() throws Exception {
        complete(Map.of(), "oss://ph");
        assertFalse(Files.exists(home.resolve("asked")));
    }
}
