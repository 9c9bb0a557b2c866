// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file or an object that a sync deleted.
 *
 * @param file null for an object
 */
record DeletedFile(@Nullable String file, OssUrl url) implements Result {
    @Override
    public String text() {
        return "deleted " + (file == null ? url : PrintableText.escape(file));
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeBooleanField("deleted", true);
        Result.writeUnlessNull(json, "file", file);
        url.writeTo(json);
    }
}
