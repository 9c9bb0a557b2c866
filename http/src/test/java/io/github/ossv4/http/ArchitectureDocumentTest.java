// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares .github/ARCHITECTURE.md with the sources. */
class ArchitectureDocumentTest {
    private static final Path ROOT = Path.of("..");

    private static List<String> sources(String kind) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.map(Path::toString)
                    .filter(name -> name.contains("/src/" + kind + "/java/") && name.endsWith(".java"))
                    .map(name -> name.substring(name.lastIndexOf('/') + 1, name.length() - ".java".length()))
                    .toList();
        }
    }

    @Test
    void namesClassesAndTestsThatExist() throws IOException {
        Set<String> main = Set.copyOf(sources("main"));
        Set<String> tests = Set.copyOf(sources("test"));
        List<String[]> rules = Pattern.compile("^\\| .* \\| `(\\w+)` \\| `(\\w+(?:Test|IT))` \\|$", Pattern.MULTILINE)
                .matcher(Files.readString(ROOT.resolve(".github/ARCHITECTURE.md")))
                .results()
                .map(rule -> new String[] {rule.group(1), rule.group(2)})
                .toList();
        assertTrue(rules.size() > 20, rules.size() + " rules");
        Set<String> missing = new TreeSet<>();
        for (String[] rule : rules) {
            if (!main.contains(rule[0])) {
                missing.add(rule[0]);
            }
            if (!tests.contains(rule[1])) {
                missing.add(rule[1]);
            }
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void testClassNamesAreUniqueAcrossModules() throws IOException {
        Map<String, Long> counts = sources("test").stream()
                .filter(name -> name.endsWith("Test"))
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        counts.values().removeIf(count -> count == 1);
        assertEquals(Map.of(), counts);
    }
}
