// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.http.BucketClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the source of a copy, if it has another endpoint or other credentials than the target. */
final class SourceOptions {
    @Option(
            names = "--source-endpoint",
            paramLabel = "URL",
            description =
                    "Endpoint of the source; then the bytes pass through this machine. Default: that of the target,"
                            + " and OSS copies.")
    private @Nullable String endpoint;

    @Option(
            names = "--source-region",
            paramLabel = "ID",
            description = "Region of the source; then the bytes pass through this machine.")
    private @Nullable String region;

    @Option(
            names = "--source-profile",
            paramLabel = "NAME",
            description = "Profile for the source, as --profile; then the bytes pass through this machine.")
    private @Nullable String profile;

    /** Returns whether the source has a connection of its own. */
    boolean isUsed() {
        return endpoint != null || region != null || profile != null;
    }

    void requireUnused() {
        if (isUsed()) {
            throw new UsageException(
                    "--source-endpoint, --source-region and --source-profile require two folders of OSS");
        }
    }

    /**
     * Returns the client of the source's bucket.
     *
     * @param target the client of the target's bucket
     */
    BucketClient client(String bucket, ConnectionOptions connection, BucketClient target, Console console) {
        if (!isUsed()) {
            return target.bucket(bucket);
        }
        try {
            return connection.withSource(endpoint, region, profile).client(bucket, console);
        } catch (UsageException e) {
            String message = String.valueOf(e.getMessage());
            throw new UsageException(
                    "the source: "
                            + message.replace("--region or OSS_REGION", "--source-region")
                                    .replace("--endpoint or OSS_ENDPOINT", "--source-endpoint")
                                    .replace("from --profile", "from --source-profile"),
                    e);
        }
    }
}
