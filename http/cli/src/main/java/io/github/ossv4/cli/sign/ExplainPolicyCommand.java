// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.OutputCommand;
import io.github.ossv4.cli.output.SmallInput;
import io.github.ossv4.explain.PolicyExplanation;
import java.io.IOException;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Explains the policy of a form. */
@Command(
        name = "policy",
        description = "Explain the policy of a form: what it requires, what is wrong, what it allows.",
        footer = {
            "  ossv4 form oss://examplebucket/users/42/ --json | jq -r .fields.policy | ossv4 explain policy -",
            "",
            "The exit code is 1 if OSS would refuse the policy.",
            "JSON: facts (name, value), problems, advice."
        })
public final class ExplainPolicyCommand extends OutputCommand {
    private static final int MAX_BYTES = 2 << 20;

    @Parameters(paramLabel = "BASE64", description = "Value of the form's field policy; - is standard input.")
    private String policy = "";

    @Override
    public ExitCode run(Console console) throws IOException {
        ExplanationResult result = new ExplanationResult(
                PolicyExplanation.explain(SmallInput.argument(policy, MAX_BYTES, console), Instant.now()));
        console.print(result);
        return result.ofCheck();
    }
}
