// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import static io.github.ossv4.internal.canonical.CanonicalLines.ADDITIONAL;
import static io.github.ossv4.internal.canonical.CanonicalLines.METHOD;
import static io.github.ossv4.internal.canonical.CanonicalLines.PATH;
import static io.github.ossv4.internal.canonical.CanonicalLines.PAYLOAD;
import static io.github.ossv4.internal.canonical.CanonicalLines.QUERY;

import io.github.ossv4.internal.canonical.CanonicalLines;
import io.github.ossv4.internal.canonical.SignatureNames;
import io.github.ossv4.internal.text.PercentDecoding;
import io.github.ossv4.object.ContentTypes;
import io.github.ossv4.text.PercentEncoding;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The known mistakes in the canonical request of one request. They are from the code of clients, from questions of
 * users, and from the causes that the client of this project reports.
 *
 * <p>Rule: With the secret, or the text that it signed, the mistake of a hand-written client is named; otherwise the
 * possible ones are listed ({@code HandWrittenClientTest}).
 */
final class CanonicalEdits {
    private static final String NOTHING = "(nothing)";
    private static final String CONTENT_TYPE = "content-type";
    private static final int MAX_LINES = 40;

    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern PORT = Pattern.compile(":[0-9]+$");
    private static final Pattern ESCAPES = Pattern.compile("(?=%[0-9A-F]{2})|(?<=%[0-9A-F]{2})");
    private static final String ADDED = "it was added after the request was signed, or is not signed";
    private static final String ADDITIONAL_LIST = "the list of additional headers";
    private static final String IF_ADDITIONAL = "only if it is one of the additional headers";
    private static final String NOT_SENT = "a header that is not sent must not be signed";
    private static final String ORDER = "the parameters must be sorted by their encoded names";
    private static final String SPACE = "a space is encoded as %20, not as +";

    /** The SHA-256 of an empty body. */
    private static final String EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /** The types that HTTP clients send or sign if a program sets none. */
    private static final String[] DEFAULT_TYPES = {
        "application/octet-stream", "application/x-www-form-urlencoded", "application/json", "text/plain"
    };

    /** The methods for which clients derive a type from the extension of the key. */
    private static final List<String> BODY_METHODS = Arrays.asList("PUT", "POST");

    /** A mistake, with the canonical request that it leads to. */
    static final class Edit {
        final SignatureMistake mistake;
        final Supplier<String> signed;

        private Edit(SignatureMistake mistake, Supplier<String> signed) {
            this.mistake = mistake;
            this.signed = signed;
        }
    }

    private final CanonicalLines right;
    private final @Nullable RawRequest sent;

    /** A slash and the bucket, encoded; empty if the request is for the service. */
    private final String bucket;

    /** A slash and the key, encoded. */
    private final String key;

    /** The values of the headers by their names in lower case. */
    private final Map<String, String> headers = new TreeMap<>();

    private final List<Edit> edits = new ArrayList<>();

    /** @param sent the request as it was received; null if only its canonical request is known */
    private CanonicalEdits(CanonicalLines right, @Nullable RawRequest sent) {
        this.right = right;
        this.sent = sent;
        String path = right.line(PATH);
        int end = Math.max(0, path.indexOf('/', 1));
        this.bucket = path.substring(0, end);
        this.key = path.substring(end);
        if (sent != null) {
            sent.headers()
                    .forEach(header -> headers.merge(
                            header.getKey().toLowerCase(Locale.ROOT), header.getValue(), (a, b) -> a + "," + b));
        }
        headers.putAll(right.headers());
    }

    /** Returns the mistakes that are frequent and possible in this request. */
    static List<Edit> frequent(CanonicalLines right, @Nullable RawRequest sent) {
        CanonicalEdits edits = new CanonicalEdits(right, sent);
        edits.addFrequent();
        return edits.edits;
    }

    /** Returns all mistakes, the frequent ones first. */
    static List<Edit> all(CanonicalLines right, @Nullable RawRequest sent) {
        CanonicalEdits edits = new CanonicalEdits(right, sent);
        edits.addFrequent();
        edits.addMethods();
        edits.addPaths();
        edits.addQueries();
        edits.addHeaders();
        edits.addContentTypes();
        edits.line(ADDITIONAL_LIST, ADDITIONAL, "", "each additional header must be in the list");
        edits.line("the payload", PAYLOAD, EMPTY_SHA256, "the hash of an empty body was signed; sign UNSIGNED-PAYLOAD");
        String lineBreak = right.line(PAYLOAD) + "\n";
        edits.line("the payload", PAYLOAD, lineBreak, "the canonical request must not end with a line break");
        return edits.edits;
    }

    private static String shown(@Nullable String text) {
        return text == null || text.isEmpty() ? NOTHING : text;
    }

    private void path(String signed, String cause) {
        line("the path", PATH, signed, cause);
    }

    private void query(String signed, String cause) {
        line("the query", QUERY, signed, cause);
    }

