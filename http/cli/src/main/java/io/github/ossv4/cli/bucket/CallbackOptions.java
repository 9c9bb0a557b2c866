// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.cli.output.UsageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for an upload callback. */
public final class CallbackOptions {
    /** What OSS sends if no body is given: enough to find and to check the object. */
    public static final String DEFAULT_BODY =
            "{\"bucket\":${bucket},\"object\":${object},\"size\":${size},\"etag\":${etag},\"crc64\":${crc64}}";

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    @Option(
            names = "--callback-url",
            paramLabel = "URL",
            description = "Application server that OSS calls after the object is stored; repeat for alternatives.")
    private List<String> urls = List.of();

    @Option(
            names = "--callback-body",
            paramLabel = "TEMPLATE",
            description = "Body of the callback, with variables such as $${object}; default: a JSON object.")
    private @Nullable String body;

    @Option(
            names = "--callback-body-type",
            paramLabel = "TYPE",
            converter = BodyTypeConverter.class,
            description = "json or form; default: json if the body starts with a brace.")
    private @Nullable String bodyType;

    @Option(names = "--callback-host", paramLabel = "HOST", description = "Host header of the callback.")
    private @Nullable String host;

    @Option(
            names = "--var",
            paramLabel = "x:NAME=VALUE",
            description = "Custom variable of the callback's body; may be repeated.")
    private Map<String, String> variables = new LinkedHashMap<>();

    /**
     * Returns the callback; null if none is requested.
     *
     * @throws UsageException if other options of a callback are given without a URL
     * @throws io.github.ossv4.callback.InvalidCallbackException if OSS does not accept the callback
     */
    public @Nullable Callback callback() {
        if (urls.isEmpty()) {
            if (body != null || bodyType != null || host != null || !variables.isEmpty()) {
                throw new UsageException(
                        "--callback-body, --callback-body-type, --callback-host and --var require" + " --callback-url");
            }
            return null;
        }
        Callback.Builder callback = Callback.builder(urls.toArray(new String[0]));
        String template = body == null ? defaultBody() : body;
        if (isJson(template)) {
            callback.jsonBody(template);
        } else {
            callback.formBody(template);
        }
        if (host != null) {
            callback.host(host);
        }
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            callback.variable(variable.getKey(), variable.getValue());
        }
        return callback.build();
    }

    private boolean isJson(String template) {
        return bodyType == null ? template.trim().startsWith("{") : bodyType.equals(JSON);
    }

    private String defaultBody() {
        StringBuilder template = new StringBuilder();
        if (FORM.equals(bodyType)) {
            template.append("bucket=${bucket}&object=${object}&size=${size}&etag=${etag}&crc64=${crc64}");
            for (String name : variables.keySet()) {
                template.append('&')
                        .append(name.substring(name.indexOf(':') + 1))
                        .append("=${")
                        .append(name)
                        .append('}');
            }
            return template.toString();
        }
        template.append(DEFAULT_BODY, 0, DEFAULT_BODY.length() - 1);
        for (String name : variables.keySet()) {
            String member = name.substring(name.indexOf(':') + 1);
            template.append(",\"").append(member).append("\":${").append(name).append('}');
        }
        return template.append('}').toString();
    }

    /** Parses the types of bodies. */
    static final class BodyTypeConverter implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return switch (text) {
                case "json", JSON -> JSON;
                case "form", FORM -> FORM;
                default -> throw new TypeConversionException("a body type must be json or form, was " + text);
            };
        }
    }
}
