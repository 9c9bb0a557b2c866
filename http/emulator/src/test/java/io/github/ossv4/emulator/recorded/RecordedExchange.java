// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.recorded;

import com.fasterxml.jackson.core.JsonToken;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.internal.json.JsonTree;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A request that somebody sent to OSS and its response, as a member of a JSON list.
 *
 * <ul>
 *   <li>{@code name} and {@code source} are required; {@code date} is a year, a day or a time in UTC.
 *   <li>{@code emulator} has settings: {@code acceptV1}, {@code strict}, {@code legacyAccount}, {@code versioning},
 *       {@code cors} (an origin), {@code bucket} and {@code region}.
 *   <li>{@code before} has the requests that prepare the bucket. Later texts can name elements and headers of their
 *       responses, such as <code>${UploadId}</code>. {@code application} is the response to a callback.
 *   <li>A request has {@code line}, {@code headers}, {@code sign} ({@code header}, {@code url} or {@code none}), and
 *       {@code body}, {@code bytes} (a number of zeros) or {@code form}.
 *   <li>A response has {@code status}, {@code headers} (null for one that OSS does not send), {@code body}, and
 *       {@code partial} if the source does not list all elements.
 * </ul>
 *
 * @param now the time of the emulator's clock
 * @param emulator settings of the emulator
 * @param application the response of the application server to a callback, or null
 * @param before the requests that prepare the bucket
 * @param notReplayed why the emulator cannot be asked for the response, or null
 */
