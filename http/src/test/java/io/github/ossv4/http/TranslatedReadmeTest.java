// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the Chinese pages with the English ones: only the words differ. */
class TranslatedReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK =
            Pattern.compile("^```.*?^```$|^    \\S[^\n]*$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)*");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)]*)\\)");

    @ParameterizedTest
    @CsvSource({"README.md, .github/README.zh-CN.md", "http/TUTORIAL.md, .github/TUTORIAL.zh-CN.md"})
    void sameSectionsCodeNumbersAndLinks(String original, String translation) throws Exception {
        List<Section> english = sections(original);
        List<Section> chinese = sections(translation);
        assertTrue(english.size() > 5, english.size() + " sections");
        assertEquals(
                english.stream().map(Section::level).toList(),
                chinese.stream().map(Section::level).toList(),
                "levels of the headings");
        for (int i = 0; i < english.size(); i++) {
            Section translated = chinese.get(i);
            assertEquals(english.get(i).facts(), translated.facts(), "in the section " + translated.heading());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "README.md, [中文](.github/README.zh-CN.md)",
        ".github/README.zh-CN.md, [English](../README.md)",
        "http/TUTORIAL.md, [中文](../.github/TUTORIAL.zh-CN.md)",
        ".github/TUTORIAL.zh-CN.md, [English](../http/TUTORIAL.md)",
    })
    void eachLinksToTheOther(String page, String link) throws Exception {
        assertTrue(Files.readString(ROOT.resolve(page)).contains(link));
    }

    private static List<Section> sections(String name) throws Exception {
        Path folder = Path.of(name).getParent();
        String text = Files.readString(ROOT.resolve(name)).replaceAll("\\[(?:中文|English)\\]\\([^)]*\\)\n", "");
        List<Section> sections = new ArrayList<>();
        for (String section : text.split("(?m)^(?=#+ )")) {
            if (!section.isEmpty()) {
                sections.add(new Section(section, folder == null ? Path.of("") : folder));
            }
        }
        return sections;
    }

    private record Section(String text, Path folder) {
        String heading() {
            return text.lines().findFirst().orElse("");
        }

        int level() {
            return heading().indexOf(' ');
        }

        /** Returns what a translation must not change, a line each. Words may be in another order, links may not. */
        String facts() {
            List<String> facts = new ArrayList<>();
            find(BLOCK, text).forEach(facts::add);
            String prose = BLOCK.matcher(text).replaceAll("");
            prose.lines()
                    .filter(line -> line.startsWith("|"))
                    .forEach(row -> facts.add("row: " + find(CODE, row) + " " + numbers(row)));
            facts.add("items: "
                    + prose.lines().filter(line -> line.startsWith("- ")).count());
            facts.add("code: " + find(CODE, prose));
            facts.add("numbers: " + numbers(prose));
            LINK.matcher(prose)
                    .results()
                    .map(link -> link.group(1))
                    .forEach(link -> facts.add("link: " + target(link)));
            return String.join("\n", facts);
        }

        private String target(String link) {
            String page = folder.resolve(link).normalize().toString();
            // A translation links to translations.
            return link.contains(":") ? link : page.replace(".github/TUTORIAL.zh-CN.md", "http/TUTORIAL.md");
        }

        private static List<String> find(Pattern pattern, String text) {
            return pattern.matcher(text)
                    .results()
                    .map(MatchResult::group)
                    .sorted()
                    .toList();
        }

        private static String numbers(String text) {
            String[] numbers = find(NUMBER, LINK.matcher(text).replaceAll("]")).toArray(new String[0]);
            return Arrays.toString(numbers);
        }
    }
}
