// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Syntax errors of JSON in the words of OSS. */
public final class JsonMistake {
    private static final Pattern SEPARATOR =
            Pattern.compile("comma to separate (Array|Object)|close marker for (Array|Object)");
    private static final Pattern CHARACTER =
            Pattern.compile("(?:Unexpected character \\('|Unrecognized token ')(.)", Pattern.DOTALL);

    private JsonMistake() {}

    /** Returns the first syntax error of a text; null if there is none, or OSS's words for it are not known. */
    public static @Nullable String of(String text) {
        try (JsonParser json = new JsonFactory().createParser(text)) {
            while (json.nextToken() != null) {
                json.skipChildren();
            }
            return null;
        } catch (JsonProcessingException e) {
            Matcher separator = SEPARATOR.matcher(e.getOriginalMessage());
            if (separator.find()) {
                return separator.group().endsWith("Array") ? ", or ] expected" : ", or } expected";
            }
            Matcher character = CHARACTER.matcher(e.getOriginalMessage());
            return character.find() ? "unknown char " + character.group(1) : null;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen in memory", e);
        }
    }
}
