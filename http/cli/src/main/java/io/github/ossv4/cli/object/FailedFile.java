// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.bucket.Failure;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file among others that was not transferred.
 *
 * @param file null if the key is not the name of a file
 */
record FailedFile(@Nullable String file, OssUrl url, Failure failure) implements Result {
    @Override
    public String text() {
        return PrintableText.escape(file == null ? url.toString() : file) + ": " + failure.text();
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        Result.writeUnlessNull(json, "file", file);
        url.writeTo(json);
        failure.writeFields(json);
    }
}
