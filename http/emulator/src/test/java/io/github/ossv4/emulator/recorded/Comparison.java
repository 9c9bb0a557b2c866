// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.recorded;

import io.github.ossv4.emulator.testing.RawResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The differences between a recorded response and that of the emulator. */
final class Comparison {
    /** Headers and elements whose values differ by nature, in lower case: they must exist. */
    private static final Set<String> ANY_VALUE = Set.of(
            "creationdate",
            "date",
            "displayname",
            "etag",
            "hashcrc64ecma",
            "id",
            "initiated",
            "last-modified",
            "lastmodified",
            "recommenddoc",
            "requestid",
            "uploadid",
            "versionid",
            "x-oss-copy-source-version-id",
            "x-oss-hash-crc64ecma",
            "x-oss-request-id",
            "x-oss-server-time",
            "x-oss-version-id");

    /** Elements that OSS sends since 2023. */
    private static final Set<String> LATER = Set.of("EC", "RecommendDoc", "StringToSignBytes");

    private final List<String> differences = new ArrayList<>();

    private Comparison() {}

    /** Returns a line for each difference. */
    static List<String> differences(RecordedExchange.Response recorded, RawResponse response) {
        Comparison comparison = new Comparison();
        comparison.compare("status", Integer.toString(recorded.status()), Integer.toString(response.status()));
        boolean hasDocument = Document.isXml(response.text());
        recorded.headers().forEach((name, value) -> {
            if (!hasDocument || !name.equalsIgnoreCase("Content-Length")) {
                comparison.compare(name, value, response.header(name.toLowerCase(Locale.ROOT)));
            }
        });
        if (recorded.body() != null) {
            if (Document.isXml(recorded.body())) {
                comparison.documents(recorded, response.text());
            } else {
                comparison.compare("body", recorded.body(), response.text());
            }
        }
        return comparison.differences;
    }

    private void documents(RecordedExchange.Response recorded, String text) {
        List<Document.Element> expected = Document.elements(recorded.body());
        List<Document.Element> actual = new ArrayList<>(Document.elements(text));
        List<String> names = expected.stream().map(Document.Element::path).toList();
        actual.removeIf(
                element -> (recorded.partial() || LATER.contains(element.name())) && !names.contains(element.path()));
        List<String> actualNames = actual.stream().map(Document.Element::path).toList();
        if (!names.equals(actualNames)) {
            add("elements", String.join(" ", names), String.join(" ", actualNames));
            return;
        }
        for (int i = 0; i < expected.size(); i++) {
            compare(
                    expected.get(i).path(),
                    expected.get(i).text(),
                    actual.get(i).text());
        }
    }

    private void compare(String name, String expected, String actual) {
        String last = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        boolean same = (expected == null || actual == null)
                ? Objects.equals(expected, actual)
                : ANY_VALUE.contains(last) || pattern(expected).matcher(actual).matches();
        if (!same) {
            add(name, expected, actual);
        }
    }

    /** Three asterisks and more stand for any text. */
    private static Pattern pattern(String expected) {
        return Pattern.compile(
                Arrays.stream(expected.split("\\*{3,}", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }

    private void add(String what, String expected, String actual) {
        differences.add(what + "\n    OSS:      " + expected + "\n    emulator: " + actual);
    }
}
