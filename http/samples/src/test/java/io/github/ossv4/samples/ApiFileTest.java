// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares the public types and members of each module with a file, so that a review shows each change. After an
 * intended change run the test with {@code -Dapi.write} and commit the files.
 */
class ApiFileTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern EXPORT = Pattern.compile("exports ([\\w.]+);");

    @ParameterizedTest
    @CsvSource({
        "core, main",
        "http, main",
        "http/credentials, main",
        "http/directories, main",
        "http/emulator, module",
        "http/explain, main",
        "http/servlet, main"
    })
    void isThatOfTheFile(String module, String sources) throws Exception {
        Path folder = ROOT.resolve(module);
        String exports = Files.readString(folder.resolve("src/" + sources + "/java/module-info.java"));
        List<String> files = new ArrayList<>();
        for (String name :
                EXPORT.matcher(exports).results().map(export -> export.group(1)).toList()) {
            try (Stream<Path> classes =
                    Files.list(folder.resolve("target/classes").resolve(name.replace('.', '/')))) {
                classes.map(Path::toString)
                        .filter(file -> file.endsWith(".class") && !file.endsWith("package-info.class"))
                        .forEach(files::add);
            }
        }
        String api = describe(files);
        Path file = ROOT.resolve(".github/api/" + folder.getFileName() + ".txt");
        if (System.getProperty("api.write") != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, api);
        }
        assertEquals(Files.readString(file), api, "run the test with -Dapi.write after an intended change");
    }

    /** Returns the public and protected members of classes, sorted, with short names of the JDK's classes. */
    private static String describe(List<String> files) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        List<String> arguments = new ArrayList<>(List.of("-protected"));
        arguments.addAll(files);
        int status =
                ToolProvider.findFirst("javap").orElseThrow().run(writer, writer, arguments.toArray(String[]::new));
        assertEquals(0, status, out::toString);
        return Stream.of(out.toString().split("(?m)^Compiled from .*\\R"))
                .filter(type -> type.startsWith("public") || type.startsWith("protected"))
                .map(ApiFileTest::sorted)
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static String sorted(String type) {
        List<String> lines = type.lines()
                .map(line -> line.replaceAll("\\bjava\\.(?:\\w+\\.)+(?=[A-Z])", ""))
                .toList();
        return lines.get(0) + "\n"
                + lines.subList(1, lines.size()).stream()
                        .filter(line -> !line.equals("}"))
                        .sorted()
                        .map(line -> line + "\n")
                        .collect(Collectors.joining())
                + "}\n";
    }
}