    /** @param index as in {@link CanonicalLines#line} */
    private void line(String what, int index, String signed, String cause) {
        String expected = right.line(index);
        if (!signed.equals(expected)) {
            add(
                    SignatureMistake.of(what, shown(signed), shown(expected), cause),
                    lines -> lines.set(index < 0 ? lines.size() + index : index, signed));
        }
    }

    /** @param change changes the lines of the right text */
    private void add(SignatureMistake mistake, Consumer<List<String>> change) {
        edits.add(new Edit(mistake, () -> {
            List<String> lines = new ArrayList<>(Arrays.asList(right.toString().split("\n", -1)));
            change.accept(lines);
            return String.join("\n", lines);
        }));
    }

    /** Adds another value of a header; null removes it. */
    private void header(String name, @Nullable String signed, String cause) {
        List<String> lines = right.headerLines();
        lines.removeIf(other -> other.startsWith(name + ":"));
        String line = signed == null ? null : name + ":" + signed;
        if (line != null) {
            int at = 0;
            while (at < lines.size() && lines.get(at).compareTo(name) < 0) {
                at++;
            }
            lines.add(at, line);
        }
        String received = headers.get(name);
        headers(
                SignatureMistake.of(
                        "the header " + name, shown(line), received == null ? NOTHING : name + ":" + received, cause),
                lines);
    }

    private void headers(SignatureMistake mistake, List<String> signed) {
        if (!signed.equals(right.headerLines())) {
            add(mistake, lines -> {
                List<String> headers = lines.subList(QUERY + 1, right.endOfHeaders());
                headers.clear();
                headers.addAll(signed);
            });
        }
    }

    private void addFrequent() {
        String path = right.line(PATH);
        String query = right.line(QUERY);
        path(PercentDecoding.decodeLeniently(path), "the key is not percent-encoded");
        path(bucket + key.replace("%", "%25"), "the key is percent-encoded twice");
        path(
                bucket + key.replace("/", "%2F").replaceFirst("%2F", "/"),
                "a slash in the key must not be percent-encoded");
        path(path.replace("%20", "+"), SPACE);
        path(key, "the bucket is missing: it is signed for any host");
        List<String> parameters = right.parameters();
        Collections.reverse(parameters);
        query(String.join("&", parameters), ORDER);
        query(query.replace("%20", "+"), SPACE);
        header(CONTENT_TYPE, null, ADDED);
        String typeOfKey = ContentTypes.ofName(PercentDecoding.decodeLeniently(key));
        if (typeOfKey != null && BODY_METHODS.contains(right.line(METHOD))) {
            header(CONTENT_TYPE, typeOfKey, otherContentType());
        }
        header(SignatureNames.CONTENT_SHA256, null, ADDED);
        List<String> additional = Arrays.asList(right.line(ADDITIONAL).split(";"));
        Collections.reverse(additional);
        line(
                ADDITIONAL_LIST,
                ADDITIONAL,
                String.join(";", additional),
                ADDITIONAL_LIST + " differs: it must be sorted");
    }

    private static String name(String parameter) {
        return PercentDecoding.decodeLeniently(parameter.split("=", 2)[0]);
    }

    private void addMethods() {
        String method = right.line(METHOD);
        for (String other : new String[] {"GET", "PUT", "POST", "HEAD", "DELETE"}) {
            line("the method", METHOD, other, "it was signed for " + other + " and sent as " + method);
        }
        line("the method", METHOD, method.toLowerCase(Locale.ROOT), "it must be upper case");
    }

    private void addPaths() {
        String path = right.line(PATH);
        path(bucket + path, "the key contains the bucket: pass the key alone");
        path(bucket, "the slash after the bucket is missing");
        path(path.substring(Math.min(1, path.length())), "the first slash is missing");
        path(bucket + '/' + key, "the signed key has an extra slash at its start");
        path(bucket + key.replaceFirst("^//", "/"), "the sent key has an extra slash at its start");
        path(path + '/', "the signed key has an extra slash at its end");
        path(path.replaceFirst("(.)/$", "$1"), "the sent key has an extra slash at its end");
        for (Normalizer.Form form : new Normalizer.Form[] {Normalizer.Form.NFC, Normalizer.Form.NFD}) {
            path(
                    bucket
                            + PercentEncoding.encodePath(
                                    Normalizer.normalize(PercentDecoding.decodeLeniently(key), form)),
                    "the key was signed in the Unicode form " + form + ", and sent in another one");
        }
        if (sent == null || sent.rawPath().contains("+")) {
            path(path.replace("%20", "%2B"), "a + in the path means a space: send it as %2B");
        }
        if (sent != null) {
            path(sent.rawPath(), "the path was signed as it was sent");
            path(bucket + sent.rawPath(), "the path was signed as it was sent");
        }
        addSpellings("the path", PATH);
    }

