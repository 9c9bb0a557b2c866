// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.http.LostResponseScenario.Before;
import io.github.ossv4.http.LostResponseScenario.Call;
import io.github.ossv4.http.LostResponseScenario.Competitor;
import io.github.ossv4.http.LostResponseScenario.Failure;
import io.github.ossv4.http.testing.CallStyle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each call that stores an object, combined with each failure of its deciding request, each earlier object, and each
 * competitor: another client that stores the same bytes during the call. The user metadata of every object has the
 * marker of the client that stored it. The test reads it after every attempt, to find out whether the call was
 * executed.
 *
 * <p>By default each failure runs by itself, and a lost response with each earlier object and each competitor. With the
 * tag {@code full} all combinations run that differ in one or two respects from a call without a failure, blocking and
 * asynchronously. With the profile {@code checks} and {@code -Dossv4.outcomes=true} every combination runs, and the
 * outcomes are written to {@code target/outcomes.md}.
 */
class LostResponseOutcomesTest {
    private static final boolean ALL = Boolean.getBoolean("ossv4.outcomes");
    private static final Map<String, Map<String, String>> TABLE = new LinkedHashMap<>();

    @TempDir
    private static Path folder;

    private static LostResponseEnvironment environment;

    @BeforeAll
    static void start() throws IOException {
        environment = new LostResponseEnvironment(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        if (ALL) {
            writeTable(Path.of("target", "outcomes.md"));
        }
        environment.close();
    }

    private static void writeTable(Path to) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("Before: " + Arrays.toString(Before.values()) + ". In brackets: whether the call was executed.");
        lines.add("");
        lines.add("| call | failure | competitor | "
                + Arrays.stream(Before.values()).map(Before::name).collect(Collectors.joining(" | ")) + " |");
        lines.add("|---".repeat(3 + Before.values().length) + "|");
        TABLE.forEach((row, cells) -> lines.add("| " + row + " | "
                + Arrays.stream(Before.values())
                        .map(before -> cells.getOrDefault(before.name(), ""))
                        .collect(Collectors.joining(" | "))
                + " |"));
        Files.write(to, lines);
    }

    @ParameterizedTest
    @EnumSource
    void reportsWhatWasExecuted(Call call) throws IOException {
        List<String> violations = new ArrayList<>();
        int number = 0;
        for (Failure failure : Failure.values()) {
            for (Competitor competitor : Competitor.values()) {
                for (Before before : Before.values()) {
                    if (failure.appliesTo(call)
                            && competitor.appliesTo(call)
                            && isOneOfFewest(failure, competitor, before)) {
                        boolean blocking = !call.isAsynchronous() || number++ % 2 == 0;
                        new LostResponseCase(
                                        environment,
                                        call,
                                        blocking ? CallStyle.BLOCKING : CallStyle.ASYNCHRONOUS,
                                        failure,
                                        before,
                                        competitor)
                                .check(TABLE, violations);
                    }
                }
            }
        }
        assertEquals("", String.join("\n", violations));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("full")
    void reportsWhatWasExecutedInAnyStyle(Call call) throws IOException {
        List<String> violations = new ArrayList<>();
        for (Failure failure : Failure.values()) {
            for (Competitor competitor : Competitor.values()) {
                for (Before before : Before.values()) {
                    if (failure.appliesTo(call)
                            && competitor.appliesTo(call)
                            && (ALL || isOneOfFew(failure, competitor, before))) {
                        new LostResponseCase(environment, call, CallStyle.BLOCKING, failure, before, competitor)
                                .check(TABLE, violations);
                        if (call.isAsynchronous()) {
                            new LostResponseCase(environment, call, CallStyle.ASYNCHRONOUS, failure, before, competitor)
                                    .check(TABLE, violations);
                        }
                    }
                }
            }
        }
        assertEquals("", String.join("\n", violations));
    }

    private static boolean isOneOfFewest(Failure failure, Competitor competitor, Before before) {
        boolean nothing = before == Before.NOTHING;
        boolean alone = competitor == Competitor.NONE;
        return (nothing && alone) || (failure == Failure.LOST_ONCE && (nothing || alone));
    }

    private static boolean isOneOfFew(Failure failure, Competitor competitor, Before before) {
        boolean nothing = before == Before.NOTHING;
        return competitor == Competitor.NONE ? nothing || failure.times <= 1 : nothing && failure.times == 1;
    }
}
