// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the rules in the Javadoc of classes, which name their tests, and the decisions with the sources. */
class RulesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern COMMENT_LINE = Pattern.compile("\\s*\\R\\s*\\* ?\\s*");
    private static final Pattern RULE =
            Pattern.compile("<p>Rule: (?:(?!<p>Rule:).)*? \\((\\{@code \\w+}(?:, \\{@code \\w+})*)\\)\\.");
    private static final int MOST_WORDS = 150;

    private static List<Path> sources(String kind) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().contains("/src/" + kind + "/java/"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList();
        }
    }

    private static String name(Path source) {
        String file = source.getFileName().toString();
        return file.substring(0, file.length() - ".java".length());
    }

    @Test
    void eachRuleHasATest() throws IOException {
        Set<String> tests = sources("test").stream().map(RulesTest::name).collect(Collectors.toSet());
        List<String> wrong = new ArrayList<>();
        int rules = 0;
        for (Path source : sources("main")) {
            String text = COMMENT_LINE.matcher(Files.readString(source)).replaceAll(" ");
            int starts = text.split("<p>Rule: ", -1).length - 1;
            List<MatchResult> found = RULE.matcher(text).results().toList();
            rules += found.size();
            if (found.size() != starts) {
                wrong.add(name(source) + " has a rule that does not end with its tests");
            }
            for (MatchResult rule : found) {
                Stream.of(rule.group(1).split("[^\\w]+(?:code )?"))
                        .filter(test -> !test.isEmpty() && !tests.contains(test))
                        .forEach(test -> wrong.add(name(source) + " names the test " + test));
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(rules > 80, rules + " rules");
    }

    /** A decision has its date, at most 150 words, and what would change it. */
    @Test
    void decisionsAreShort() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve(".github/decisions"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                assertTrue(
                        text.matches("(?s)# .*?\\n\\n20\\d\\d-\\d\\d-\\d\\d · (?:accepted|replaced by .*?)\\n\\n.*"),
                        text);
                assertTrue(text.contains("\nTo be reconsidered if "), text);
                assertTrue(text.split("\\s+").length <= MOST_WORDS, text);
            }
        }
    }

    @Test
    void testClassNamesAreUniqueAcrossModules() throws IOException {
        Map<String, Long> counts = sources("test").stream()
                .map(RulesTest::name)
                .filter(name -> name.endsWith("Test"))
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        counts.values().removeIf(count -> count == 1);
        assertEquals(Map.of(), counts);
    }
}
