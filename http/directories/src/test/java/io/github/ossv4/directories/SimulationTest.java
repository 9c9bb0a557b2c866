// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients over a network that loses, cuts, delays, repeats and damages messages, while clocks, keys, files and objects
 * change. Each seed is one run, which is the same every time; a failing one is simplified. Set the property {@code
 * simulation.seed} to run one seed. Prints how often each operation met each fault.
 */
class SimulationTest {
    private static final int SEEDS = 450;
    private static final int SEEDS_OF_STRESS = 100_000;

    @TempDir
    private Path folder;

    private final FaultCoverage coverage = new FaultCoverage();

    /** Returns what a run violates; null for nothing. */
    private @Nullable String violation(Choices choices, StringBuilder report) throws IOException {
        Simulation simulation = new Simulation(choices, folder);
        try {
            simulation.run();
            simulation.calls().forEach(coverage::add);
            return null;
        } catch (AssertionError | RuntimeException e) {
            report.setLength(0);
            report.append(simulation.report());
            return e.toString();
        } finally {
            deleteFiles();
        }
    }

    private void deleteFiles() throws IOException {
        try (Stream<Path> left = Files.walk(folder)) {
            for (Path file : left.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(folder)) {
                    Files.delete(file);
                }
            }
        }
    }

    private void run(long first, long last) throws IOException {
        for (long seed = first; seed <= last; seed++) {
            Choices choices = Choices.ofSeed(seed);
            StringBuilder report = new StringBuilder();
            String violation = violation(choices, report);
            if (violation != null) {
                List<Integer> simplest = simplest(choices.made());
                String simplified = violation(Choices.of(simplest), report);
                fail("seed " + seed + ": " + violation + "\nsimplified: " + simplified + "\nchoices " + simplest + "\n"
                        + report);
            }
        }
    }

    /** Replaces as many decisions as possible by the harmless one, and removes those at the end. */
    private List<Integer> simplest(List<Integer> failing) throws IOException {
        List<Integer> simplest = new ArrayList<>(failing);
        for (int length = simplest.size() / 2; length > 0; length /= 2) {
            for (int from = 0; from < simplest.size(); from += length) {
                List<Integer> simpler = new ArrayList<>(simplest);
                int to = Math.min(simpler.size(), from + length);
                simpler.subList(from, to).replaceAll(any -> 0);
                if (!simpler.equals(simplest) && violation(Choices.of(simpler), new StringBuilder()) != null) {
                    simplest = simpler;
                }
            }
        }
        while (!simplest.isEmpty() && simplest.get(simplest.size() - 1) == 0) {
            simplest.remove(simplest.size() - 1);
        }
        return simplest;
    }

    @Test
    void everyReportedResultIsTrue() throws IOException {
        Long seed = Long.getLong("simulation.seed");
        run(seed == null ? 1 : seed, seed == null ? SEEDS : seed);
        if (seed == null) {
            System.out.println(coverage.table());
            assertEquals(List.of(), coverage.missing());
        }
    }

    @Test
    @Tag("stress")
    void everyReportedResultIsTrueForManySeeds() throws IOException {
        run(SEEDS + 1, SEEDS_OF_STRESS);
    }

    @Test
    void repeatsARun() throws IOException {
        Choices first = Choices.ofSeed(1);
        Simulation original = new Simulation(first, folder);
        original.run();
        deleteFiles();
        Simulation repeated = new Simulation(Choices.of(first.made()), folder);
        repeated.run();
        assertEquals(original.report(), repeated.report());
    }
}
