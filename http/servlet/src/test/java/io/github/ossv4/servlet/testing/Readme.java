// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** The examples of README.md. */
public final class Readme {
    private Readme() {}

    /** Returns the examples in their order. */
    public static List<String> examples() throws IOException {
        return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** Replaces a text, which must occur. */
    public static String replace(String source, String text, String replacement) {
        String replaced = source.replace(text, replacement);
        assertNotEquals(source, replaced, text + " is not in the example");
        return replaced;
    }

    /** Compiles a class into a folder. */
    public static void compile(Path folder, String name, String source) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        errors,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        "-proc:none",
                        file.toString());
        assertEquals(0, status, errors.toString(StandardCharsets.UTF_8));
    }
}
