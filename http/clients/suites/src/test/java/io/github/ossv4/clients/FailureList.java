// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import io.github.ossv4.clients.SuiteResult.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The tests of a suite that fail with the emulator, by reason. Its text has a head and groups:
 *
 * <pre>
 * commit: 44426bfa
 * passed: 238
 *
 * # second accounts
 * BucketAclTest#testGetBucketAcl
 *
 * # either result: the test measures its own speed
 * UploadTest#testTrafficLimit
 * </pre>
 *
 * <p>Tests after {@code # either result} may pass or fail, and {@code passed} does not count them.
 */
record FailureList(String file, String commit, long passed, Map<String, Set<String>> groups) {
    static final String UNEXPLAINED = "unexplained";
    private static final String EITHER_RESULT = "either result: ";

    /** Parses the text of a file. */
    static FailureList parse(String file, String text) {
        String commit = "";
        long passed = 0;
        Map<String, Set<String>> groups = new LinkedHashMap<>();
        Set<String> all = new TreeSet<>();
        Set<String> tests = null;
        for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
            if (line.startsWith("# ")) {
                tests = new TreeSet<>();
                if (groups.put(line.substring(2), tests) != null) {
                    throw new IllegalArgumentException(file + ": each reason must occur once, was repeated: " + line);
                }
            } else if (tests != null) {
                if (!all.add(line)) {
                    throw new IllegalArgumentException(
                            file + ": each test must have one reason, was repeated: " + line);
                }
                tests.add(line);
            } else if (line.startsWith("commit: ")) {
                commit = line.substring("commit: ".length());
            } else if (line.startsWith("passed: ")) {
                passed = Long.parseLong(line.substring("passed: ".length()));
            } else {
                throw new IllegalArgumentException(file + ": must be commit, passed or a reason, was: " + line);
            }
        }
        return new FailureList(file, commit, passed, groups);
    }

    /** Returns the text of the file. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append("commit: ")
                .append(commit)
                .append("\npassed: ")
                .append(passed)
                .append('\n');
        groups.forEach((reason, tests) -> {
            text.append("\n# ").append(reason).append('\n');
            tests.forEach(test -> text.append(test).append('\n'));
        });
        return text.toString();
    }

    /** Returns one message for each difference between this list and a run at a commit; none if they agree. */
    List<String> differences(String runCommit, Collection<SuiteResult> results) {
        Map<String, SuiteResult> run = byName(results);
        Map<String, String> reasons = reasons();
        List<String> differences = new ArrayList<>();
        for (SuiteResult result : run.values()) {
            if (result.outcome() == Outcome.FAILED && !reasons.containsKey(result.test())) {
                differences.add(result.test() + " fails and is not in " + file + ": " + result.failure());
            }
        }
        reasons.forEach((test, reason) -> {
            SuiteResult result = run.get(test);
            if (result == null) {
                differences.add(test + " does not exist: remove it from " + file);
            } else if (reason.equals(UNEXPLAINED)) {
                differences.add(test + " has no reason: put it under one in " + file + ": " + result.failure());
            } else if (result.outcome() == Outcome.SKIPPED) {
                differences.add(test + " is skipped: remove it from " + file);
            } else if (result.outcome() == Outcome.PASSED && !isEitherResult(reason)) {
                differences.add(test + " passes now: remove it from " + file);
            }
        });
        long nowPassed = countPassed(run.values());
        if (nowPassed != passed) {
            differences.add(nowPassed + " tests passed at " + runCommit + ", and " + file + " has " + passed + " at "
                    + commit + ": -Dsuites.write=1 updates it");
        }
        return differences;
    }

    /** Returns the list of a run: known failures keep their reasons, others have none yet. */
    FailureList updated(String runCommit, Collection<SuiteResult> results) {
        Map<String, SuiteResult> run = byName(results);
        Map<String, String> reasons = reasons();
        Map<String, Set<String>> updated = new LinkedHashMap<>();
        groups.forEach((reason, tests) -> updated.put(
                reason,
                tests.stream()
                        .filter(run::containsKey)
                        .filter(test -> isEitherResult(reason) || run.get(test).outcome() == Outcome.FAILED)
                        .collect(Collectors.toCollection(TreeSet::new))));
        run.values().stream()
                .filter(result -> result.outcome() == Outcome.FAILED && !reasons.containsKey(result.test()))
                .forEach(result -> updated.computeIfAbsent(UNEXPLAINED, reason -> new TreeSet<>())
                        .add(result.test()));
        updated.values().removeIf(Set::isEmpty);
        return new FailureList(file, runCommit, countPassed(run.values()), updated);
    }

    private long countPassed(Collection<SuiteResult> results) {
        Map<String, String> reasons = reasons();
        return results.stream()
                .filter(result -> result.outcome() == Outcome.PASSED)
                .filter(result -> !isEitherResult(reasons.getOrDefault(result.test(), "")))
                .count();
    }

    private Map<String, String> reasons() {
        Map<String, String> reasons = new TreeMap<>();
        groups.forEach((reason, tests) -> tests.forEach(test -> reasons.put(test, reason)));
        return reasons;
    }

    private static boolean isEitherResult(String reason) {
        return reason.startsWith(EITHER_RESULT);
    }

    private static Map<String, SuiteResult> byName(Collection<SuiteResult> results) {
        return results.stream()
                .collect(Collectors.toMap(
                        SuiteResult::test,
                        result -> result,
                        (first, second) -> {
                            throw new IllegalArgumentException("names must be unique, was repeated: " + first.test());
                        },
                        TreeMap::new));
    }
}
