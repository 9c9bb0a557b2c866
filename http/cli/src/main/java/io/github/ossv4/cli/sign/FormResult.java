// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.form.SignedForm;
import java.io.IOException;
import java.util.List;

/**
 * A signed form: JSON in either format, with line breaks, so that it is human-readable.
 *
 * @param url the URL to which the form is posted
 * @param types the content types to choose from; empty for any
 */
record FormResult(String url, SignedForm form, List<String> types) implements Result {
    @Override
    public String text() {
        return json(new DefaultPrettyPrinter());
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeStringField("url", url);
        Result.write(json, "fields", form.fields());
        if (!types.isEmpty()) {
            Result.write(json, "contentTypes", types);
        }
    }
}
