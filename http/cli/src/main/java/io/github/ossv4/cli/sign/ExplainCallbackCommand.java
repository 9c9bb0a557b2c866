// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.OutputCommand;
import io.github.ossv4.cli.output.SmallInput;
import io.github.ossv4.explain.CallbackExplanation;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Explains the values of the headers of a callback. */
@Command(
        name = "callback",
        description = "Explain the value of x-oss-callback, and of x-oss-callback-var.",
        footer = {
            "  ossv4 explain callback eyJjYWxsYmFja1VybCI6… eyJ4OnVzZXIiOiI0MiJ9",
            "",
            "Both can also be the form field callback, or the query parameters, not percent-encoded.",
            "The exit code is 1 if OSS would refuse the callback, or if it would fail.",
            "JSON: facts (name, value), problems, advice."
        })
public final class ExplainCallbackCommand extends OutputCommand {
    private static final int MAX_BYTES = 64 * 1024;

    @Parameters(index = "0", paramLabel = "HEADER", description = "Value of x-oss-callback; - is standard input.")
    private String header = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "VAR", description = "Value of x-oss-callback-var.")
    private @Nullable String variables;

    @Override
    public ExitCode run(Console console) throws IOException {
        ExplanationResult result = new ExplanationResult(CallbackExplanation.explain(
                SmallInput.argument(header, MAX_BYTES, console),
                variables == null ? null : SmallInput.argument(variables, MAX_BYTES, console)));
        console.print(result);
        return result.ofCheck();
    }
}
