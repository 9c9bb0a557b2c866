// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The groups of options in the help of a command. In each, those that are used most come first. */
enum OptionGroup {
    /** The options of one command only, as it declares them. */
    OWN("Options:", ""),
    SELECTION(
            "What to transfer:",
            "--recursive --dry-run --include --exclude --exclude-from --files-from --skip-same --checksum --size-only"
                    + " --keep-times --version-id --versions"),
    DELETION("What to delete:", "--delete --max-delete --all --abort --yes"),
    STORED(
            "How objects are stored:",
            "--content-type --storage-class --acl --meta --tag --no-tags --header --forbid-overwrite"),
    CALLBACK("Callback:", "--callback-url --callback-body --callback-body-type --var --callback-host"),
    SPEED("How fast:", "--files --parallel --bandwidth --part-size --checkpoint-dir"),
    OUTPUT(
            "Output:",
            "--long --human --relative --print0 --quiet --log --stats --json --summary --allow-empty --verbose --help"
                    + " --version"),
    CONNECTION(
            "Connection:",
            "--region --endpoint --profile --anonymous --cname --path-style --retry-for --retries --timeout");

    private static final Set<String> TRANSFERS = Set.of("upload", "download", "sync", "cp");

    private final String heading;
    private final String names;

    OptionGroup(String heading, String names) {
        this.heading = heading;
        this.names = names;
    }

    /** Returns the heading; commands without transfers and deletions only select, and ask. */
    String heading(CommandSpec command) {
        boolean isOther = this == SELECTION && !TRANSFERS.contains(command.name());
        boolean deletes =
                command.optionsMap().containsKey("--delete") || command.name().equals("rm");
        return isOther ? "What to select:" : this == DELETION && !deletes ? "Safety:" : heading;
    }

    /** Returns the options of a command in this group, without hidden ones. */
    List<OptionSpec> of(CommandSpec command) {
        List<OptionSpec> shown =
                command.options().stream().filter(option -> !option.hidden()).toList();
        Stream<OptionSpec> group = this == OWN
                ? shown.stream().filter(option -> Stream.of(values()).noneMatch(other -> other.has(option)))
                : names().flatMap(name ->
                        shown.stream().filter(option -> option.longestName().equals(name)));
        return group.toList();
    }

    private Stream<String> names() {
        return Stream.of(names.split(" "));
    }

    private boolean has(OptionSpec option) {
        return names().anyMatch(option.longestName()::equals);
    }
}
