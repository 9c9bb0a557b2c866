// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.diagnosis;

import io.github.ossv4.cli.bucket.BucketCommand;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.UsageException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks the settings one by one, from the endpoint to the permission to put. */
@Command(
        name = "doctor",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ossv4 doctor oss://examplebucket --region cn-hangzhou",
            "  ossv4 doctor oss://examplebucket --write",
            "",
            "Examines the options and OSS_ENDPOINT, OSS_REGION, OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET and",
            "OSS_SESSION_TOKEN, or where else the credentials are from.",
            "A line for each check: OK, WARN or FAIL, what was found, and what to do. Secrets are not shown.",
            "Checks that need a failed one are left out. The exit code is 1 if a check failed.",
            "JSON, an object for each check: check, status, message, advice."
        })
public final class DoctorCommand extends BucketCommand {
    @SuppressWarnings("NullAway.Init") // Picocli requires it.
    @Parameters(paramLabel = "oss://BUCKET", description = "The bucket.")
    private OssUrl bucket;

    @Option(names = "--write", description = "Put a small object and delete it.")
    private boolean write;

    @Override
    public ExitCode run(Console console) throws IOException {
        if (!bucket.key().isEmpty()) {
            throw new UsageException("the URL of a bucket must have no key, was " + bucket);
        }
        Examination examination = new Examination(finding -> print(console, finding));
        examination.run(
                connection,
                bucket.bucket(),
                console.process(),
                write ? Examination.Access.READ_AND_WRITE : Examination.Access.READ);
        return examination.hasFailed() ? ExitCode.REFUSED : ExitCode.SUCCESS;
    }

    private static void print(Console console, Finding finding) throws IOException {
        console.print(finding);
        console.flush();
    }
}