record RecordedExchange(
        String name,
        String source,
        Instant now,
        Map<String, Object> emulator,
        Application application,
        List<Request> before,
        Request request,
        Response response,
        String notReplayed) {

    private static final List<String> SIGNINGS = List.of("header", "url", "none");
    private static final int MAX_BYTES = 100 << 20;

    /** How the emulator's AccessKey signs a request. */
    enum Signing {
        HEADER,
        URL,
        NONE
    }

    /** The response of an application server. */
    record Application(int status, String body) {}

    /**
     * A request. Its texts can contain variables.
     *
     * @param target path and query as they are sent
     * @param form the fields of a form in order, which replace the body
     * @param bytes the number of zeros that replace the body, or null
     */
    record Request(
            String method,
            String target,
            Signing signing,
            Map<String, String> headers,
            Map<String, String> form,
            String body,
            Integer bytes) {
        String host() {
            return headers.getOrDefault("Host", "examplebucket.oss-cn-hangzhou.aliyuncs.com");
        }
    }

    /**
     * A response.
     *
     * @param headers null stands for a header that is absent
     * @param body the document, or the exact text; null if it was not recorded
     * @param partial whether the source does not list all elements of the document
     */
    record Response(int status, Map<String, String> headers, String body, boolean partial) {}

    /** Returns the records of a file, which contains a list of them, or one. */
    static List<RecordedExchange> parse(byte[] json) throws IOException {
        Object tree = JsonTree.parse(json, 0);
        List<?> list = tree instanceof List<?> several ? several : List.of(tree);
        if (list.isEmpty()) {
            throw new IllegalArgumentException("the file must contain a record");
        }
        List<RecordedExchange> records = new ArrayList<>();
        for (Object each : list) {
            try {
                records.add(of(each));
            } catch (RuntimeException e) {
                throw new IllegalArgumentException("record " + (records.size() + 1) + ": " + e.getMessage(), e);
            }
        }
        return records;
    }

    private static RecordedExchange of(Object json) {
        Members members = Members.of(
                "it",
                json,
                Set.of(
                        "name",
                        "source",
                        "date",
                        "emulator",
                        "application",
                        "before",
                        "request",
                        "response",
                        "notReplayed"));
        List<Request> before = new ArrayList<>();
        for (Object each : members.list("before")) {
            before.add(request(each));
        }
        Object application = members.map().get("application");
        Members responding =
                application == null ? null : Members.of("application", application, Set.of("status", "body"));
        Members response =
                Members.of("response", members.map().get("response"), Set.of("status", "headers", "body", "partial"));
        return new RecordedExchange(
                members.text("name"),
                members.text("source"),
                instant(members.textOrNull("date")),
                members.object("emulator"),
                responding == null ? null : new Application(responding.number("status"), responding.text("body")),
                before,
                request(members.map().get("request")),
                new Response(
                        response.number("status"),
                        response.texts("headers"),
                        response.textOrNull("body"),
                        response.map().get("partial") == JsonToken.VALUE_TRUE),
                members.textOrNull("notReplayed"));
    }

    /** Parses a time, a date (noon UTC) or a year (1 January, noon UTC). */
    private static Instant instant(String date) {
        if (date == null) {
            return TestEmulator.NOW;
        }
        try {
            return Instant.parse(
                    date.contains("T") ? date : (date.length() == 4 ? date + "-01-01" : date) + "T12:00:00Z");
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "date must be a year, yyyy-MM-dd or yyyy-MM-ddTHH:mm:ssZ, was " + date, e);
        }
    }

    private static Request request(Object json) {
        Members members = Members.of("request", json, Set.of("line", "sign", "headers", "form", "body", "bytes"));
        String[] line = members.text("line").split(" ", 2);
        if (line.length < 2) {
            throw new IllegalArgumentException("line must be a method, a space and a path, was " + line[0]);
        }
        String sign = members.textOrNull("sign");
        if (sign != null && !SIGNINGS.contains(sign)) {
            throw new IllegalArgumentException("sign must be one of " + SIGNINGS + ", was " + sign);
        }
        int bytes = members.map().containsKey("bytes") ? members.number("bytes") : 0;
        if (bytes < 0 || bytes > MAX_BYTES) {
            throw new IllegalArgumentException("bytes must be between 0 and " + MAX_BYTES + ", was " + bytes);
        }
        return new Request(
                line[0],
                line[1],
                sign == null ? Signing.HEADER : Signing.valueOf(sign.toUpperCase(Locale.ROOT)),
                members.texts("headers"),
                members.texts("form"),
                members.map().containsKey("body") ? members.text("body") : "",
                members.map().containsKey("bytes") ? bytes : null);
    }

    /** A JSON object without unknown members, so that a misspelled one is noticed. */
    private record Members(Map<?, ?> map) {
        static Members of(String what, Object json, Set<String> names) {
            if (!(json instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException(
                        what + " must be an object with members of " + names + ", was " + json);
            }
            for (Object name : map.keySet()) {
                if (!names.contains(name)) {
                    throw new IllegalArgumentException("unknown member " + name + "; allowed: " + names);
                }
            }
            return new Members(map);
        }

        String textOrNull(String name) {
            return map.get(name) instanceof String text ? text : null;
        }

        String text(String name) {
            if (map.get(name) instanceof String text) {
                return text;
            }
            throw new IllegalArgumentException("the text " + name + " is missing in " + map);
        }

        int number(String name) {
            if (map.get(name) instanceof BigInteger number) {
                return number.intValueExact();
            }
            throw new IllegalArgumentException("the number " + name + " is missing in " + map);
        }

        List<?> list(String name) {
            return map.get(name) instanceof List<?> list ? list : List.of();
        }

        Map<String, Object> object(String name) {
            Map<String, Object> all = new LinkedHashMap<>();
            if (map.get(name) instanceof Map<?, ?> object) {
                object.forEach((member, value) -> all.put((String) member, value));
            }
            return all;
        }

        /** Returns texts in order; JSON's null is null. */
        Map<String, String> texts(String name) {
            Map<String, String> all = new LinkedHashMap<>();
            object(name).forEach((member, value) -> {
                if (!(value instanceof String) && value != JsonToken.VALUE_NULL) {
                    throw new IllegalArgumentException(name + "." + member + " must be a text or null, was " + value);
                }
                all.put(member, value instanceof String text ? text : null);
            });
            return all;
        }
    }
}
