// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The output of {@code go test -check.v}, of tests that use gopkg.in/check.v1. */
final class GoCheckOutput {
    private static final Pattern RESULT =
            Pattern.compile("(PASS|FAIL|PANIC|SKIP|MISS): \\S+\\.go:\\d+: (\\w+\\.\\w+)([^\\n]*)");

    private GoCheckOutput() {}

    /** Returns the results in the order of the output. The failure line is the text from the result to the next ruler. */
    static List<SuiteResult> results(String output) {
        List<SuiteResult> results = new ArrayList<>();
        Matcher matcher = RESULT.matcher(output);
        while (matcher.find()) {
            String test = matcher.group(2);
            results.add(
                    switch (matcher.group(1)) {
                        case "PASS" -> SuiteResult.passed(test);
                        case "FAIL", "PANIC" -> SuiteResult.failed(test, untilRuler(output, matcher.end()));
                        default -> SuiteResult.skipped(test);
                    });
        }
        return SuiteResult.withUniqueNames(results);
    }

    private static String untilRuler(String output, int start) {
        int end = output.indexOf("\n----------", start);
        return output.substring(start, end < 0 ? output.length() : end);
    }
}
