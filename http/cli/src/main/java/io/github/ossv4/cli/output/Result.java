// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import io.github.ossv4.checksum.Crc64;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A result of a command as a value, which a {@link Console} prints. Implementations are immutable. */
public interface Result {
    /** Returns the human-readable text, without a line break at the end. If it is empty, nothing is printed. */
    String text();

    /** Writes the fields of the JSON object, without its braces. */
    void writeFields(JsonGenerator json) throws IOException;

    /**
     * Returns the JSON object.
     *
     * @param printer inserts spaces and line breaks; null for none
     */
    default String json(@Nullable PrettyPrinter printer) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).setPrettyPrinter(printer)) {
            json.writeStartObject();
            writeFields(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen in memory", e);
        }
        return text.toString();
    }

    /** Writes a field with a text, unless the value is null. */
    static void writeUnlessNull(JsonGenerator json, String field, @Nullable Object value) throws IOException {
        if (value != null) {
            json.writeStringField(field, value.toString());
        }
    }

    /** Writes a field with a CRC64 as a decimal text, unless it is null. */
    static void writeCrc64(JsonGenerator json, String field, @Nullable Long crc64) throws IOException {
        writeUnlessNull(json, field, crc64 == null ? null : Crc64.toString(crc64));
    }

    /** Writes a field with an array of texts. */
    static void write(JsonGenerator json, String field, List<String> texts) throws IOException {
        json.writeFieldName(field);
        json.writeArray(texts.toArray(new String[0]), 0, texts.size());
    }

    /** Writes a field with an object of texts. */
    static void write(JsonGenerator json, String field, Map<String, String> texts) throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            json.writeStringField(text.getKey(), text.getValue());
        }
        json.writeEndObject();
    }
}
