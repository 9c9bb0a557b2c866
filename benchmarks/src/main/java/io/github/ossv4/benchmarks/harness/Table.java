// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** A table in Markdown, which is printed row by row. Numbers have a fixed number of decimals; NaN is an empty cell. */
public final class Table {
    private final List<String> cells = new ArrayList<>();

    private Table() {}

    /** Prints the header, and returns the table. */
    public static Table of(String... header) {
        System.out.println("| " + String.join(" | ", header) + " |");
        System.out.println("|" + "---|".repeat(header.length));
        return new Table();
    }

    /** Adds a text to the row. */
    public Table cell(Object text) {
        cells.add(text.toString());
        return this;
    }

    /** Adds a number to the row. */
    public Table cell(int decimals, double number) {
        return cell(text(decimals, number));
    }

    /** Adds the median of measurements to the row. */
    public <M> Table median(int decimals, List<M> rounds, ToDoubleFunction<M> value) {
        return cell(decimals, Median.of(rounds.stream().mapToDouble(value).toArray()));
    }

    /** Adds the minimum and the maximum of measurements to the row. */
    public <M> Table range(int decimals, List<M> rounds, ToDoubleFunction<M> value) {
        double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
        return cell(
                sorted.length == 0
                        ? ""
                        : text(decimals, sorted[0]) + " to " + text(decimals, sorted[sorted.length - 1]));
    }

    /** Adds the median of the ratios of each round to the row; an empty cell if a round of either is missing. */
    public <M> Table ratio(List<M> ours, List<M> others, ToDoubleFunction<M> value) {
        return cell(2, ours.size() == others.size() ? Median.ofRatios(ours, others, value) : Double.NaN);
    }

    /** Adds the minimum and the maximum of these ratios to the row. */
    public <M> Table ratioRange(List<M> ours, List<M> others, ToDoubleFunction<M> value) {
        return range(
                2,
                ours.size() == others.size()
                        ? IntStream.range(0, ours.size()).boxed().toList()
                        : List.of(),
                i -> value.applyAsDouble(ours.get(i)) / value.applyAsDouble(others.get(i)));
    }

    /** Prints the row. */
    public void end() {
        System.out.println("| " + String.join(" | ", cells) + " |");
        cells.clear();
    }

    private static String text(int decimals, double number) {
        return Double.isNaN(number) ? "" : String.format(Locale.ROOT, "%." + decimals + "f", number);
    }
}
