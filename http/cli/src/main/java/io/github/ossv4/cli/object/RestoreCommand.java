// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.bucket.NamedValues;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.bucket.RunCommand;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.cli.output.WholeNumber;
import io.github.ossv4.http.RestoreOptions;
import io.github.ossv4.http.RestoreStatus;
import io.github.ossv4.http.RestoreTier;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts to make archived objects readable. */
@Command(
        footer = {
            "  ossv4 restore --days 3 oss://examplebucket/2020.tar",
            "  ossv4 restore --recursive --tier bulk --days 30 oss://examplebucket/2020/",
            "",
            "An object of the class Archive is readable after a minute, of ColdArchive after hours, and of",
            "DeepColdArchive after 12 to 48 hours: 'ossv4 stat' prints the state, x-oss-restore. OSS charges",
            "for the days. With --recursive objects of other classes are skipped.",
            "JSON: bucket, key, status (started, inProgress or restored); of an object that failed with",
            "--recursive: error."
        })
public final class RestoreCommand extends RunCommand {
    @Mixin
    private ObjectArguments objects = new ObjectArguments();

    @Mixin
    private VersionOption version = new VersionOption();

    @Option(
            names = "--days",
            paramLabel = "N",
            converter = Days.class,
            description = "Days for which objects are readable, at most 7 for Archive; default: ${DEFAULT-VALUE}.")
    private int days = 1;

    @Option(
            names = "--tier",
            paramLabel = "TIER",
            converter = NamedValues.Tiers.class,
            description = "expedited, standard or bulk, not for Archive; default: standard.")
    private @Nullable RestoreTier tier;

    /** The numbers of days that OSS accepts. */
    static final class Days extends WholeNumber {
        Days() {
            super(1, 365);
        }
    }

    @Override
    public ExitCode run(Console console) throws IOException, InterruptedException {
        objects.check();
        RestoreOptions.Builder options = RestoreOptions.builder().days(days);
        if (tier != null) {
            options.tier(tier);
        }
        version.check(objects.urls());
        if (objects.isRecursive()) {
            version.requireUnused();
        }
        version.applyTo(options::versionId);
        RestoreOptions request = options.build();
        return objects.forEach(
                console,
                connection,
                "requested the restoration of",
                new SelectedObjects.Condition(
                        "archived",
                        object -> object.storageClass() != null
                                && object.storageClass().endsWith("Archive")),
                (client, url) -> new RestoredObject(url, client.restore(url.key(), request)));
    }

    /** An archived object, and the state of its restoration. */
    private record RestoredObject(OssUrl url, RestoreStatus status) implements Result {
        @Override
        public String text() {
            return switch (status) {
                        case STARTED -> "restoration started: ";
                        case IN_PROGRESS -> "restoration already in progress: ";
                        case RESTORED -> "already restored: ";
                    }
                    + url;
        }

        @Override
        public void writeFields(JsonGenerator json) throws IOException {
            url.writeTo(json);
            json.writeStringField(
                    "status",
                    switch (status) {
                        case STARTED -> "started";
                        case IN_PROGRESS -> "inProgress";
                        case RESTORED -> "restored";
                    });
        }
    }
}
