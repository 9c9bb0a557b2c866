// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.ossv4.sign.PercentEncoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The text of {@code callbackBody}: literal pieces and {@code ${variable}} in turn. Names are case-sensitive. */
final class CallbackTemplate {
    /** The variables that OSS fills in itself. */
    static final Set<String> SYSTEM_VARIABLES = Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(
            "bucket",
            "object",
            "etag",
            "size",
            "mimeType",
            "imageInfo.height",
            "imageInfo.width",
            "imageInfo.format",
            "crc64",
            "contentMd5",
            "vpcId",
            "clientIp",
            "reqId",
            "operation")));

    static final String CUSTOM_PREFIX = "x:";

    private static final Set<String> NUMBERS = Collections.unmodifiableSet(
            new LinkedHashSet<>(Arrays.asList("size", "imageInfo.height", "imageInfo.width")));

    /** Literals at even indexes, variable names at odd ones. */
    private final List<String> pieces;

    private CallbackTemplate(List<String> pieces) {
        this.pieces = pieces;
    }

    static CallbackTemplate of(String text) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (true) {
            int open = text.indexOf("${", from);
            int close = open < 0 ? -1 : text.indexOf('}', open);
            if (close < 0) {
                pieces.add(text.substring(from));
                return new CallbackTemplate(pieces);
            }
            pieces.add(text.substring(from, open));
            pieces.add(text.substring(open + 2, close));
            from = close + 1;
        }
    }

    /** The names between {@code ${} and }, in order of appearance. */
    Set<String> variables() {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 1; i < pieces.size(); i += 2) {
            names.add(pieces.get(i));
        }
        return names;
    }

    /** Fills the template as OSS does. A name that is no variable at all stays as it is written. */
    String fill(CallbackBodyType type, ObjectFacts facts, Map<String, String> custom) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < pieces.size(); i++) {
            String piece = pieces.get(i);
            if (i % 2 == 0) {
                body.append(piece);
            } else if (piece.startsWith(CUSTOM_PREFIX)) {
                body.append(text(type, custom.getOrDefault(piece, "")));
            } else if (SYSTEM_VARIABLES.contains(piece)) {
                body.append(system(type, piece, facts.value(piece)));
            } else {
                body.append("${").append(piece).append('}');
            }
        }
        return body.toString();
    }

    private static String system(CallbackBodyType type, String name, @Nullable Object value) {
        if (value == null) {
            // In JSON the numbers of an object that is no image become nothing, which is not JSON any more, and its
            // format becomes null: this is what OSS really sends.
            if (type == CallbackBodyType.JSON && !NUMBERS.contains(name)) {
                return name.equals("imageInfo.format") ? "null" : "\"\"";
            }
            return "";
        }
        return NUMBERS.contains(name) ? value.toString() : text(type, value.toString());
    }

    private static String text(CallbackBodyType type, String value) {
        if (type == CallbackBodyType.FORM) {
            return PercentEncoding.encode(value);
        }
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
    }
}
