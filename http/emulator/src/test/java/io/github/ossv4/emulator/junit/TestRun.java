// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The results of a run of test classes by JUnit's launcher. */
final class TestRun {
    private final Map<String, String> failures;
    private final long tests;

    private TestRun(Map<String, String> failures, long tests) {
        this.failures = failures;
        this.tests = tests;
    }

    /** Runs the tests of these classes one after the other. */
    static TestRun of(Class<?>... classes) {
        return of(Map.of(), classes);
    }

    /** Runs the tests of these classes on several threads, and their methods in a mode that applies to all of them. */
    static TestRun concurrent(String methodMode, Class<?>... classes) {
        return of(
                Map.of(
                        "junit.jupiter.execution.parallel.enabled", "true",
                        "junit.jupiter.execution.parallel.mode.default", methodMode,
                        "junit.jupiter.execution.parallel.mode.classes.default", "concurrent",
                        "junit.jupiter.execution.parallel.config.strategy", "fixed",
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", "4"),
                classes);
    }

    private static TestRun of(Map<String, String> configuration, Class<?>... classes) {
        Map<String, String> failures = new ConcurrentHashMap<>();
        Map<String, Boolean> tests = new ConcurrentHashMap<>();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(List.of(classes).stream()
                        .map(DiscoverySelectors::selectClass)
                        .toList())
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .configurationParameters(configuration)
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                    tests.put(test.getUniqueId(), true);
                }
                result.getThrowable().ifPresent(e -> failures.put(simpleName(test), String.valueOf(e.getMessage())));
            }
        });
        return new TestRun(new TreeMap<>(failures), tests.size());
    }

    /** Returns the display name, of a class without those around it. */
    private static String simpleName(TestIdentifier test) {
        return test.getDisplayName().replaceFirst(".*[$]", "");
    }

    /** Checks that this number of tests ran, and all succeeded. */
    void assertSucceeded(int expected) {
        assertEquals(Map.of(), failures);
        assertEquals(expected, tests);
    }

    /** Returns the messages of failures by the name of the test or class. */
    Map<String, String> failures() {
        return failures;
    }
}
