// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.bucket.ConnectionOptions;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.ByteSize;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.OutputOptions;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.DeleteAllOptions;
import io.github.ossv4.http.DeleteAllResult;
import io.github.ossv4.list.ListedObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes objects, all objects of a folder, or all objects of a bucket, after a question. */
@Command(
        name = "rm",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ossv4 rm oss://examplebucket/photos/cat.jpg",
            "  ossv4 rm --recursive --yes oss://examplebucket/tmp/",
            "  ossv4 rm --recursive --all oss://examplebucket/",
            "",
            "The objects of a whole bucket are deleted with --all only: a shell variable such as $$FOLDER can be",
            "empty.",
            "",
            "Objects that do not exist count as deleted. In a bucket with versioning objects are hidden by",
            "delete markers; 'ossv4 ls --versions' lists them.",
            "JSON: bucket, key, recursive, deleted (a number)."
        })
public final class RemoveCommand implements io.github.ossv4.cli.output.Command {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "oss://BUCKET/KEY",
            converter = OssUrl.Converter.class,
            description = "Objects, or folders with --recursive.")
    private List<OssUrl> urls = List.of();

    @Option(
            names = {"-r", "--recursive"},
            description = "Delete all objects of a folder.")
    private boolean recursive;

    @Option(names = "--all", description = "With --recursive: delete all objects of a bucket, whose URL has no key.")
    private boolean all;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask. Required without a terminal.")
    private boolean yes;

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public ExitCode run(Console console) throws IOException {
        if (!yes && !console.canAsk()) {
            throw new UsageException("--yes is required to delete without a terminal");
        }
        urls.forEach(this::check);
        for (OssUrl url : urls) {
            try (BucketClient client = connection.client(url.bucket(), console.process())) {
                Deleted deleted = recursive ? deleteFolder(console, client, url) : deleteObject(console, client, url);
                if (deleted.count >= 0) {
                    console.print(deleted);
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return ExitCode.SUCCESS;
    }

    private void check(OssUrl url) {
        if (!recursive) {
            if (all) {
                throw new UsageException("--all requires --recursive");
            }
            url.requireKey();
        } else if (url.key().isEmpty() && !all) {
            throw new UsageException(
                    url + " has no key. Add --all to delete all objects of the bucket, or add a folder," + " such as "
                            + url + "FOLDER/. Check that the shell variable in the URL is set.");
        } else if (!url.key().isEmpty() && all) {
            throw new UsageException("--all requires the URL of a bucket, oss://" + url.bucket() + "/, was " + url);
        }
    }

    private Deleted deleteObject(Console console, BucketClient client, OssUrl url) throws IOException {
        if (!yes && !console.ask("delete " + url + "?")) {
            return Deleted.nothing(url);
        }
        client.delete(url.key());
        return new Deleted(url, false, 1);
    }

    private Deleted deleteFolder(Console console, BucketClient client, OssUrl url) throws IOException {
        OssUrl folder = url.isDirectory() ? url : url.withKey(url.key() + "/");
        if (!yes) {
            long count = 0;
            long bytes = 0;
            for (ListedObject object : client.list(folder.key())) {
                count++;
                bytes += object.size();
            }
            String objects = count == 1 ? "1 object" : count + " objects";
            if (count > 0
                    && !console.ask("delete " + objects + ", " + ByteSize.format(bytes) + ", of " + folder + "?")) {
                return Deleted.nothing(folder);
            }
        }
        DeleteAllResult result = client.deleteAll(
                client.list(folder.key()).map(ListedObject::key),
                DeleteAllOptions.builder().quiet().build());
        return new Deleted(folder, true, result.throwIfFailed().deletedCount());
    }

    /** The deleted objects; a count of -1 if the answer to the question was no. */
    private record Deleted(OssUrl url, boolean isFolder, long count) implements Result {
        static Deleted nothing(OssUrl url) {
            return new Deleted(url, false, -1);
        }

        @Override
        public String text() {
            return "deleted " + (isFolder ? count + (count == 1 ? " object" : " objects") + " of " : "") + url;
        }

        @Override
        public void writeFields(JsonGenerator json) throws IOException {
            json.writeStringField("bucket", url.bucket());
            json.writeStringField("key", url.key());
            json.writeBooleanField("recursive", isFolder);
            json.writeNumberField("deleted", count);
        }
    }
}
