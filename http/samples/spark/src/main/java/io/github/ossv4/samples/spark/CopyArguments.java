// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import io.github.ossv4.directories.DeletionLimit;
import io.github.ossv4.directories.DirectoryOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@link CopyDataSet}.
 *
 * @param since the folder of an earlier copy, whose manifests are trusted too
 * @param deletions whether objects that the source does not have are deleted, with their limit
 * @param plan the bandwidth of the plan in Gbit/s; 0 if files are copied
 */
record CopyArguments(
        String source,
        String target,
        String folder,
        boolean resume,
        @Nullable String since,
        DirectoryOptions deletions,
        double plan) {
    private static final String USAGE = "usage: CopyDataSet SOURCE oss://BUCKET/PREFIX/ FOLDER "
            + "[--resume] [--since EARLIER] [--delete NUMBER|PERCENT%] [--plan GBITS]";

    static CopyArguments parse(String... arguments) {
        List<String> operands = new ArrayList<>();
        boolean resume = false;
        String since = null;
        DirectoryOptions.Builder deletions = DirectoryOptions.builder();
        double plan = 0;
        for (Iterator<String> rest = Arrays.asList(arguments).iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            switch (argument) {
                case "--resume" -> resume = true;
                case "--since" -> since = value(argument, rest);
                case "--delete" -> deletions.deleteExtra(true).deletionLimit(limit(value(argument, rest)));
                case "--plan" -> plan = bandwidth(value(argument, rest));
                default -> {
                    if (argument.startsWith("--")) {
                        throw new IllegalArgumentException("unknown option " + argument + "; " + USAGE);
                    }
                    operands.add(argument);
                }
            }
        }
        if (operands.size() != 3) {
            throw new IllegalArgumentException(USAGE);
        }
        return new CopyArguments(
                operands.get(0), operands.get(1), operands.get(2), resume, since, deletions.build(), plan);
    }

    /**
     * Throws if a directory is in the target: the copy could overwrite it, or {@code --delete} delete it.
     *
     * @param qualify returns the full URI of a directory
     */
    void checkOutsideOfTarget(UnaryOperator<String> qualify) {
        for (String directory : since == null ? List.of(source, folder) : List.of(source, folder, since)) {
            // The authority is the bucket, or the bucket and its endpoint.
            String path = qualify.apply(directory).replaceFirst("^(oss|s3a)://([^/.]*)[^/]*", "oss://$2");
            if ((path + "/").startsWith(target)) {
                throw new IllegalArgumentException(
                        "SOURCE, FOLDER and EARLIER must not be in " + target + ", was " + directory);
            }
        }
    }

    private static String value(String option, Iterator<String> rest) {
        String value = rest.hasNext() ? rest.next() : "--";
        if (value.startsWith("--")) {
            throw new IllegalArgumentException(option + " requires a value; " + USAGE);
        }
        return value;
    }

    private static DeletionLimit limit(String text) {
        if (!text.matches("\\d{1,9}%?")) {
            throw new IllegalArgumentException(
                    "--delete requires the largest number of deletions, or a percentage such as 5%, was " + text);
        }
        return text.endsWith("%")
                ? DeletionLimit.percent(Integer.parseInt(text.substring(0, text.length() - 1)))
                : DeletionLimit.files(Long.parseLong(text));
    }

    private static double bandwidth(String text) {
        if (!text.matches("\\d{1,6}(\\.\\d{1,6})?") || Double.parseDouble(text) == 0) {
            throw new IllegalArgumentException("--plan requires a bandwidth in Gbit/s, was " + text);
        }
        return Double.parseDouble(text);
    }
}
