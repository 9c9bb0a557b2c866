// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.form.SignedForm;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * A signed form: JSON in either format, with line breaks, so that it is human-readable.
 *
 * @param url the URL to which the form is posted
 * @param types the content types to choose from; empty for any
 */
record FormResult(String url, SignedForm form, List<String> types) implements Result {
    @Override
    public String text() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            writeFields(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen in memory", e);
        }
        return text.toString();
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeStringField("url", url);
        json.writeObjectFieldStart("fields");
        for (Map.Entry<String, String> field : form.fields().entrySet()) {
            json.writeStringField(field.getKey(), field.getValue());
        }
        json.writeEndObject();
        if (!types.isEmpty()) {
            json.writeArrayFieldStart("contentTypes");
            for (String type : types) {
                json.writeString(type);
            }
            json.writeEndArray();
        }
    }
}
