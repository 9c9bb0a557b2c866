// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The order in which several runs take their steps. A run waits before each step until all other runs wait or have
 * ended; then the seed chooses the one that goes on. In half of the orders this happens a few times only, so that
 * a run takes many steps during one step of another.
 */
final class Turns {
    /** Two runs take about so many steps. */
    private static final int STEPS = 50;

    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** A step that waits. */
    private static final class Step {
        final int run;
        boolean isNext;

        Step(int run) {
            this.run = run;
        }
    }

    private final Random random;

    /** The steps after which another run goes on; null to choose a run after each step. */
    private final @Nullable Set<Integer> switches;

    private int steps;
    private int last;
    private final Set<Integer> running = new HashSet<>();
    private final List<Step> waiting = new ArrayList<>();

    Turns(Random random, int runs) {
        this.random = random;
        this.switches = random.nextBoolean()
                ? null
                : random.ints(1 + random.nextInt(4), 0, STEPS).boxed().collect(Collectors.toSet());
        this.last = random.nextInt(runs);
        for (int run = 0; run < runs; run++) {
            running.add(run);
        }
    }

    /** Waits for the next step of a run. A run may take steps in several threads. */
    synchronized void await(int run) {
        Step step = new Step(run);
        waiting.add(step);
        choose();
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!step.isNext) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("run " + run + " waits for a run that takes no step");
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Ends a run, which takes no more steps. */
    synchronized void end(int run) {
        running.remove(run);
        choose();
    }

    private void choose() {
        boolean allWait = running.stream().allMatch(run -> waiting.stream().anyMatch(step -> step.run == run));
        if (allWait && !waiting.isEmpty()) {
            List<Step> candidates = new ArrayList<>(waiting);
            if (switches != null) {
                boolean isSwitch = switches.contains(steps);
                candidates.removeIf(step -> (step.run == last) == isSwitch);
            }
            List<Step> chosen = candidates.isEmpty() ? waiting : candidates;
            Step next = chosen.get(random.nextInt(chosen.size()));
            steps++;
            waiting.remove(next);
            last = next.run;
            next.isNext = true;
            notifyAll();
        }
    }
}
