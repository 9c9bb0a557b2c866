// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.ossv4.text.PercentEncoding;
import io.github.ossv4.text.PrintableText;
import io.github.ossv4.text.Utf8;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The body of a callback, made of named fields, so that quotes and escapes are right by themselves. Immutable: each
 * method gives a new body with one more field.
 *
 * <pre>{@code
 * CallbackBody.form(BUCKET, OBJECT, SIZE, ETAG).custom("x:user", "42")
 * CallbackBody.json(OBJECT, SIZE).field("mime", MIME_TYPE).text("kind", "photo")
 * }</pre>
 *
 * <p>In JSON the width and height of an image are written as texts, {@code "810"}: without quotes they would leave a hole
 * in the JSON of every object that is no image. {@link CallbackNotice} reads a body back whose fields have the names
 * that {@link #form} and {@link #json} give them.
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

    /** A body of content type {@code application/x-www-form-urlencoded}; each field has the variable's own name. */
    public static CallbackBody form(CallbackVariable... variables) {
        return empty(CallbackBodyType.FORM).fields(variables);
    }

    /** A body of content type {@code application/json}, one flat object; each member has the variable's own name. */
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
     * Adds a field that OSS fills in.
     *
     * @throws InvalidCallbackException if the body has a field of that name already
     */
    public CallbackBody field(String name, CallbackVariable variable) {
        String placeholder = CallbackTemplate.placeholder(variable.ossName());
        boolean quoted = type == CallbackBodyType.JSON && variable.isImageNumber();
        return with(name, quoted ? '"' + placeholder + '"' : placeholder, variables);
    }

    /**
     * Adds a field with a custom variable, and gives that variable its value. The value travels beside the body; the
     * uploader may see it.
     *
     * @param name begins with {@code x:}, lower case; both the field's and the variable's
     * @throws InvalidCallbackException if the body has a field of that name already
     */
    public CallbackBody custom(String name, String value) {
        CallbackRule.checkVariableName(name);
        Map<String, String> more = new LinkedHashMap<>(variables);
        more.put(name, value);
        return with(name, CallbackTemplate.placeholder(name), more);
    }

    /**
     * Adds a field whose text is always the same.
     *
     * @throws InvalidCallbackException if the body has a field of that name already
     * @throws IllegalArgumentException if name or text holds half of a surrogate pair, which has no UTF-8 form
     */
    public CallbackBody text(String name, String text) {
        return with(name, type == CallbackBodyType.FORM ? escaped(text) : '"' + escaped(text) + '"', variables);
    }

    private CallbackBody with(String name, String value, Map<String, String> withVariables) {
        Set<String> more = new LinkedHashSet<>(names);
        if (!more.add(name)) {
            throw new InvalidCallbackException(null, "the body has two fields of the name " + name);
        }
        String field =
                type == CallbackBodyType.FORM ? escaped(name) + "=" + value : '"' + escaped(name) + "\":" + value;
        String separator = fields.isEmpty() ? "" : type == CallbackBodyType.FORM ? "&" : ",";
        return new CallbackBody(type, fields + separator + field, more, withVariables);
    }

    /** A dollar sign that would begin a variable is escaped as well. */
    private String escaped(String text) {
        if (type == CallbackBodyType.FORM) {
            return PercentEncoding.encode(text);
        }
        String json = String.valueOf(JsonStringEncoder.getInstance().quoteAsString(Utf8.check("a text", text)));
        return STARTS_VARIABLE.matcher(json).replaceAll("\\\\u0024");
    }

    /** The template, as {@code callbackBody} has it. */
    public String template() {
        return type == CallbackBodyType.FORM ? fields : '{' + fields + '}';
    }

    CallbackBodyType type() {
        return type;
    }

    Map<String, String> variables() {
        return variables;
    }

    /** The template; values of custom variables are not in it. */
    @Override
    public String toString() {
        return PrintableText.escape("CallbackBody{" + type + " " + template() + "}");
    }
}
