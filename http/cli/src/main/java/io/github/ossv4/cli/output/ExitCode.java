// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

/** The exit codes of all commands. */
public enum ExitCode {
    /** The command succeeded. */
    SUCCESS(0, "success"),
    /** A difference was found, the request was refused, or a run would delete or change more than its options allow. */
    REFUSED(
            1,
            "a difference was found, an object or a bucket does not exist, the request was refused, or a run would delete"
                    + " or change more than its options allow"),
    /** The arguments or the configuration are wrong: nothing was changed. */
    USAGE(
            2,
            "wrong arguments or configuration, such as a local file that does not exist, or credentials that are not set"),
    /** The network, OSS itself (5xx), a disk or a stream failed. Nothing is known to be wrong with the request. */
    IO_FAILED(3, "the network, the server, a disk or a stream failed"),
    /** The process received SIGINT or SIGTERM. The JVM itself exits with these codes. */
    INTERRUPTED(130, "interrupted by Ctrl-C"),
    TERMINATED(143, "terminated by SIGTERM"),
    /** The reader of standard output closed the pipe, as {@code head} does. Nothing is printed. */
    PIPE_CLOSED(141, "the reader of standard output closed the pipe");

    private final int code;
    private final String description;

    ExitCode(int code, String description) {
        this.code = code;
        this.description = description;
    }

    /** Returns the code that the shell receives. */
    public int code() {
        return code;
    }

    /** Returns a line for the help. */
    public String description() {
        return description;
    }

    /** Returns the code of a command that did several things: of the worst result. */
    public ExitCode or(ExitCode other) {
        return other.code > code ? other : this;
    }
}
