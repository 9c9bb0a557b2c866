// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.CallbackBody;
import io.github.ossv4.callback.CallbackVariable;
import io.github.ossv4.cli.output.UsageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the callback that OSS performs after it stored an object. */
public final class CallbackOptions {
    @Option(
            names = "--callback-url",
            paramLabel = "URL",
            description = "URL that OSS calls after the upload; repeat it for up to 5, tried in order.")
    private List<String> urls = List.of();

    @Option(
            names = "--callback-body",
            paramLabel = "TEMPLATE",
            description = "Body with variables such as $${object}; default: JSON with the object and all variables.")
    private @Nullable String body;

    @Option(
            names = "--callback-body-type",
            paramLabel = "TYPE",
            description = "json or form; default: json if the body begins with a brace.")
    private @Nullable String bodyType;

    @Option(names = "--callback-host", paramLabel = "HOST", description = "Host header of the callback request.")
    private @Nullable String host;

    @Option(
            names = "--var",
            paramLabel = "x:NAME=VALUE",
            description = "Value of a variable of the body, visible to the uploader; repeatable.")
    private Map<String, String> variables = new LinkedHashMap<>();

    /**
     * Returns the callback; null if no option is given.
     *
     * @throws UsageException if there are options but no URL
     * @throws IllegalArgumentException if OSS would refuse the callback
     */
    public @Nullable Callback callback() {
        if (!urls.isEmpty()) {
            return callback(urls.toArray(new String[0]));
        }
        if (body != null || bodyType != null || host != null || !variables.isEmpty()) {
            throw new UsageException(
                    "--callback-body, --callback-body-type, --callback-host and --var require --callback-url");
        }
        return null;
    }

    /** Returns the callback to these URLs. */
    private Callback callback(String[] urls) {
        Callback.Builder callback = Callback.builder(urls);
        if (host != null) {
            callback.host(host);
        }
        if (body == null) {
            callback.body(standardBody());
        } else {
            setTemplate(callback, body);
            variables.forEach(callback::variable);
        }
        return callback.build();
    }

    private void setTemplate(Callback.Builder callback, String template) {
        String type = bodyType == null ? (template.startsWith("{") ? "json" : "form") : bodyType;
        switch (type) {
            case "json", "application/json" -> callback.jsonBody(template);
            case "form", "application/x-www-form-urlencoded" -> callback.formBody(template);
            default -> throw new UsageException("--callback-body-type must be json or form, was " + type);
        }
    }

    private CallbackBody standardBody() {
        if (bodyType != null) {
            throw new UsageException("--callback-body-type requires --callback-body");
        }
        CallbackBody standard = CallbackBody.json(
                CallbackVariable.BUCKET,
                CallbackVariable.OBJECT,
                CallbackVariable.ETAG,
                CallbackVariable.SIZE,
                CallbackVariable.MIME_TYPE,
                CallbackVariable.CRC64,
                CallbackVariable.REQUEST_ID);
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            standard = standard.custom(variable.getKey(), variable.getValue());
        }
        return standard;
    }
}
