// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.list.ListedBucket;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A line of the list of buckets. */
record BucketLine(ListedBucket bucket, ListLine.Style style) implements Result {
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
