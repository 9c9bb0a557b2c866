// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The decisions of a simulation, which are recorded so that they can be repeated and simplified. 0 is the harmless one. */
final class Choices {
    private final Random random;
    private final List<Integer> given;
    private final List<Integer> made = new ArrayList<>();

    private Choices(long seed, List<Integer> given) {
        this.random = new Random(seed);
        this.given = given;
    }

    static Choices ofSeed(long seed) {
        return new Choices(seed, List.of());
    }

    /** Repeats decisions; those after the last one are harmless. */
    static Choices of(List<Integer> given) {
        List<Integer> all = new ArrayList<>(given);
        return new Choices(0, all.isEmpty() ? List.of(0) : all);
    }

    /** Returns 0 to {@code bound} - 1. */
    int next(int bound) {
        int choice;
        if (given.isEmpty()) {
            choice = random.nextInt(bound);
        } else {
            choice = made.size() < given.size() ? given.get(made.size()) % bound : 0;
        }
        made.add(choice);
        return choice;
    }

    /** Returns true once in {@code number} times. */
    boolean oneIn(int number) {
        return next(number) == number - 1;
    }

    List<Integer> made() {
        return made;
    }
}
