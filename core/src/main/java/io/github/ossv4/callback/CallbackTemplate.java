// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.ossv4.text.PercentEncoding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The text of {@code callbackBody}: literals and {@code ${variable}} in alternation. Names are case-sensitive.
 *
 * <p>Rule: Template variables are case-sensitive; JSON values without quotes ({@code CallbackMistakesTest}).
 */
final class CallbackTemplate {
    /** The names of the variables whose values OSS sets. */
    static final Set<String> SYSTEM_VARIABLES = systemVariables();

    static final String CUSTOM_PREFIX = "x:";

    /** Literals at even indexes, variable names at odd ones. */
    private final List<String> pieces;

    private final int unclosed;

    private CallbackTemplate(List<String> pieces, int unclosed) {
        this.pieces = pieces;
        this.unclosed = unclosed;
    }

    private static Set<String> systemVariables() {
        Set<String> names = new LinkedHashSet<>();
        for (CallbackVariable variable : CallbackVariable.values()) {
            names.add(variable.ossName());
        }
        return Collections.unmodifiableSet(names);
    }

    static CallbackTemplate of(String text) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (true) {
            int open = text.indexOf("${", from);
            int close = open < 0 ? -1 : text.indexOf('}', open);
            if (close < 0) {
                pieces.add(text.substring(from));
                return new CallbackTemplate(pieces, open);
            }
            pieces.add(text.substring(from, open));
            pieces.add(text.substring(open + 2, close));
            from = close + 1;
        }
    }

    static String placeholder(String name) {
        return "${" + name + '}';
    }

    /** Returns the index of a <code>${</code> without end; -1 if there is none. */
    int unclosed() {
        return unclosed;
    }

    /** Returns the names between {@code ${} and }, in order of appearance. */
    Set<String> variables() {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 1; i < pieces.size(); i += 2) {
            names.add(pieces.get(i));
        }
        return names;
    }

    /** Returns the names of variables within quotes of a JSON text. */
    List<String> quotedVariables() {
        return variables(true);
    }

    /** Returns the names of variables outside the quotes of JSON texts. */
    List<String> bareVariables() {
        return variables(false);
    }

    private List<String> variables(boolean quoted) {
        List<String> names = new ArrayList<>();
        boolean within = false;
        for (int i = 0; i < pieces.size(); i++) {
            if (i % 2 == 0) {
                within = endsWithinQuotes(pieces.get(i), within);
            } else if (within == quoted) {
                names.add(pieces.get(i));
            }
        }
        return names;
    }

    private static boolean endsWithinQuotes(String json, boolean within) {
        boolean quoted = within;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            }
        }
        return quoted;
    }

    /** Returns the literals. */
    List<String> literals() {
        List<String> literals = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i += 2) {
            literals.add(pieces.get(i));
        }
        return literals;
    }

    /** Returns an example of a body: numbers for numeric variables in JSON, otherwise unique texts. */
    String example(CallbackBodyType type) {
        StringBuilder example = new StringBuilder();
        for (int i = 0; i < pieces.size(); i++) {
            if (i % 2 == 0) {
                example.append(pieces.get(i));
                continue;
            }
            CallbackVariable variable = CallbackVariable.named(pieces.get(i));
            String text = placeholder(Integer.toString(i));
            if (type == CallbackBodyType.FORM) {
                example.append(text);
            } else {
                example.append(variable != null && variable.isNumber() ? "0" : '"' + text + '"');
            }
        }
        return example.toString();
    }

    /** Replaces the variables as OSS does. Unknown variables are not replaced. */
    String fill(CallbackBodyType type, ObjectFacts facts, Map<String, String> custom) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < pieces.size(); i++) {
            String piece = pieces.get(i);
            if (i % 2 == 0) {
                body.append(piece);
            } else if (piece.startsWith(CUSTOM_PREFIX)) {
                body.append(text(type, custom.getOrDefault(piece, "")));
            } else {
                CallbackVariable variable = CallbackVariable.named(piece);
                body.append(variable == null ? placeholder(piece) : system(type, variable, facts.value(piece)));
            }
        }
        return body.toString();
    }

    private static String system(CallbackBodyType type, CallbackVariable variable, @Nullable Object value) {
        if (value == null) {
            // In JSON, if the object is not an image, OSS really sends nothing for its numbers, which makes the
            // JSON malformed, and null for its format.
            if (type == CallbackBodyType.JSON && !variable.isNumber()) {
                return variable == CallbackVariable.IMAGE_FORMAT ? "null" : "\"\"";
            }
            return "";
        }
        return variable.isNumber() ? value.toString() : text(type, value.toString());
    }

    private static String text(CallbackBodyType type, String value) {
        if (type == CallbackBodyType.FORM) {
            return PercentEncoding.encode(value);
        }
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
    }
}
