// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.output.ByteSize;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The number and the size of the objects of a storage class, or of all.
 *
 * @param storageClass null for the total
 * @param isHuman whether the size is printed with a unit
 */
record DiskUsage(@Nullable String storageClass, long objects, long bytes, boolean isHuman) implements Result {
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
