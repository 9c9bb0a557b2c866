// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.internal.json.JsonTree;
import io.github.ossv4.internal.text.PercentDecoding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rules for mistakes in a template that OSS accepts, but then sends unreplaced or as a malformed body. */
final class TemplateRule {
    private static final Pattern ROUND = Pattern.compile("\\$\\([A-Za-z][A-Za-z0-9.:_-]*\\)");
    private static final Pattern ENCODED =
            Pattern.compile("(?:%24(?:%7B|\\{)|\\$%7B)[A-Za-z0-9:._-]*", Pattern.CASE_INSENSITIVE);

    private TemplateRule() {}

    /** Rejects text that looks like a variable but is not. {@link CallbackBody} never writes it. */
    static void checkBrackets(String template) {
        Matcher round = ROUND.matcher(template);
        if (round.find()) {
            throw invalid("body must not contain " + round.group() + ": OSS replaces ${…} only");
        }
    }

    /**
     * Rejects percent-encoded variables in a handwritten template. {@link CallbackBody} writes them for texts with
     * dollar signs.
     */
    static void checkEncoding(String template) {
        Matcher encoded = ENCODED.matcher(template);
        if (encoded.find()) {
            throw invalid("body must not contain " + encoded.group()
                    + ": OSS replaces ${…} only, do not percent-encode a template");
        }
    }

    /**
     * Checks a template.
     *
     * @param custom the names of the custom variables that have a value
     */
    static void check(String template, CallbackBodyType type, Set<String> custom) {
        CallbackTemplate parsed = CallbackTemplate.of(template);
        if (parsed.unclosed() >= 0) {
            throw invalid("body has a ${ without } at index " + parsed.unclosed());
        }
        Set<String> used = parsed.variables();
        for (String name : used) {
            checkKnown(name, custom);
        }
        for (String name : custom) {
            if (!used.contains(name)) {
                throw invalid("variable " + name + " is not in the body: add ${" + name
                        + "} to the body or remove the variable");
            }
        }
        if (type == CallbackBodyType.JSON) {
            checkJson(parsed);
        } else {
            parsed.literals().forEach(TemplateRule::checkForm);
        }
    }

    /** Rejects text that receivers cannot decode. */
    private static void checkForm(String literal) {
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c == '%' && PercentDecoding.escapedByte(literal, i) < 0) {
                throw invalid("body has a % without two hexadecimal digits, write %25 for a percent sign: " + literal);
            }
            if (Character.isISOControl(c)) {
                throw invalid("body has a control character, which must be percent-encoded: " + literal);
            }
        }
    }

    private static void checkKnown(String name, Set<String> custom) {
        if (custom.contains(name) || CallbackVariable.named(name) != null) {
            return;
        }
        List<String> known = new ArrayList<>(custom);
        known.addAll(CallbackTemplate.SYSTEM_VARIABLES);
        String near = Suggestion.nearest(name, known);
        String hint = near == null ? "" : " Did you mean ${" + near + "}?";
        if (name.startsWith(CallbackTemplate.CUSTOM_PREFIX)) {
            throw invalid("body contains ${" + name + "}, but that variable has no value." + hint);
        }
        throw invalid("body contains the unknown variable ${" + name + "}." + hint + " Variables of OSS are "
                + CallbackTemplate.SYSTEM_VARIABLES + " and x:… (case-sensitive)");
    }

    private static void checkJson(CallbackTemplate template) {
        for (String name : template.quotedVariables()) {
            CallbackVariable variable = CallbackVariable.named(name);
            if (variable == null || !variable.isNumber()) {
                throw invalid("body has ${" + name
                        + "} within quotes: in JSON OSS adds the quotes around a text, remove yours");
            }
        }
        String json = template.example(CallbackBodyType.JSON);
        String problem = JsonTree.problem(json);
        if (problem != null) {
            throw invalid("body does not result in JSON: " + problem + ". With its variables replaced it is " + json);
        }
    }

    /** Returns warnings of probable mistakes that OSS accepts. */
    static List<String> warnings(String template, CallbackBodyType type) {
        List<String> warnings = new ArrayList<>();
        CallbackTemplate parsed = CallbackTemplate.of(template);
        if (type == CallbackBodyType.JSON) {
            for (String name : new LinkedHashSet<>(parsed.bareVariables())) {
                CallbackVariable variable = CallbackVariable.named(name);
                if (variable != null && variable.isImageNumber()) {
                    warnings.add("${" + name
                            + "} is empty for an object that is not an image, which makes the JSON malformed: put it within quotes, \"${"
                            + name + "}\"");
                }
            }
        }
        try {
            BodyFields.parse(type.contentType(), parsed.example(type).getBytes(StandardCharsets.UTF_8));
        } catch (InvalidCallbackException e) {
            warnings.add("CallbackNotice rejects such a body: " + e.getMessage());
        }
        return warnings;
    }

    private static InvalidCallbackException invalid(String message) {
        return new InvalidCallbackException(null, message);
    }
}
