// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.BucketCommand;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.ListedVersion;
import java.io.IOException;
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
}
