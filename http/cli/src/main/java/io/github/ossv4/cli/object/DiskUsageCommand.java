// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.bucket.BucketCommand;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.ByteSize;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.ListedVersion;
import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Counts objects and adds their sizes. */
@Command(
        footer = {
            "  ossv4 du --human oss://examplebucket/photos/",
            "  ossv4 du --json oss://examplebucket | jq 'select(.total) | .bytes'",
            "",
            "Prints the number of objects and bytes of each storage class, and the total.",
            "Parts of uploads that are not complete are not counted: 'ossv4 uploads --size' does that.",
            "Patterns select by the key after the last slash of the URL.",
            "JSON: storageClass, objects, bytes; of the total: total (true), objects, bytes."
        })
public final class DiskUsageCommand extends BucketCommand {
    @SuppressWarnings("NullAway.Init") // Picocli requires it.
    @Parameters(index = "0", paramLabel = "oss://BUCKET/PREFIX", description = "Bucket, and the start of the keys.")
    private OssUrl url;

    @Option(names = "--human", description = "Print sizes as 1.5 MiB.")
    private boolean human;

    @Option(names = "--versions", description = "Count all versions.")
    private boolean versions;

    @Mixin
    private NameFilter filter = new NameFilter();

    @Override
    public ExitCode run(Console console) throws IOException {
        NameFilter.Selection selection = filter.select(console);
        int folder = url.key().lastIndexOf('/') + 1;
        Map<String, DiskUsage> usage = new TreeMap<>();
        try (BucketClient client = connection.client(url.bucket(), console)) {
            if (versions) {
                for (ListedVersion version : client.listVersions(url.key())) {
                    if (selection.test(version.key().substring(folder))) {
                        add(usage, version.object());
                    }
                }
            } else {
                for (ListedObject object : client.list(url.key())) {
                    if (selection.test(object.key().substring(folder))) {
                        add(usage, object);
                    }
                }
            }
        }
        for (DiskUsage line : usage.values()) {
            console.print(line);
        }
        console.print(DiskUsage.total(usage.values(), human));
        return selection.reportNotFound(console, url.withKey(url.key().substring(0, folder)));
    }

    /** @param object null for a delete marker */
    private void add(Map<String, DiskUsage> usage, @Nullable ListedObject object) {
        if (object != null) {
            String storageClass = object.storageClass() == null ? "Standard" : object.storageClass();
            usage.merge(storageClass, new DiskUsage(storageClass, 1, object.size(), human), DiskUsage::plus);
        }
    }

    /**
     * The number and the size of the objects of a storage class, or of all.
     *
     * @param storageClass null for the total
     * @param isHuman whether the size is printed with a unit
     */
    private record DiskUsage(@Nullable String storageClass, long objects, long bytes, boolean isHuman)
            implements Result {
        static DiskUsage total(Collection<DiskUsage> classes, boolean isHuman) {
            return classes.stream().reduce(new DiskUsage(null, 0, 0, isHuman), DiskUsage::plus);
        }

        DiskUsage plus(DiskUsage other) {
            return new DiskUsage(storageClass, objects + other.objects, bytes + other.bytes, isHuman);
        }

        @Override
        public String text() {
            return String.format(
                    Locale.ROOT,
                    "%-16s %12d objects %18s",
                    storageClass == null ? "total" : PrintableText.escape(storageClass),
                    objects,
                    isHuman ? ByteSize.format(bytes) : ByteSize.exact(bytes));
        }

        @Override
        public void writeFields(JsonGenerator json) throws IOException {
            if (storageClass == null) {
                json.writeBooleanField("total", true);
            } else {
                json.writeStringField("storageClass", storageClass);
            }
            json.writeNumberField("objects", objects);
            json.writeNumberField("bytes", bytes);
        }
    }
}
