// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

/** The default log of an endpoint's problems. */
final class ProblemLog {
    private static final System.Logger LOG = System.getLogger("io.github.ossv4.servlet");
    private static final int HANDLER_FAILED = 500;

    private ProblemLog() {}

    /** Writes one line. Only failures of the handler have a stack trace, since anyone can send invalid requests. */
    static void write(CallbackProblem problem) {
        boolean failed = problem.status() == HANDLER_FAILED;
        LOG.log(
                failed ? System.Logger.Level.ERROR : System.Logger.Level.WARNING,
                problem.toString(),
                failed ? problem.cause() : null);
    }
}
