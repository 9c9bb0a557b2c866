// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.text.PercentEncoding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong with a template that OSS would take without a word, and then send to the application server as it
 * stands or as a body that cannot be parsed.
 */
final class TemplateRule {
    private static final Pattern ROUND = Pattern.compile("\\$\\([A-Za-z][A-Za-z0-9.:_-]*\\)");
    private static final Pattern ENCODED =
            Pattern.compile("(?:%24(?:%7B|\\{)|\\$%7B)[A-Za-z0-9:._-]*", Pattern.CASE_INSENSITIVE);

    private TemplateRule() {}

    /** Refuses what somebody took for a variable but is none. {@link CallbackBody} never writes it. */
    static void checkBrackets(String template) {
        Matcher round = ROUND.matcher(template);
        if (round.find()) {
            throw invalid("the body holds " + round.group() + ": OSS fills in ${…} only");
        }
    }

    /** The same in a template written by hand: {@link CallbackBody} writes it for texts with dollar signs. */
    static void checkEncoding(String template) {
        Matcher encoded = ENCODED.matcher(template);
        if (encoded.find()) {
            throw invalid("the body holds " + encoded.group()
                    + ": a template must not be percent-encoded, OSS fills in ${…} only");
        }
    }

    /** @param custom the names of the custom variables that have a value */
    static void check(String template, CallbackBodyType type, Set<String> custom) {
        CallbackTemplate parsed = CallbackTemplate.of(template);
        if (parsed.unclosed() >= 0) {
            throw invalid("the body has a ${ without } at index " + parsed.unclosed());
        }
        Set<String> used = parsed.variables();
        for (String name : used) {
            checkKnown(name, custom);
        }
        for (String name : custom) {
            if (!used.contains(name)) {
                throw invalid("the variable " + name + " is not in the body: add ${" + name + "}, or leave it out");
            }
        }
        if (type == CallbackBodyType.JSON) {
            checkJson(parsed);
        } else {
            parsed.literals().forEach(TemplateRule::checkForm);
        }
    }

    /** What nobody could decode. */
    private static void checkForm(String literal) {
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c == '%' && PercentEncoding.escapedByte(literal, i) < 0) {
                throw invalid("the body has a % without two hexadecimal digits, for a percent sign itself write %25: "
                        + literal);
            }
            if (Character.isISOControl(c)) {
                throw invalid("the body has a control character, which is to be percent-encoded: " + literal);
            }
        }
    }

    private static void checkKnown(String name, Set<String> custom) {
        if (custom.contains(name) || CallbackVariable.named(name) != null) {
            return;
        }
        List<String> known = new ArrayList<>(custom);
        known.addAll(CallbackTemplate.SYSTEM_VARIABLES);
        String near = Suggestion.of(name, known);
        String hint = near == null ? "" : " Did you mean ${" + near + "}?";
        if (name.startsWith(CallbackTemplate.CUSTOM_PREFIX)) {
            throw invalid("the body names ${" + name + "}, but that variable has no value." + hint);
        }
        throw invalid("the body names ${" + name + "}, which OSS does not know." + hint + " It knows "
                + CallbackTemplate.SYSTEM_VARIABLES + " and x:… (case matters)");
    }

    private static void checkJson(CallbackTemplate template) {
        for (String name : template.quotedVariables()) {
            CallbackVariable variable = CallbackVariable.named(name);
            if (variable == null || !variable.isNumber()) {
                throw invalid("the body has ${" + name
                        + "} within quotes: in JSON OSS writes the quotes around a text itself, leave yours out");
            }
        }
        String json = template.example(CallbackBodyType.JSON);
        String problem = CallbackJson.problem(json);
        if (problem != null) {
            throw invalid("the body does not make JSON: " + problem + ". With its variables filled in it is " + json);
        }
    }

    /** What OSS will do but hardly anybody wants. */
    static List<String> warnings(String template, CallbackBodyType type) {
        List<String> warnings = new ArrayList<>();
        CallbackTemplate parsed = CallbackTemplate.of(template);
        if (type == CallbackBodyType.JSON) {
            for (String name : new LinkedHashSet<>(parsed.bareVariables())) {
                CallbackVariable variable = CallbackVariable.named(name);
                if (variable != null && variable.isImageNumber()) {
                    warnings.add(
                            "${" + name + "} is nothing at all for an object that is no image, and the body no JSON:"
                                    + " put it within quotes, \"${" + name + "}\"");
                }
            }
        }
        try {
            BodyFields.of(type.contentType(), parsed.example(type).getBytes(StandardCharsets.UTF_8));
        } catch (InvalidCallbackException e) {
            warnings.add("CallbackNotice refuses such a body: " + e.getMessage());
        }
        return warnings;
    }

    private static InvalidCallbackException invalid(String message) {
        return new InvalidCallbackException(null, message);
    }
}
