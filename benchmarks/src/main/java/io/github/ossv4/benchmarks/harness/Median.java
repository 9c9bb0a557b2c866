// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.harness;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The median of measurements. */
public final class Median {
    private Median() {}

    /** Returns the median, of an even number of values the mean of the two in the middle; NaN for none. */
    public static double of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /**
     * Returns the median of the ratios of each round, which is least sensitive to a changing load.
     *
     * @param others as many as {@code ours}
     */
    public static <T> double ofRatios(List<T> ours, List<T> others, ToDoubleFunction<T> value) {
        return of(IntStream.range(0, ours.size())
                .mapToDouble(i -> value.applyAsDouble(ours.get(i)) / value.applyAsDouble(others.get(i)))
                .toArray());
    }

    /** Returns the median of integers. */
    public static double of(long... values) {
        return of(LongStream.of(values).asDoubleStream().toArray());
    }
}
