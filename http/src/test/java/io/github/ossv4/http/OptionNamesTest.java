// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users of the libraries do not know the options and commands of the command line, which has its own words. */
class OptionNamesTest {
    private static final Pattern OPTION = Pattern.compile("(?:[^-\\w]|^)--[a-z]{2}|'ossv4 [a-z]");

    @ParameterizedTest
    @ValueSource(strings = {"core", "http", "http/credentials", "http/directories", "http/explain"})
    void areInNoLibrary(String module) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("..").resolve(module).resolve("src/main/java"))) {
            for (Path file :
                    (Iterable<Path>) files.filter(file -> file.toString().endsWith(".java"))::iterator) {
                Files.readAllLines(file).stream()
                        .filter(line -> OPTION.matcher(line).find())
                        .forEach(line -> found.add(file.getFileName() + ": " + line.trim()));
            }
        }

        assertEquals(List.of(), found);
    }
}
