// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bounds in .github/checks/size, and the lines of main code. The script checks jars and dex code. */
class BudgetTest {
    private static final Path ROOT = Path.of("..");

    /** A row of the table: the bound, and what was reached when it was set. */
    private record Budget(String name, long bound, long reached) {}

    private static List<Budget> budgets() throws IOException {
        String script = Files.readString(ROOT.resolve(".github/checks/size"));
        String table = script.substring(script.indexOf("bounds='"), script.indexOf("\n'\n"));
        return Pattern.compile("^(\\S+) +(\\d+) +(\\d+)", Pattern.MULTILINE)
                .matcher(table)
                .results()
                .map(row -> new Budget(row.group(1), Long.parseLong(row.group(2)), Long.parseLong(row.group(3))))
                .toList();
    }

    @Test
    void boundsAreNearWhatWasReached() throws IOException {
        List<Budget> budgets = budgets();
        assertEquals(9, budgets.stream().map(Budget::name).distinct().count());
        assertEquals(9, budgets.size());
        for (Budget budget : budgets) {
            int percent = budget.name.equals("lines") ? 1 : 3;
            assertTrue(
                    budget.bound >= budget.reached && budget.bound * 100 <= budget.reached * (100 + percent),
                    budget::toString);
        }
    }

    @Test
    void mainCodeIsWithinItsBound() throws IOException {
        long lines = 0;
        for (String module : List.of("core", "http", "benchmarks")) {
            lines += lines(ROOT.resolve(module));
        }
        long bound = budgets().get(0).bound;
        assertTrue(lines > bound / 2, () -> "are all modules counted?");
        assertTrue(
                lines <= bound,
                lines + " lines, at most " + bound
                        + ": remove lines; if that is not possible, remove something else and raise the bound");
    }

    private static long lines(Path module) throws IOException {
        long lines = 0;
        try (Stream<Path> files = Files.walk(module)) {
            for (Path file : files.filter(BudgetTest::isMain).toList()) {
                lines += Files.readAllLines(file).size();
            }
        }
        return lines;
    }

    private static boolean isMain(Path file) {
        String name = file.toString().replace('\\', '/');
        return name.endsWith(".java")
                && name.contains("/src/main/")
                && !name.contains("/target/")
                && !name.contains("/http/matrix/")
                && !name.contains("/http/clients/");
    }
}
