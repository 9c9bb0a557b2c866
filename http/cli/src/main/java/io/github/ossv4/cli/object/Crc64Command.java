// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.OutputCommand;
import io.github.ossv4.cli.output.UsageException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the CRC64 of files, or compares it with a list. Does not load a class of OkHttp. */
@Command(
        footer = {
            "  ossv4 crc64 *.mp4 > list.crc64",
            "  ossv4 crc64 --check list.crc64",
            "",
            "A line is the CRC64 as in x-oss-hash-crc64ecma, two spaces, and the name of the file. A line whose",
            "name has a backslash, or characters that control a terminal, starts with a backslash, and these",
            "characters are escaped. The lines of LIST must have at most 65536 characters; a line of another",
            "form is a failure. For a pipe, a message is printed, and the pipe is read to its end.",
            "JSON: file, crc64 (decimal text), or error; with --check: file, expected, crc64,",
            "result (OK, FAILED, MISSING, UNREADABLE)."
        })
public final class Crc64Command extends OutputCommand {
    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files; - is standard input.")
    private List<String> files = List.of();

    @Option(
            names = {"-c", "--check"},
            paramLabel = "LIST",
            description = "Check the files of a list that this command printed; - is standard input.")
    private @Nullable String list;

    @Option(names = "--quiet", description = "With --check: print no line for a file that is right.")
    private boolean quiet;

    @Option(names = "--status", description = "With --check: print nothing; the exit code is the result.")
    private boolean status;

    @Option(names = "--ignore-missing", description = "With --check: ignore files that do not exist.")
    private boolean ignoreMissing;

    @Override
    public ExitCode run(Console console) throws IOException, InterruptedException {
        if (list != null) {
            if (!files.isEmpty()) {
                throw new UsageException("--check takes the files from its list: FILE must not be given");
            }
            return new ChecksumCheck(console, verbosity(), ignoreMissing).run(list);
        }
        if (quiet || status || ignoreMissing) {
            throw new UsageException("--quiet, --status and --ignore-missing require --check");
        }
        if (files.isEmpty()) {
            throw new UsageException("a FILE is required; - is standard input");
        }
        return compute(console);
    }

    private ChecksumCheck.Verbosity verbosity() {
        if (status) {
            return ChecksumCheck.Verbosity.STATUS;
        }
        return quiet ? ChecksumCheck.Verbosity.QUIET : ChecksumCheck.Verbosity.ALL;
    }

    private ExitCode compute(Console console) throws IOException, InterruptedException {
        files.forEach(file -> FileChecksum.announcePipe(file, console));
        if (files.size() == 1) {
            return FileChecksum.compute(files.get(0), console, FileChecksum.CORES)
                    .printTo(console);
        }
        return OrderedTasks.run(
                files.iterator(),
                file -> FileChecksum.computeAmongOthers(file, console),
                FileChecksum.CORES,
                checksum -> checksum.printTo(console));
    }
}
