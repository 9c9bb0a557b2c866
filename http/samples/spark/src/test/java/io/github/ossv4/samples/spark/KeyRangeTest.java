// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KeyRangeTest {
    private static final Comparator<String> ORDER =
            Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    /** Numbers and dates, of which names of objects often consist, are divided into pieces of similar size. */
    @Test
    void dividesKeysThatShareTheirFirstCharacters() {
        TreeSet<String> keys = new TreeSet<>(ORDER);
        for (int number = 0; number < 100_000; number++) {
            keys.add("backup/logs/2026/part-%08d".formatted(number));
        }
        assertTrue(largestPiece(keys, "backup/", "backup/logs/2026/part-00004999") <= 14_000);
        keys.clear();
        for (int day = 0; day < 50_000; day++) {
            keys.add("backup/%04d/%02d/%02d/%d".formatted(2000 + day % 27, day % 12, day % 28, day));
        }
        // Ten of 27 years.
        assertTrue(largestPiece(keys, "backup/", keys.first()) <= 20_000);
    }

    @Test
    void findsKeysOfAnyCharacters() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] characters = {"a", "b", "/", " ", "ü", "\uFFFD", "\uE000", "😀", Character.toString(0x10FFFF)};
        for (int round = 0; round < 300; round++) {
            TreeSet<String> keys = new TreeSet<>(ORDER);
            for (int i = 0; i < 200; i++) {
                StringBuilder key = new StringBuilder("p/");
                for (int length = random.nextInt(8); length >= 0; length--) {
                    key.append(characters[random.nextInt(characters.length)]);
                }
                keys.add(key.toString());
            }
            List<String> all = new ArrayList<>(keys);
            int from = random.nextInt(all.size());
            int to = from + random.nextInt(all.size() - from);
            KeyRange range = new KeyRange(all.get(from), to + 1 == all.size() ? null : all.get(to));
            TreeSet<String> inRange = new TreeSet<>(ORDER);
            inRange.addAll(all.subList(from + 1, to + 1));
            TreeSet<String> bounds = range.bounds("p/", inRange::higher);
            assertTrue(inRange.containsAll(bounds), "seed " + seed);
            // Keys that continue the last listed one stay together.
            inRange.removeIf(key -> key.startsWith(all.get(from)));
            assertTrue(bounds.size() > 0 || inRange.isEmpty(), "seed " + seed);
        }
    }

    private static long largestPiece(NavigableSet<String> keys, String prefix, String after) {
        TreeSet<String> bounds = new KeyRange(after, null).bounds(prefix, keys::higher);
        assertTrue(bounds.size() <= 200, () -> "too many: " + bounds);
        long largest = 0;
        String start = after;
        for (String bound : bounds) {
            largest = Math.max(largest, keys.subSet(start, false, bound, true).size());
            start = bound;
        }
        return Math.max(largest, keys.tailSet(start, false).size());
    }

    @Test
    void returnsNothingAfterTheLastKey() {
        assertEquals(new TreeSet<>(), new KeyRange("p/last", null).bounds("p/", start -> null));
    }
}
