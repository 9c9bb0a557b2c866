// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A result of a command as a value, which a {@link Console} prints. Implementations are immutable. */
public interface Result {
    /** Returns the human-readable text, without a line break at the end. If it is empty, nothing is printed. */
    String text();

    /** Writes the fields of the JSON object. The console writes its braces. */
    void writeFields(JsonGenerator json) throws IOException;

    /** Writes a field with a text, unless the value is null. */
    static void writeUnlessNull(JsonGenerator json, String field, @Nullable Object value) throws IOException {
        if (value != null) {
            json.writeStringField(field, value.toString());
        }
    }
}
