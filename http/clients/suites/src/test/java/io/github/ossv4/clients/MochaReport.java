// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The report of mocha's reporter {@code json}. */
final class MochaReport {
    private MochaReport() {}

    /** Returns the results. Names are those of the test and of what contains it. A failed hook is a failed test. */
    static List<SuiteResult> results(String json) throws IOException {
        List<SuiteResult> results = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String list = parser.currentName();
                if (parser.nextToken() == JsonToken.START_ARRAY && !list.equals("tests")) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        results.add(result(list, parser));
                    }
                } else {
                    parser.skipChildren();
                }
            }
        }
        return SuiteResult.withUniqueNames(results);
    }

    private static SuiteResult result(String list, JsonParser parser) throws IOException {
        String name = "";
        String failure = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "fullTitle" -> name = parser.getText();
                case "err" -> failure = message(parser);
                default -> parser.skipChildren();
            }
        }
        return switch (list) {
            case "passes" -> SuiteResult.passed(name);
            case "failures" -> SuiteResult.failed(name, failure);
            case "pending" -> SuiteResult.skipped(name);
            default -> throw new IOException("the list must be passes, failures or pending, was " + list);
        };
    }

    private static String message(JsonParser parser) throws IOException {
        String message = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            if (field.equals("message")) {
                message = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        return message;
    }
}
