// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class RoundsTest {
    private static Rounds rounds(String count) {
        return Rounds.of(new String[] {count, "7"}, 5);
    }

    @Test
    void doesNotCountTheFirstRound() throws Exception {
        List<String> runs = new ArrayList<>();

        Map<String, List<Integer>> measured = rounds("2").measure(List.of("a", "b"), subject -> {
            runs.add(subject);
            return runs.size();
        });

        assertEquals(6, runs.size());
        assertEquals(2, measured.get("a").size());
        assertEquals(List.of("a", "b"), List.copyOf(measured.keySet()));
        assertEquals(
                3 + 4 + 5 + 6,
                measured.values().stream()
                        .flatMap(List::stream)
                        .mapToInt(i -> i)
                        .sum());
    }

    @Test
    void hasTheSameOrderWithTheSameSeed() throws Exception {
        List<String> subjects = List.of("a", "b", "c", "d", "e", "f", "g", "h");
        List<List<String>> orders = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            List<String> order = new ArrayList<>();
            rounds("1").measure(subjects, order::add);
            orders.add(order);
        }

        assertEquals(orders.get(0), orders.get(1));
    }

    @Test
    void keepsTheOrderThatSubjectsNeed() throws Exception {
        List<String> order = new ArrayList<>();

        rounds("1")
                .measure(
                        List.of("a", "b", "c", "d"), Comparator.comparing(each -> each.compareTo("c") < 0), order::add);

        assertEquals(List.of("c", "d"), order.subList(0, 2).stream().sorted().toList());
        assertEquals(List.of("c", "d"), order.subList(4, 6).stream().sorted().toList());
    }

    /** One failed process must not throw away the run. */
    @Test
    void repeatsASubjectThatFailsOnce() throws Exception {
        List<String> runs = new ArrayList<>();

        Map<String, List<String>> measured = rounds("2").measure(List.of("a", "b"), subject -> {
            runs.add(subject);
            if (runs.size() == 3) {
                throw new IOException("exit 1");
            }
            return subject;
        });

        assertEquals(7, runs.size());
        assertEquals(List.of("a", "a"), measured.get("a"));
        assertEquals(List.of("b", "b"), measured.get("b"));
    }

    @Test
    void leavesOutASubjectThatFailsTwice() throws Exception {
        int[] runs = new int[2];

        Map<String, List<String>> measured = rounds("3").measure(List.of("good", "bad"), subject -> {
            runs[subject.equals("bad") ? 1 : 0]++;
            if (subject.equals("bad") && runs[1] > 2) {
                throw new IOException("exit 1");
            }
            return subject;
        });

        assertEquals(List.of("good", "good", "good"), measured.get("good"));
        assertEquals(List.of(), measured.get("bad"));
        assertEquals(4, runs[1]);
    }

    @Test
    void reportsAnEmulatorThatDoesNotStart() {
        IOException e = assertThrows(
                IOException.class,
                () -> EmulatorProcess.start(Path.of("missing.jar"), 1, ProcessBuilder.Redirect.DISCARD));

        assertEquals(true, e.getMessage().contains("missing.jar"), e::getMessage);
    }
}
