// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of a simulation, which are recorded so that they can be repeated and simplified. 0 is the harmless one.
 */
final class Choices {
    private final long seed;
    private final @Nullable Random random;
    private final List<Integer> given;
    private final List<Integer> made = new ArrayList<>();

    private Choices(long seed, @Nullable Random random, List<Integer> given) {
        this.seed = seed;
        this.random = random;
        this.given = given;
    }

    static Choices ofSeed(long seed) {
        return new Choices(seed, new Random(seed), List.of());
    }

    /** Repeats decisions; those after the last one are harmless. */
    static Choices of(List<Integer> given) {
        return new Choices(0, null, List.copyOf(given));
    }

    /** Returns 0 to {@code bound} - 1. */
    int next(int bound) {
        return make(random == null ? repeated(bound) : random.nextInt(bound));
    }

    /** Returns 0 to {@code bound} - 1, each of which as many seeds in a row have in turn. */
    int inTurn(int bound) {
        return make(random == null ? repeated(bound) : (int) Math.floorMod(seed, (long) bound));
    }

    private int repeated(int bound) {
        return made.size() < given.size() ? given.get(made.size()) % bound : 0;
    }

    private int make(int choice) {
        made.add(choice);
        return choice;
    }

    /** Returns true with probability 1/{@code number}. */
    boolean oneIn(int number) {
        return next(number) == number - 1;
    }

    List<Integer> made() {
        return made;
    }
}
