// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.Utf8;
import io.github.ossv4.text.PercentEncoding;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The body of a callback, built from named fields, with correct quotes and escapes. Immutable: each method returns a
 * new body with one more field.
 *
 * <pre>{@code
 * CallbackBody withUser = CallbackBody.json(BUCKET, OBJECT, SIZE, ETAG).custom("x:user", "42");
 * CallbackBody withKind = CallbackBody.json(OBJECT, SIZE).field("mime", MIME_TYPE).text("kind", "photo");
 * }</pre>
 *
 * <p>In JSON the width and height of an image are strings, {@code "810"}: without quotes the JSON would be malformed
 * for objects that are not images. {@link CallbackNotice} parses a body whose fields have the names of {@link #form}
 * and {@link #json}.
 */
public final class CallbackBody {
    private static final Pattern STARTS_VARIABLE = Pattern.compile("\\$(?=[{(])");

    private final CallbackBodyType type;
    private final String fields;
    private final Set<String> names;
    private final Map<String, String> variables;

    private CallbackBody(CallbackBodyType type, String fields, Set<String> names, Map<String, String> variables) {
        this.type = type;
        this.fields = fields;
        this.names = names;
        this.variables = variables;
    }

    /**
     * Returns a body of content type {@code application/x-www-form-urlencoded}; each field has the name of its
     * variable. Prefer {@link #json}: web frameworks parse form bodies, and rebuild them from the parameters with other
     * escapes, while the signature of a callback is over the bytes.
     */
    public static CallbackBody form(CallbackVariable... variables) {
        return empty(CallbackBodyType.FORM).fields(variables);
    }

    /**
     * Returns a body of content type {@code application/json}, one flat object; each member has the name of its
     * variable.
     */
    public static CallbackBody json(CallbackVariable... variables) {
        return empty(CallbackBodyType.JSON).fields(variables);
    }

    private static CallbackBody empty(CallbackBodyType type) {
        return new CallbackBody(type, "", Collections.emptySet(), Collections.emptyMap());
    }

    private CallbackBody fields(CallbackVariable... added) {
        CallbackBody body = this;
        for (CallbackVariable variable : added) {
            body = body.field(variable.ossName(), variable);
        }
        return body;
    }

    /**
     * Adds a field with a value from OSS.
     *
     * @throws InvalidCallbackException if the body already has a field with that name
     */
    public CallbackBody field(String name, CallbackVariable variable) {
        String placeholder = CallbackTemplate.placeholder(
                Objects.requireNonNull(variable, "variable").ossName());
        boolean quoted = type == CallbackBodyType.JSON && variable.isImageNumber();
        return with(name, quoted ? '"' + placeholder + '"' : placeholder, variables);
    }

    /**
     * Adds a field with a custom variable and sets the value of the variable. The value is sent separately from the
     * body; the uploader may see it.
     *
     * @param name the name of the field and the variable: begins with {@code x:}, lower case
     * @throws InvalidCallbackException if the body already has a field with that name
     */
    public CallbackBody custom(String name, String value) {
        CallbackRule.checkVariableName(Objects.requireNonNull(name, "name"));
        Map<String, String> more = new LinkedHashMap<>(variables);
        more.put(name, Objects.requireNonNull(value, name));
        return with(name, CallbackTemplate.placeholder(name), more);
    }

    /**
     * Adds a field with a constant text.
     *
     * @throws InvalidCallbackException if the body already has a field with that name
     * @throws IllegalArgumentException if name or text contains an unpaired surrogate, which has no UTF-8 form
     */
    public CallbackBody text(String name, String text) {
        return with(name, type == CallbackBodyType.FORM ? escaped(text) : '"' + escaped(text) + '"', variables);
    }

    private CallbackBody with(String name, String value, Map<String, String> withVariables) {
        Set<String> more = new LinkedHashSet<>(names);
        if (!more.add(name)) {
            throw new InvalidCallbackException(null, "field is repeated: " + name);
        }
        String field =
                type == CallbackBodyType.FORM ? escaped(name) + "=" + value : '"' + escaped(name) + "\":" + value;
        String separator = fields.isEmpty() ? "" : type == CallbackBodyType.FORM ? "&" : ",";
        return new CallbackBody(type, fields + separator + field, more, withVariables);
    }

    /** Escapes a text, including a dollar sign that would begin a variable. */
    private String escaped(String text) {
        if (type == CallbackBodyType.FORM) {
            return PercentEncoding.encode(text);
        }
        String json = String.valueOf(JsonStringEncoder.getInstance().quoteAsString(Utf8.check("text", text)));
        return STARTS_VARIABLE.matcher(json).replaceAll("\\\\u0024");
    }

    /** Returns the template, the value of {@code callbackBody}. */
    public String template() {
        return type == CallbackBodyType.FORM ? fields : '{' + fields + '}';
    }

    CallbackBodyType type() {
        return type;
    }

    Map<String, String> variables() {
        return variables;
    }

    /** Returns the template; values of custom variables are omitted. */
    @Override
    public String toString() {
        return PrintableText.escape("CallbackBody{" + type + " " + template() + "}");
    }
}
