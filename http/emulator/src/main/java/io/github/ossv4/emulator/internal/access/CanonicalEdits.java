// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.text.PercentEncoding;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The known mistakes in the canonical request of one request. They are from the code of clients, from questions of users, and
 * from the causes that the client of this project reports.
 */
final class CanonicalEdits {
    private static final String NOTHING = "(nothing)";
    private static final String CONTENT_TYPE = "content-type";
    private static final int MAX_LINES = 40;
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-F]{2}");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    /** The SHA-256 of an empty body. */
    private static final String EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /** The types that HTTP clients send or sign if a program sets none. */
    private static final List<String> DEFAULT_TYPES = List.of(
            "application/octet-stream",
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded; charset=utf-8",
            "application/xml",
            "application/json",
            "text/plain",
            "text/plain;charset=UTF-8",
            "binary/octet-stream");

    private final ReceivedRequest request;
    private final CanonicalText right;
    private final String additionalHeaders;
    private final List<CanonicalEdit> edits = new ArrayList<>();
    private final Map<String, String> query = new TreeMap<>();

    /** @param additionalHeaders the names of the additional headers, as the client sent them */
    CanonicalEdits(ReceivedRequest request, CanonicalText right, String additionalHeaders) {
        this.request = request;
        this.right = right;
        this.additionalHeaders = additionalHeaders;
        request.query().forEach((name, value) -> {
            if (!name.equals(UrlSignature.SIGNATURE)) {
                query.put(name, value);
            }
        });
    }

    List<CanonicalEdit> all() {
        addMethods();
        addPaths();
        addQueries();
        addHeaders();
        addAdditional();
        addPayloads();
        return edits;
    }

    private void add(
            String line,
            @Nullable String signed,
            @Nullable String expected,
            String cause,
            UnaryOperator<CanonicalText> change) {
        if (!change.apply(right).equals(right)) {
            edits.add(new CanonicalEdit(line, signed, expected, cause, change));
        }
    }

    private void addMethods() {
        for (String other : new String[] {"GET", "PUT", "POST", "HEAD", "DELETE"}) {
            add(
                    "method",
                    other,
                    right.method(),
                    "it was signed for " + other + " and sent as " + right.method(),
                    text -> text.withMethod(other));
        }
        String lower = right.method().toLowerCase(Locale.ROOT);
        add("method", lower, right.method(), "it must be upper case", text -> text.withMethod(lower));
    }

    private void addPath(String signed, String cause) {
        add("path", signed, right.path(), cause, text -> text.withPath(signed));
    }

    private void addPaths() {
        String bucket = request.resource().bucket();
        String key = request.resource().key();
        String name = bucket == null ? "" : bucket;
        String decoded = key == null ? "" : key;
        String encoded = PercentEncoding.encodePath(decoded);
        addPath("/" + encoded, "the bucket is missing: it is signed for any host");
        addPath("/" + name + "/" + decoded, "the key is not percent-encoded");
        addPath("/" + decoded, "the bucket is missing, and the key is not percent-encoded");
        addPath("/" + name + "/" + PercentEncoding.encodePath(encoded), "the key is percent-encoded twice");
        addPath("/" + name + "/" + PercentEncoding.encode(decoded), "a slash in the key must not be percent-encoded");
        addPath("%2F" + name + "%2F" + PercentEncoding.encode(decoded), "slashes must not be percent-encoded");
        addPath("/" + name + "/" + name + "/" + encoded, "the key contains the bucket: pass the key alone");
        addPath("/" + name + "//" + encoded, "the key has another slash at its start");
        addPath("/" + name + "/" + encoded + "/", "there is a slash at the end");
        addPath("/" + name, "the slash after the bucket is missing");
        addPath(name + "/" + encoded, "the first slash is missing");
        addPath("/", "the bucket is missing");
        for (Normalizer.Form form : new Normalizer.Form[] {Normalizer.Form.NFC, Normalizer.Form.NFD}) {
            addPath(
                    "/" + name + "/" + PercentEncoding.encodePath(Normalizer.normalize(decoded, form)),
                    "the key was signed in the Unicode form " + form + ", and sent in another one");
        }
        if (request.path().contains("+")) {
            addPath(right.path().replace("%20", "%2B"), "a + in the path means a space: send it as %2B");
        }
        addPath(request.path(), "the path was signed as it was sent");
        addPath("/" + name + request.path(), "the path was signed as it was sent");
        addSpellings("path", right.path(), CanonicalText::withPath);
    }

    /** Adds other ways to percent-encode a line. */
    private void addSpellings(String line, String text, BiFunction<CanonicalText, String, CanonicalText> with) {
        String[][] spellings = {
            {text.replace("%20", "+"), "a space is encoded as %20, not as +"},
            {
                ESCAPE.matcher(text).replaceAll(escape -> escape.group().toLowerCase(Locale.ROOT)),
                "percent-encoding has upper-case digits"
            },
            {
                text.replace("%21", "!")
                        .replace("%27", "'")
                        .replace("%28", "(")
                        .replace("%29", ")")
                        .replace("%2A", "*"),
                "the characters !'()* must be percent-encoded"
            },
            {text.replace("%2A", "*").replace("~", "%7E"), "* must be percent-encoded, and ~ must not"},
            {text.replace("~", "%7E"), "~ must not be percent-encoded"},
            {text.replace("%2A", "*"), "* must be percent-encoded"},
        };
        for (String[] spelling : spellings) {
            add(line, spelling[0], text, spelling[1], canonical -> with.apply(canonical, spelling[0]));
        }
    }

    private void addQuery(String signed, String cause) {
        add("query", signed.isEmpty() ? NOTHING : signed, right.query(), cause, text -> text.withQuery(signed));
    }

    private void addQueries() {
        if (query.isEmpty()) {
            return;
        }
        addQuery("", "no parameter was signed: all are");
        addQuery(
                join(request.query().keySet(), PercentEncoding::encode),
                "the parameters must be sorted by their encoded names");
        addQuery(join(query.keySet(), name -> name), "the parameters are not percent-encoded");
        addQuery(
                join(query.keySet(), text -> PercentEncoding.encode(PercentEncoding.encode(text))),
                "the parameters are percent-encoded twice");
        addQuery(join(query.keySet(), PercentEncoding::encodePath), "a slash in a parameter must be percent-encoded");
        addQuery(
                query.entrySet().stream()
                        .map(entry ->
                                PercentEncoding.encode(entry.getKey()) + "=" + PercentEncoding.encode(entry.getValue()))
                        .sorted()
                        .collect(Collectors.joining("&")),
                "a parameter without a value is signed without an equals sign");
        addQuery(
                query.entrySet().stream()
                        .map(entry -> pair(entry.getKey(), entry.getValue().trim(), PercentEncoding::encode))
                        .sorted()
                        .collect(Collectors.joining("&")),
                "spaces at the ends of values are signed");
        Set<String> subResources = new TreeSet<>(query.keySet());
        subResources.removeIf(name -> !V1StringToSign.isSubResource(name));
        addQuery(
                join(subResources, PercentEncoding::encode),
                "parameters that are not sub-resources were left out: version 4 signs all");
        int lines = 0;
        for (String name : query.keySet()) {
            if (lines++ == MAX_LINES) {
                break;
            }
            Set<String> rest = new TreeSet<>(query.keySet());
            rest.remove(name);
            addQuery(join(rest, PercentEncoding::encode), "the parameter " + name + " was not signed");
            String value = query.get(name);
            if (value != null && !value.isEmpty()) {
                addQuery(
                        query.keySet().stream()
                                .map(other -> pair(
                                        other,
                                        other.equals(name)
                                                ? ""
                                                : request.query().getOrDefault(other, ""),
                                        PercentEncoding::encode))
                                .sorted()
                                .collect(Collectors.joining("&")),
                        "the value of " + name + " was not signed");
            }
        }
        addSpellings("query", right.query(), CanonicalText::withQuery);
    }

    /** Returns parameters in the order of {@code names}. */
    private String join(Set<String> names, UnaryOperator<String> encode) {
        return names.stream()
                .filter(name -> !name.equals(UrlSignature.SIGNATURE))
                .map(name -> pair(name, request.query().getOrDefault(name, ""), encode))
                .collect(Collectors.joining("&"));
    }

    private static String pair(String name, String value, UnaryOperator<String> encode) {
        return value.isEmpty() ? encode.apply(name) : encode.apply(name) + "=" + encode.apply(value);
    }

    private void addHeader(String name, @Nullable String signed, String cause) {
        String received = request.header(name);
        add(
                "header " + name,
                signed == null ? NOTHING : name + ":" + signed,
                received == null ? NOTHING : name + ":" + received,
                cause,
                text -> text.withHeader(name, signed == null ? null : name + ":" + signed));
    }

    private void addHeaders() {
        addContentTypes();
        int lines = 0;
        for (String name : request.headerNames()) {
            if (lines++ == MAX_LINES) {
                break;
            }
            String value = String.valueOf(request.header(name));
            if (right.headers().contains(name + ":" + value)) {
                addHeader(name, null, "it was added after the request was signed, or is not signed");
                addHeader(name, " " + value, "there must be no space after the colon");
                addHeader(name, SPACES.matcher(value).replaceAll(" "), "spaces inside the value must not be changed");
                addHeader(name, value.toLowerCase(Locale.ROOT), "the value must be signed in its case");
                addHeader(name, PercentEncoding.encode(value), "the value must be signed as it is sent");
                addHeader(name, "", "its value was added after the request was signed");
            } else if (!name.equals("authorization")) {
                addHeader(name, value, "it is signed only if it is one of the additional headers");
                add(
                        "header " + name,
                        name + ":" + value,
                        NOTHING,
                        "it was signed as an additional header, but is not in the list that was sent",
                        text -> text.withHeader(name, name + ":" + value).withAdditional(name));
            }
        }
        addHeader("content-md5", "", "a header that is not sent must not be signed");
        addHeader("x-oss-content-sha256", null, "x-oss-content-sha256 is signed");
        addHeader("x-oss-content-sha256", EMPTY_SHA256, "its value must be UNSIGNED-PAYLOAD");
        String host = request.header("host");
        if (host != null) {
            addHeader(
                    "host",
                    host.replaceFirst(":[0-9]+$", ""),
                    right.headers().contains("host:" + host)
                            ? "the host must be signed with its port"
                            : "it is signed only if it is one of the additional headers");
        }
        List<String> inOrder = new ArrayList<>();
        List<String> withCase = new ArrayList<>();
        request.forEachHeader((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (right.headers().stream().anyMatch(line -> line.startsWith(lower + ":"))) {
                inOrder.add(lower + ":" + value.trim());
                withCase.add(name + ":" + value.trim());
            }
        });
        add("headers", null, null, "they must be sorted by name", text -> text.withHeaders(inOrder));
        add("headers", null, null, "their names must be lower case, and sorted", text -> text.withHeaders(withCase));
        List<String> withCaseSorted = withCase.stream().sorted().toList();
        add("headers", null, null, "their names must be lower case", text -> text.withHeaders(withCaseSorted));
        add("headers", null, null, "no header was signed", text -> text.withHeaders(List.of()));
    }

    private void addContentTypes() {
        String type = request.header(CONTENT_TYPE);
        if (type == null) {
            DEFAULT_TYPES.forEach(other ->
                    addHeader(CONTENT_TYPE, other, "the request was sent without the Content-Type that was signed"));
            addHeader(CONTENT_TYPE, "", "a header that is not sent must not be signed");
            return;
        }
        String cause = "the HTTP client sent another Content-Type than the one that was signed";
        int semicolon = type.indexOf(';');
        if (semicolon >= 0) {
            addHeader(CONTENT_TYPE, type.substring(0, semicolon).trim(), "the HTTP client added parameters to it");
        }
        for (String charset : new String[] {"; charset=utf-8", "; charset=UTF-8", ";charset=utf-8", ";charset=UTF-8"}) {
            addHeader(CONTENT_TYPE, type + charset, "the HTTP client removed the charset");
        }
        DEFAULT_TYPES.forEach(other -> addHeader(CONTENT_TYPE, other, cause));
    }

    private void addAdditional() {
        String cause = "the list of additional headers differs";
        for (String other : new String[] {
            "",
            additionalHeaders,
            additionalHeaders.toLowerCase(Locale.ROOT),
            right.additional().replace(';', ',')
        }) {
            add(
                    "list of additional headers",
                    other.isEmpty() ? NOTHING : other,
                    right.additional().isEmpty() ? NOTHING : right.additional(),
                    cause,
                    text -> text.withAdditional(other));
        }
    }

    private void addPayloads() {
        add(
                "payload",
                EMPTY_SHA256,
                right.payload(),
                "the hash of an empty body was signed; sign UNSIGNED-PAYLOAD",
                text -> text.withPayload(EMPTY_SHA256));
        add("payload", NOTHING, right.payload(), "sign UNSIGNED-PAYLOAD", text -> text.withPayload(""));
        add(
                "payload",
                null,
                null,
                "the canonical request must not end with a line break",
                text -> text.withPayload(text.payload() + "\n"));
    }
}
