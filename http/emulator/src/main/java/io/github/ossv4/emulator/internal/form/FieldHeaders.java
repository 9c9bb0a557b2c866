// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.form;

import io.github.ossv4.emulator.internal.wire.OssException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a field of a form.
 *
 * @param name the name of the field
 * @param filename the name of a file, or null
 */
public record FieldHeaders(
        String name, @Nullable String filename, @Nullable String contentType) {
    /**
     * Parses the headers of a field.
     *
     * @throws OssException if the first is not {@code Content-Disposition} with a name, as OSS requires
     */
    static FieldHeaders parse(List<String> lines) {
        String disposition = lines.isEmpty() ? null : valueOf(lines.get(0), "content-disposition");
        HeaderParameters parsed = disposition == null ? null : HeaderParameters.parse(disposition);
        String name = parsed == null ? null : parsed.parameters().get("name");
        if (parsed == null || name == null || !parsed.value().equals("form-data")) {
            throw OssException.malformedPost(
                    "0006-00000109", "a field does not start with Content-Disposition: form-data; name=\"...\"");
        }
        String contentType = null;
        for (String line : lines) {
            String value = valueOf(line, "content-type");
            contentType = value == null ? contentType : value;
        }
        return new FieldHeaders(name, parsed.parameters().get("filename"), contentType);
    }

    private static @Nullable String valueOf(String line, String header) {
        int colon = line.indexOf(':');
        return colon >= 0 && line.substring(0, colon).equalsIgnoreCase(header)
                ? line.substring(colon + 1).trim()
                : null;
    }
}
