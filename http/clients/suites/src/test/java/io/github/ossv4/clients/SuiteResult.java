// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of a test of a suite.
 *
 * @param test the name, on one line
 * @param failure the line with which the suite reports a failure; empty if the test did not fail
 */
record SuiteResult(String test, Outcome outcome, String failure) {
    private static final int MAX_FAILURE = 600;

    enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }

    static SuiteResult passed(String test) {
        return new SuiteResult(oneLine(test), Outcome.PASSED, "");
    }

    static SuiteResult skipped(String test) {
        return new SuiteResult(oneLine(test), Outcome.SKIPPED, "");
    }

    static SuiteResult failed(String test, String failure) {
        String line = oneLine(failure);
        return new SuiteResult(oneLine(test), Outcome.FAILED, line.substring(0, Math.min(line.length(), MAX_FAILURE)));
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    }

    /** Returns the results with a number after names that occur again. */
    static List<SuiteResult> withUniqueNames(List<SuiteResult> results) {
        Map<String, Integer> seen = new HashMap<>();
        List<SuiteResult> unique = new ArrayList<>();
        for (SuiteResult result : results) {
            int count = seen.merge(result.test(), 1, Integer::sum);
            String name = count == 1 ? result.test() : result.test() + " (" + count + ")";
            unique.add(new SuiteResult(name, result.outcome(), result.failure()));
        }
        return unique;
    }
}
