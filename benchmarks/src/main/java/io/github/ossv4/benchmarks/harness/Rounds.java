// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Rounds in which each subject is measured once, in a random order; the first round warms up and is not counted. A
 * subject that fails is repeated once. If it fails again, it is reported and left out, and the others continue.
 */
public final class Rounds {
    private final int count;
    private final Random random;

    private Rounds(int count, long seed) {
        this.count = count;
        this.random = new Random(seed);
    }

    /** Measures a subject. */
    public interface Run<S, M> {
        M run(S subject) throws IOException, InterruptedException;
    }

    /**
     * Reads the number of rounds and the seed of their orders, the first two arguments of a program, and prints JDK and
     * seed.
     */
    public static Rounds of(String[] arguments, int defaultCount) {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : defaultCount;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        System.out.println("JDK " + Runtime.version() + ", default flags, seed " + seed);
        return new Rounds(count, seed);
    }

    /** Returns the number of rounds that count. */
    public int count() {
        return count;
    }

    /** Shuffles a list. */
    public void shuffle(List<?> list) {
        Collections.shuffle(list, random);
    }

    /**
     * Measures all subjects in all rounds. Returns the measurements of each in the order of {@code subjects}: none of a
     * subject that failed, otherwise one for each round.
     *
     * @param needs the order within a round, if a subject needs another one before it
     */
    public <S, M> Map<S, List<M>> measure(List<S> subjects, Comparator<S> needs, Run<S, M> run)
            throws IOException, InterruptedException {
        Map<S, List<M>> measured = new LinkedHashMap<>();
        subjects.forEach(subject -> measured.put(subject, new ArrayList<>()));
        List<S> left = new ArrayList<>(subjects);
        for (int round = 0; round <= count; round++) {
            System.out.println("round " + round + ", load " + load());
            shuffle(left);
            left.sort(needs);
            for (S subject : List.copyOf(left)) {
                try {
                    M result = runTwice(subject, run);
                    if (round > 0) {
                        measured.computeIfAbsent(subject, each -> new ArrayList<>())
                                .add(result);
                    }
                } catch (IOException e) {
                    System.out.println(subject + " is left out, since it failed twice: " + e.getMessage());
                    left.remove(subject);
                    measured.put(subject, new ArrayList<>());
                }
            }
        }
        return measured;
    }

    /** Like {@link #measure(List, Comparator, Run)}, in any order. */
    public <S, M> Map<S, List<M>> measure(List<S> subjects, Run<S, M> run) throws IOException, InterruptedException {
        return measure(subjects, Comparator.comparing(subject -> 0), run);
    }

    /** Runs a subject, and a second time if it fails. */
    public static <S, M> M runTwice(S subject, Run<S, M> run) throws IOException, InterruptedException {
        try {
            return run.run(subject);
        } catch (IOException e) {
            System.out.println(subject + " is repeated, since it failed: " + e.getMessage());
            return run.run(subject);
        }
    }

    /** Returns the load averages of this machine. */
    public static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).strip();
    }
}
