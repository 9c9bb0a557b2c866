// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.bucket.Failure;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.ByteSize;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.list.ListedObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of a directory with a folder, by a list of the objects, and a HeadObject for each object of the same size.
 * Several files are compared in parallel; differences are printed in the order of the keys.
 */
final class DirectoryVerification {
    private static final int THREADS = 8;

    private final Console console;
    private final BucketClient client;
    private final Path directory;
    private final OssUrl folder;
    private final boolean reportsExtra;
    private long same;
    private long bytes;
    private long different;
    private ExitCode worst = ExitCode.SUCCESS;

    DirectoryVerification(Console console, BucketClient client, Path directory, OssUrl folder, boolean reportsExtra) {
        this.console = console;
        this.client = client;
        this.directory = directory;
        this.folder = folder.isDirectory() ? folder : folder.withKey(folder.key() + "/");
        this.reportsExtra = reportsExtra;
    }

    ExitCode run() throws IOException, InterruptedException {
        try {
            ListMerge pairs = new ListMerge(
                    LocalFiles.below(directory, console),
                    client.list(folder.key()).iterator(),
                    folder.key());
            try (OrderedTasks<ListMerge.Pair, Compared> tasks = OrderedTasks.of(pairs, this::compare, THREADS)) {
                for (Compared next = tasks.next(); next != null; next = tasks.next()) {
                    print(next);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        console.print(new Summary(same, different, bytes));
        return worst;
    }

    private Compared compare(ListMerge.Pair pair) {
        LocalFiles.Entry file = pair.file();
        ListedObject object = pair.object();
        if (file == null) {
            return object == null || !reportsExtra
                    ? Compared.NOTHING
                    : new Compared(Comparison.extra(folder.withKey(object.key()), object), null);
        }
        String name = file.path().toString();
        OssUrl url = folder.withKey(folder.key() + file.name());
        if (object == null) {
            return new Compared(Comparison.missing(name, url, file.size()), null);
        }
        if (object.size() != file.size()) {
            return new Compared(Comparison.ofSizes(name, url, file.size(), object.size()), null);
        }
        try {
            return new Compared(Comparison.of(name, url, client.verify(url.key(), file.path())), null);
        } catch (ServiceException e) {
            return "NoSuchKey".equals(e.code())
                    ? new Compared(Comparison.missing(name, url, file.size()), null)
                    : failed(name, url, e);
        } catch (IOException | RuntimeException e) {
            return failed(name, url, e);
        }
    }

    private static Compared failed(String file, OssUrl url, Exception e) {
        return new Compared(null, new FailedFile(file, url, Failure.of(e)));
    }

    private void print(Compared compared) throws IOException {
        Comparison comparison = compared.comparison();
        FailedFile failed = compared.failed();
        if (failed != null) {
            worst = worst.or(failed.failure().exitCode());
            failed.printTo(console);
            different++;
        } else if (comparison != null && comparison.state() == Comparison.State.SAME) {
            same++;
            bytes += comparison.fileSize() == null ? 0 : comparison.fileSize();
        } else if (comparison != null) {
            worst = worst.or(ExitCode.REFUSED);
            different++;
            console.print(comparison);
        }
    }

    /** A comparison, a failure, or nothing to report. */
    private record Compared(
            @Nullable Comparison comparison, @Nullable FailedFile failed) {
        static final Compared NOTHING = new Compared(null, null);
    }

    private record Summary(long same, long different, long bytes) implements Result {
        @Override
        public String text() {
            return same + (same == 1 ? " file is" : " files are") + " the same, " + ByteSize.format(bytes)
                    + (different == 0 ? "" : "; " + different + (different == 1 ? " differs" : " differ"));
        }

        @Override
        public void writeFields(JsonGenerator json) throws IOException {
            json.writeObjectFieldStart("summary");
            json.writeNumberField("same", same);
            json.writeNumberField("different", different);
            json.writeNumberField("bytes", bytes);
            json.writeEndObject();
        }
    }
}
