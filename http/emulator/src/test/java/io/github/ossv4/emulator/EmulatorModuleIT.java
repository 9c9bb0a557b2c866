// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.JavaProgram;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar on the module path. */
class EmulatorModuleIT {
    private static final String JAR = EmulatorJarIT.JAR.toString();

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

    private String compile(String modulePath, Path... sources) {
        return JavaProgram.compile(directory, List.of("--module-path", modulePath, "--class-path", ""), sources);
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
        assertEquals("", compile(JAR, module, main));

        assertEquals(
                "module io.github.ossv4.emulator examplebucket",
                JavaProgram.run(List.of(
                        "--module-path", directory + File.pathSeparator + JAR, "--module", "example/example.Example")));
    }

    @Test
    void hidesInternalPackages() throws Exception {
        Path main = write("example/Example.java", """
                package example;

                class Example {
                    io.github.ossv4.emulator.internal.store.ObjectStore store;
                }
                """);

        String errors = compile(JAR, module, main);
        assertTrue(errors.contains("does not export it"), errors);
    }

    @Test
    void compilesTestOfModule() throws Exception {
        write(
                "module-info.java",
                "module example { requires io.github.ossv4.emulator; requires org.junit.jupiter.api; }");
        Path main = write("example/ExampleTest.java", """
                package example;

                import io.github.ossv4.emulator.*;
                import io.github.ossv4.emulator.junit.*;
                import org.junit.jupiter.api.*;
                import org.junit.jupiter.api.extension.*;

                class ExampleTest {
                    @RegisterExtension
                    static final EmulatorExtension OSS = new EmulatorExtension();

                    @Test
                    void uploads(Emulator emulator) {
                        Assertions.assertEquals(0, OSS.callbacks().size());
                    }
                }
                """);
        String junit = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.matches(
                        ".*(junit-jupiter-api|junit-platform-commons|opentest4j|apiguardian|jspecify)[^/]*"))
                .collect(Collectors.joining(File.pathSeparator));

        assertEquals("", compile(JAR + File.pathSeparator + junit, module, main));
    }

    @Test
    void exportsPublicApi() {
        assertEquals(
                PublicApiTest.EXPORTED,
                EmulatorJarIT.descriptor().exports().stream()
                        .map(ModuleDescriptor.Exports::source)
                        .collect(Collectors.toSet()));
    }
}
