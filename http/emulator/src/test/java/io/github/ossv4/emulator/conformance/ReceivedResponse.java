// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.error.ErrorResponse;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A response and assertions about it. */
record ReceivedResponse(String request, int status, HttpHeaders headers, String text) {
    private String description() {
        ErrorResponse error = ErrorResponse.parse(text.getBytes(StandardCharsets.UTF_8));
        String summary = error == null ? "" : " " + error.code() + " " + error.ec() + ": " + error.message();
        return request + "\n" + status + summary + " " + headers.map() + "\n" + text;
    }

    /** Requires a status. */
    ReceivedResponse is(int expected) {
        assertEquals(expected, status, this::description);
        return this;
    }

    /** Requires an error with a code. */
    ReceivedResponse isError(int expected, String code) {
        is(expected);
        assertEquals(code, error().code(), this::description);
        return this;
    }

    /** Requires an error with a code and an EC. */
    ReceivedResponse isError(int expected, String code, String ec) {
        isError(expected, code);
        assertEquals(ec, header("x-oss-ec"), this::description);
        return this;
    }

    private ErrorResponse error() {
        ErrorResponse error = headers.firstValue("x-oss-err")
                .map(ErrorResponse::parseHeader)
                .orElseGet(() -> ErrorResponse.parse(text.getBytes(StandardCharsets.UTF_8)));
        assertNotNull(error, this::description);
        return error;
    }

    /** Returns a header, which must exist. */
    String header(String name) {
        return headers.firstValue(name).orElseThrow(() -> new AssertionError("no " + name + ": " + description()));
    }

    /** Requires the value of a header. */
    ReceivedResponse has(String name, String value) {
        assertEquals(value, header(name), this::description);
        return this;
    }

    /** Requires that a header matches a regular expression. */
    ReceivedResponse hasMatching(String name, String regex) {
        assertTrue(header(name).matches(regex), this::description);
        return this;
    }

    /** Requires that a header is absent. */
    ReceivedResponse hasNo(String name) {
        assertTrue(headers.firstValue(name).isEmpty(), this::description);
        return this;
    }

    /** Requires the body. */
    ReceivedResponse hasBody(String expected) {
        assertEquals(expected, text);
        return this;
    }

    /** Requires that the body contains a text. */
    ReceivedResponse contains(String part) {
        assertTrue(text.contains(part), this::description);
        return this;
    }

    /** Returns the texts of all elements with a name, as they are written. */
    List<String> elements(String name) {
        List<String> found = new ArrayList<>();
        Matcher matcher =
                Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    /** Returns the text of the only element with a name. */
    String element(String name) {
        List<String> found = elements(name);
        assertEquals(1, found.size(), this::description);
        return found.get(0);
    }
}
