// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.JavaProgram;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emulator on the module path. */
class EmulatorModuleTest {
    private static final Pattern LIBRARIES = Pattern.compile(
            "(ossv4-core|ossv4-emulator|jackson-core|netty-|okhttp-jvm|okio-jvm|kotlin-stdlib|jspecify|junit-jupiter-api|junit-platform-commons|opentest4j|apiguardian).*\\.jar");

    @TempDir
    private Path directory;

    private Path module;

    @BeforeEach
    void writeModule() throws IOException {
        module = write("module-info.java", "module example { requires io.github.ossv4.emulator; }");
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static String modulePath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(EmulatorModuleTest::isModule)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isModule(String entry) {
        Path path = Path.of(entry);
        return Files.exists(path.resolve("module-info.class"))
                || LIBRARIES.matcher(path.getFileName().toString()).matches();
    }

    private String compile(Path... sources) {
        return JavaProgram.compile(directory, List.of("--module-path", modulePath(), "--class-path", ""), sources);
    }

    @Test
    void startsInsideModule() throws Exception {
        Path main = write("example/Example.java", """
                package example;

                import io.github.ossv4.emulator.Emulator;

                public class Example {
                    public static void main(String[] arguments) throws Exception {
                        try (Emulator emulator = Emulator.start()) {
                            System.out.println(Emulator.class.getModule() + " " + emulator.bucket());
                        }
                    }
                }
                """);
        assertEquals("", compile(module, main));

        assertEquals(
                "module io.github.ossv4.emulator examplebucket",
                JavaProgram.run(List.of(
                        "--module-path",
                        directory + File.pathSeparator + modulePath(),
                        "--module",
                        "example/example.Example")));
    }

    @Test
    void hidesInternalPackages() throws Exception {
        Path main = write("example/Example.java", """
                package example;

                class Example {
                    io.github.ossv4.emulator.store.ObjectStore store;
                }
                """);

        String errors = compile(module, main);
        assertTrue(errors.contains("does not export it"), errors);
    }
}
