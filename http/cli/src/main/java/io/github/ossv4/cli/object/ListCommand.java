// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.bucket.BucketCommand;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.ListOptions;
import io.github.ossv4.http.ServiceClient;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.list.ListedBucket;
import io.github.ossv4.list.Page;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists buckets, or the objects and folders of a bucket. */
@Command(
        footer = {
            "  ossv4 ls -l",
            "  ossv4 ls -l --human oss://examplebucket/photos/",
            "  ossv4 ls -r --json oss://examplebucket | jq -r .key",
            "  ossv4 ls -r --print0 --include '*.tmp' oss://examplebucket | xargs -0 -n 1 echo",
            "  ossv4 ls -r --print0 --relative oss://examplebucket/tmp/ > names",
            "  ossv4 rm -r --yes --files-from names oss://examplebucket/tmp/",
            "",
            "Without a URL the buckets of the account are listed; -l prints their time of creation, region and",
            "storage class too.",
            "",
            "Without --recursive a folder is one line, which ends with a slash. -l prints time, size, storage",
            "class and key; with --versions also the id of the version, and whether it is the latest.",
            "Patterns select by the key after the last slash of the URL. --relative prints these names, which",
            "--files-from of other commands reads.",
            "Line breaks and other controls in names are printed as \\u000a, but not by --print0.",
            "If a prefix or options select nothing, the exit code is 1.",
            "JSON: key, size, etag, lastModified, storageClass, type; with --versions versionId, isLatest,",
            "deleteMarker; of a folder prefix; of a bucket bucket, region, storageClass, creationDate,",
            "endpoint, internalEndpoint."
        })
public final class ListCommand extends BucketCommand {
    private static final String ALL_BUCKETS = "oss://";

    @Mixin
    private NameFilter filter = new NameFilter();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "oss://BUCKET/PREFIX",
            description = "Bucket, and the start of the keys; default: all buckets.")
    private @Nullable String url;

    @Option(
            names = {"-l", "--long"},
            description = "Print time, size and storage class too.")
    private boolean detailed;

    @Option(
            names = {"-r", "--recursive"},
            description = "List the objects of all folders.")
    private boolean recursive;

    @Option(names = "--human", description = "With -l: print sizes as 1.5 MiB.")
    private boolean human;

    @Option(names = "--versions", description = "List all versions and delete markers.")
    private boolean versions;

    @Option(names = "--print0", description = "Print names without escapes, each ended by a NUL, for xargs -0.")
    private boolean print0;

    @Option(names = "--relative", description = "Print names below the folder of the URL, for --files-from.")
    private boolean relative;

    /** Whether an object or a folder was listed. */
    private boolean found;

    @Override
    public ExitCode run(Console console) throws IOException {
        if (print0 && (console.isJson() || detailed || versions)) {
            throw new UsageException("--print0 prints only names: leave out --json, --long and --versions");
        }
        if (relative && console.isJson()) {
            throw new UsageException("--relative and --json must not be used together");
        }
        OssUrl at = url == null || url.equalsIgnoreCase(ALL_BUCKETS) ? null : OssUrl.parse(url);
        if (at == null && (recursive || versions || relative || filter.isUsed())) {
            throw new UsageException("--recursive, --versions, --relative and the options that select names"
                    + " require a bucket, as oss://BUCKET");
        }
        return at == null ? listBuckets(console) : list(console, at);
    }

    private ExitCode listBuckets(Console console) throws IOException {
        try (ServiceClient service = connection.service(console.process())) {
            for (ListedBucket bucket : service.listBuckets()) {
                BucketLine line = new BucketLine(bucket, style());
                if (print0) {
                    console.printName(line.url());
                } else {
                    console.print(line);
                }
            }
        }
        return ExitCode.SUCCESS;
    }

    private ListLine.Style style() {
        return !detailed ? ListLine.Style.NAMES : human ? ListLine.Style.HUMAN_SIZES : ListLine.Style.DETAILS;
    }

    private ExitCode list(Console console, OssUrl at) throws IOException {
        NameFilter.Selection selection = filter.select(console);
        int folder = at.key().lastIndexOf('/') + 1;
        try (BucketClient client = connection.client(at.bucket(), console)) {
            Lines lines = line -> {
                String below = line.name().substring(folder);
                if (!selection.test(below)) {
                    return;
                }
                found = true;
                ListLine shown = relative ? line.withName(below) : line;
                if (print0) {
                    console.printName(shown.name());
                } else {
                    console.print(shown);
                }
            };
            ListOptions.Builder options = ListOptions.builder().prefix(at.key());
            if (!recursive) {
                options.delimiter("/");
            }
            if (versions) {
                add(client.listVersions(options.build()).pages(), each -> ListLine.of(each, style()), lines);
            } else {
                add(client.list(options.build()).pages(), each -> ListLine.of(each, style()), lines);
            }
        }
        ExitCode code = selection.reportNotFound(console, at.withKey(at.key().substring(0, folder)));
        return found || (at.isBucket() && !filter.isUsed())
                ? code
                : EmptySelection.report(console, "there are no objects below " + at);
    }

    private interface Lines {
        void add(ListLine line) throws IOException;
    }

    private <T> void add(Iterable<Page<T>> pages, Function<T, ListLine> line, Lines lines) throws IOException {
        for (Page<T> page : pages) {
            for (String prefix : page.commonPrefixes()) {
                lines.add(ListLine.of(prefix, style()));
            }
            for (T entry : page.entries()) {
                lines.add(line.apply(entry));
            }
        }
    }

    /** A line of the list of buckets. */
    private record BucketLine(ListedBucket bucket, ListLine.Style style) implements Result {
        /** Returns the URL of the bucket, as other commands accept it. */
        String url() {
            return "oss://" + bucket.name();
        }

        @Override
        public String text() {
            String printable = PrintableText.escape(url());
            return style == ListLine.Style.NAMES
                    ? printable
                    : String.format(
                            Locale.ROOT,
                            "%-24s %-15s  %-12s %s",
                            bucket.creationDate() == null ? "" : bucket.creationDate(),
                            text(bucket.region()),
                            text(bucket.storageClass()),
                            printable);
        }

        private static String text(@Nullable String value) {
            return value == null ? "" : PrintableText.escape(value);
        }

        @Override
        public void writeFields(JsonGenerator json) throws IOException {
            json.writeStringField("bucket", bucket.name());
            Result.writeUnlessNull(json, "region", bucket.region());
            Result.writeUnlessNull(json, "storageClass", bucket.storageClass());
            Result.writeUnlessNull(json, "creationDate", bucket.creationDate());
            Result.writeUnlessNull(json, "endpoint", bucket.publicEndpoint());
            Result.writeUnlessNull(json, "internalEndpoint", bucket.internalEndpoint());
        }
    }
}
