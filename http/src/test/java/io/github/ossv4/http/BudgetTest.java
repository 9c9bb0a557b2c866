// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bounds in .github/checks/size, and the lines of main code. The script checks jars and dex code. */
class BudgetTest {
    private static final Path ROOT = Path.of("..");

    /** A row of the table. */
    private record Budget(String name, long reached, long bound, String reason) {}

    private static List<Budget> budgets() throws IOException {
        String script = Files.readString(ROOT.resolve(".github/checks/size"));
        String table = script.substring(script.indexOf("bounds='"), script.indexOf("\n'\n"));
        return Pattern.compile("^(\\S+) +(\\d+) +(\\d+) +(.+)$", Pattern.MULTILINE)
                .matcher(table)
                .results()
                .map(BudgetTest::budget)
                .toList();
    }

    private static Budget budget(MatchResult row) {
        return new Budget(row.group(1), Long.parseLong(row.group(2)), Long.parseLong(row.group(3)), row.group(4));
    }

    @Test
    void boundsAreAtMostThreePercentAboveWhatWasReached() throws IOException {
        List<Budget> budgets = budgets();
        assertTrue(budgets.size() > 15, budgets::toString);
        for (Budget budget : budgets) {
            assertTrue(budget.bound >= budget.reached && budget.bound * 100 <= budget.reached * 103, budget::toString);
        }
    }

    @Test
    void eachRaiseHasAReason() throws IOException {
        Map<String, Budget> before = new LinkedHashMap<>();
        for (Budget budget : budgets()) {
            assertEquals(
                    !before.containsKey(budget.name),
                    budget.reason.startsWith("first bound"),
                    () -> "reason of " + budget);
            before.put(budget.name, budget);
        }
    }

    @Test
    void mainCodeIsWithinItsBounds() throws IOException {
        Map<String, Long> bounds = new LinkedHashMap<>();
        for (Budget budget : budgets()) {
            bounds.put(budget.name, budget.bound);
        }
        long all = 0;
        List<String> exceeded = new ArrayList<>();
        for (String module : List.of(
                "core",
                "http",
                "http/credentials",
                "http/directories",
                "http/servlet",
                "http/explain",
                "http/emulator",
                "http/cli",
                "http/samples",
                "http/samples/spark",
                "benchmarks")) {
            long lines = lines(ROOT.resolve(module), module.equals("benchmarks") ? 2 : 1);
            assertFalse(lines == 0, module);
            all += lines;
            String name = "lines-" + module.substring(module.lastIndexOf('/') + 1);
            if (lines > bounds.get(name)) {
                exceeded.add(name + " " + lines);
            }
        }
        if (all > bounds.get("lines-all")) {
            exceeded.add("lines-all " + all);
        }
        assertEquals(List.of(), exceeded, "remove lines, or add a row with the reason to .github/checks/size");
    }

    /** @param depth how far below the module the folders src may be */
    private static long lines(Path module, int depth) throws IOException {
        long lines = 0;
        List<Path> folders;
        try (Stream<Path> found = Files.walk(module, depth)) {
            folders = found.map(folder -> folder.resolve("src/main"))
                    .filter(Files::isDirectory)
                    .filter(folder -> depth > 1 || folder.equals(module.resolve("src/main")))
                    .toList();
        }
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file :
                        files.filter(name -> name.toString().endsWith(".java")).toList()) {
                    lines += Files.readAllLines(file).size();
                }
            }
        }
        return lines;
    }
}
