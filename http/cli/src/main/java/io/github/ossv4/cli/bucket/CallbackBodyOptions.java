// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.cli.output.UsageException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for the body of an upload callback. */
public final class CallbackBodyOptions {
    /** The variables of the body if none is given: enough to find and to check the object. */
    private static final List<String> DEFAULTS = List.of("bucket", "object", "size", "etag", "crc64");

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

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
            converter = Assignment.Converter.class,
            description = "Custom variable of the callback's body; may be repeated.")
    private List<Assignment> variables = List.of();

    /** Returns whether no option is given. */
    boolean isEmpty() {
        return body == null && bodyType == null && host == null && variables.isEmpty();
    }

    /**
     * Returns the callback to URLs.
     *
     * @throws UsageException if a variable is repeated
     * @throws io.github.ossv4.callback.InvalidCallbackException if OSS does not accept the callback
     */
    public Callback callbackTo(List<String> urls) {
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
        Assignment.toMap("--var", variables, name -> name).forEach(callback::variable);
        return callback.build();
    }

    private boolean isJson(String template) {
        return bodyType == null ? template.trim().startsWith("{") : bodyType.equals(JSON);
    }

    private String defaultBody() {
        Stream<String> names =
                Stream.concat(DEFAULTS.stream(), variables.stream().map(Assignment::name));
        return FORM.equals(bodyType)
                ? names.map(name -> member(name) + "=${" + name + "}").collect(Collectors.joining("&"))
                : names.map(name -> "\"" + member(name) + "\":${" + name + "}")
                        .collect(Collectors.joining(",", "{", "}"));
    }

    /** Returns the name of a variable without {@code x:}. */
    private static String member(String variable) {
        return variable.substring(variable.indexOf(':') + 1);
    }

    /** Parses the types of bodies. */
    static final class BodyTypeConverter implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return switch (text) {
                case "json", JSON -> JSON;
                case "form", FORM -> FORM;
                default -> throw new TypeConversionException("must be json or form, was " + text);
            };
        }
    }
}