    /** Adds other ways to percent-encode a line: by JavaScript, of Java's URLEncoder, and of older standards. */
    private void addSpellings(String what, int index) {
        String text = right.line(index);
        String lowerCase = Arrays.stream(ESCAPES.split(text))
                .map(part -> part.startsWith("%") ? part.toLowerCase(Locale.ROOT) : part)
                .collect(Collectors.joining());
        line(what, index, lowerCase, "percent-encoding has upper-case digits");
        String marks = text.replace("%2A", "*");
        line(
                what,
                index,
                marks.replace("%21", "!")
                        .replace("%27", "'")
                        .replace("%28", "(")
                        .replace("%29", ")"),
                "the characters !'()* must be percent-encoded");
        line(what, index, marks.replace("~", "%7E"), "* must be percent-encoded, and ~ must not");
        line(what, index, text.replace("~", "%7E"), "~ must not be percent-encoded");
    }

    private void addQueries() {
        String query = right.line(QUERY);
        List<String> parameters = right.parameters();
        String rawQuery = sent == null ? null : sent.rawQuery();
        if (rawQuery != null) {
            String asSent = Stream.of(rawQuery.split("&"))
                    .filter(parameter -> !name(parameter).equals(SignatureNames.SIGNATURE))
                    .collect(Collectors.joining("&"));
            query(asSent, "the query was signed as it was sent; " + ORDER);
        }
        query("", "no parameter was signed: all are");
        query(PercentDecoding.decodeLeniently(query), "the parameters are not percent-encoded");
        query(query.replace("%", "%25"), "the parameters are percent-encoded twice");
        query(query.replace("%2F", "/"), "a slash in a parameter must be percent-encoded");
        query(
                parameters.stream()
                        .map(pair -> pair.contains("=") ? pair : pair + "=")
                        .collect(Collectors.joining("&")),
                "a parameter without a value is signed without an equals sign");
        query(
                parameters.stream().filter(pair -> pair.startsWith("x-oss-")).collect(Collectors.joining("&")),
                "parameters that are not sub-resources were left out: version 4 signs all");
        parameters.stream().limit(MAX_LINES).forEach(left -> {
            List<String> rest = new ArrayList<>(parameters);
            rest.remove(left);
            query(String.join("&", rest), "the parameter " + name(left) + " was not signed");
        });
        addSpellings("the query", QUERY);
    }

    private void addHeaders() {
        headers.entrySet().stream().limit(MAX_LINES).forEach(header -> {
            String name = header.getKey();
            String value = header.getValue();
            if (right.headerLines().contains(name + ":" + value)) {
                header(name, null, ADDED);
                header(name, " " + value, "there must be no space after the colon");
                header(name, SPACES.matcher(value).replaceAll(" "), "spaces inside the value must not be changed");
                header(name, value.toLowerCase(Locale.ROOT), "the value must be signed in its case");
            } else if (!name.equals(SignatureNames.AUTHORIZATION)) {
                header(name, value, "it is signed " + IF_ADDITIONAL);
            }
        });
        header("content-md5", "", NOT_SENT);
        header(SignatureNames.CONTENT_SHA256, EMPTY_SHA256, "its value must be UNSIGNED-PAYLOAD");
        String host = headers.get("host");
        if (host != null) {
            header("host", PORT.matcher(host).replaceFirst(""), "it is signed with its port, and " + IF_ADDITIONAL);
        }
        List<String> titles =
                right.headerLines().stream().map(CanonicalEdits::inTitleCase).collect(Collectors.toList());
        headers(SignatureMistake.of("the headers", "their names must be lower case"), titles);
        headers(SignatureMistake.of("the headers", "no header was signed"), Collections.emptyList());
        if (sent != null) {
            List<String> inOrder = sent.headers().stream()
                    .map(header -> header.getKey().toLowerCase(Locale.ROOT) + ":" + header.getValue())
                    .filter(right.headerLines()::contains)
                    .collect(Collectors.toList());
            headers(SignatureMistake.of("the headers", "they must be sorted by name"), inOrder);
        }
    }

    /** Returns a line with the name of the header as clients usually write it: {@code Content-Type}. */
    private static String inTitleCase(String line) {
        StringBuilder title = new StringBuilder(line);
        for (int i = 0; i < line.indexOf(':'); i++) {
            if (i == 0 || line.charAt(i - 1) == '-') {
                title.setCharAt(i, Character.toUpperCase(line.charAt(i)));
            }
        }
        return title.toString();
    }

    private void addContentTypes() {
        String type = headers.getOrDefault(CONTENT_TYPE, "");
        header(
                CONTENT_TYPE,
                type.split(";", 2)[0].trim(),
                type.isEmpty() ? NOT_SENT : "the HTTP client added parameters to it");
        for (String charset : new String[] {"; charset=utf-8", "; charset=UTF-8", ";charset=utf-8", ";charset=UTF-8"}) {
            header(CONTENT_TYPE, type + charset, "the HTTP client removed the charset");
        }
        for (String other : DEFAULT_TYPES) {
            header(CONTENT_TYPE, other, otherContentType());
        }
    }

    private String otherContentType() {
        return headers.getOrDefault(CONTENT_TYPE, "").isEmpty()
                ? "the request was sent without the Content-Type that was signed: send it, or sign none"
                : "the HTTP client sent another Content-Type than the one that was signed";
    }
}
