// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import static io.github.ossv4.internal.canonical.CanonicalLines.ADDITIONAL;
import static io.github.ossv4.internal.canonical.CanonicalLines.METHOD;
import static io.github.ossv4.internal.canonical.CanonicalLines.PATH;
import static io.github.ossv4.internal.canonical.CanonicalLines.PAYLOAD;
import static io.github.ossv4.internal.canonical.CanonicalLines.QUERY;

import io.github.ossv4.internal.canonical.CanonicalLines;
import io.github.ossv4.internal.canonical.SignatureNames;
import io.github.ossv4.text.PercentEncoding;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The known mistakes in the canonical request of one request. They are from the code of clients, from questions of users,
 * and from the causes that the client of this project reports.
 */
final class CanonicalEdits {
    private static final String NOTHING = "(nothing)";
    private static final String CONTENT_TYPE = "content-type";
    private static final int MAX_LINES = 40;

    /** The parameters of which all subsets are tried. */
    private static final int MAX_SUBSETS = 8;

    /** The names of which all orders are tried. */
    private static final int MAX_ORDERS = 5;

    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern PORT = Pattern.compile(":[0-9]+$");
    private static final Pattern ESCAPES = Pattern.compile("(?=%[0-9A-F]{2})|(?<=%[0-9A-F]{2})");

    private static final String ADDED = "it was added after the request was signed, or is not signed";
    private static final String LIST = "the list of additional headers differs";
    private static final String NOT_ADDITIONAL = "it is signed only if it is one of the additional headers";
    private static final String ORDER = "the parameters must be sorted by their encoded names";
    private static final String SPACE = "a space is encoded as %20, not as +";

    /** The SHA-256 of an empty body. */
    private static final String EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /** The types that HTTP clients send or sign if a program sets none. */
    private static final String[] DEFAULT_TYPES = {
        "application/octet-stream",
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=utf-8",
        "application/xml",
        "application/json",
        "text/plain",
        "text/plain;charset=UTF-8",
        "binary/octet-stream"
    };

    /** A mistake as a change of the right canonical request. */
    static final class Edit {
        final SignatureMistake mistake;
        final UnaryOperator<CanonicalLines> change;

        private Edit(SignatureMistake mistake, UnaryOperator<CanonicalLines> change) {
            this.mistake = mistake;
            this.change = change;
        }
    }

    private final CanonicalLines right;
    private final SentRequest sent;
    private final List<Edit> edits = new ArrayList<>();

    private CanonicalEdits(CanonicalLines right, SentRequest sent) {
        this.right = right;
        this.sent = sent;
    }

    /** Returns the mistakes that are frequent and possible in this request. */
    static List<Edit> frequent(CanonicalLines right, SentRequest sent) {
        CanonicalEdits edits = new CanonicalEdits(right, sent);
        edits.addFrequent();
        return edits.edits;
    }

    /** Returns all mistakes, the frequent ones first. */
    static List<Edit> all(CanonicalLines right, SentRequest sent) {
        CanonicalEdits edits = new CanonicalEdits(right, sent);
        edits.addFrequent();
        edits.addMethods();
        edits.addPaths();
        edits.addQueries();
        edits.addHeaders();
        edits.addContentTypes();
        for (String other : new String[] {
            "",
            sent.additionalHeaders,
            sent.additionalHeaders.toLowerCase(Locale.ROOT),
            right.line(ADDITIONAL).replace(';', ',')
        }) {
            edits.line(ADDITIONAL, other, LIST);
        }
        edits.line(PAYLOAD, EMPTY_SHA256, "the hash of an empty body was signed; sign UNSIGNED-PAYLOAD");
        edits.line(PAYLOAD, "", "sign UNSIGNED-PAYLOAD");
        edits.line(PAYLOAD, right.line(PAYLOAD) + "\n", "the canonical request must not end with a line break");
        return edits.edits;
    }

    /** Returns rare mistakes: several parameters that were left out, and other orders. */
    static List<Edit> rare(CanonicalLines right, SentRequest sent) {
        CanonicalEdits edits = new CanonicalEdits(right, sent);
        List<String> names = new ArrayList<>(new TreeSet<>(sent.query.keySet()));
        for (int subset = 1; names.size() <= MAX_SUBSETS && subset < 1 << names.size(); subset++) {
            List<String> signed = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                if ((subset >> i & 1) != 0) {
                    signed.add(names.get(i));
                }
            }
            edits.line(QUERY, edits.join(signed), "only " + signed + " was signed: version 4 signs all parameters");
        }
        for (List<String> order : orders(names)) {
            edits.line(QUERY, edits.join(order), ORDER);
        }
        for (List<String> order : orders(Arrays.asList(right.line(ADDITIONAL).split(";")))) {
            edits.line(ADDITIONAL, String.join(";", order), LIST + ": it must be sorted");
        }
        return edits.edits;
    }

    private static List<List<String>> orders(List<String> names) {
        List<List<String>> orders = new ArrayList<>();
        if (names.size() < 2 || names.size() > MAX_ORDERS) {
            orders.add(names);
            return orders;
        }
        for (String first : names) {
            List<String> rest = new ArrayList<>(names);
            rest.remove(first);
            for (List<String> order : orders(rest)) {
                List<String> all = new ArrayList<>(order);
                all.add(0, first);
                orders.add(all);
            }
        }
        return orders;
    }

    private void add(
            String what,
            @Nullable String signed,
            @Nullable String expected,
            String cause,
            UnaryOperator<CanonicalLines> change) {
        if (!change.apply(right).toString().equals(right.toString())) {
            edits.add(new Edit(SignatureMistake.of("the " + what, signed, expected, cause), change));
        }
    }

    private static String shown(@Nullable String text) {
        return text == null || text.isEmpty() ? NOTHING : text;
    }

    private void line(int index, String signed, String cause) {
        String what = index == METHOD ? "method" : index == PATH ? "path" : index == QUERY ? "query" : "payload";
        add(
                index == ADDITIONAL ? "list of additional headers" : what,
                shown(signed),
                shown(right.line(index)),
                cause,
                text -> with(text, index, signed));
    }

    private void path(String signed, String cause) {
        line(PATH, signed, cause);
    }

    private void query(String signed, String cause) {
        line(QUERY, signed, cause);
    }

    private void header(String name, @Nullable String signed, String cause) {
        String received = sent.headers.get(name);
        String line = signed == null ? null : name + ":" + signed;
        add(
                "header " + name,
                shown(line),
                received == null ? NOTHING : name + ":" + received,
                cause,
                text -> withHeader(text, name, line));
    }

    /** Returns a text with another line, at an index as in {@link CanonicalLines#line}. */
    private static CanonicalLines with(CanonicalLines text, int index, String line) {
        List<String> lines = lines(text);
        lines.set(index < 0 ? lines.size() + index : index, line);
        return CanonicalLines.parse(String.join("\n", lines));
    }

    private static CanonicalLines withHeaders(CanonicalLines text, List<String> headers) {
        List<String> lines = lines(text);
        lines.subList(QUERY + 1, text.endOfHeaders()).clear();
        lines.addAll(QUERY + 1, headers);
        return CanonicalLines.parse(String.join("\n", lines));
    }

    private static List<String> lines(CanonicalLines text) {
        return new ArrayList<>(Arrays.asList(text.toString().split("\n", -1)));
    }

    /** Returns a text with another line for a header, at its place; null removes it. */
    private static CanonicalLines withHeader(CanonicalLines text, String name, @Nullable String line) {
        List<String> headers = text.headerLines();
        headers.removeIf(other -> other.startsWith(name + ":"));
        if (line != null) {
            int at = 0;
            while (at < headers.size() && headers.get(at).compareTo(name) < 0) {
                at++;
            }
            headers.add(at, line);
        }
        return withHeaders(text, headers);
    }

    private void headers(List<String> lines, String cause) {
        add("headers", null, null, cause, text -> withHeaders(text, lines));
    }

    private void addFrequent() {
        String key = sent.key;
        path(sent.root + key, "the key is not percent-encoded");
        path(
                sent.root + PercentEncoding.encodePath(PercentEncoding.encodePath(key)),
                "the key is percent-encoded twice");
        path(sent.root + PercentEncoding.encode(key), "a slash in the key must not be percent-encoded");
        path(right.line(PATH).replace("%20", "+"), SPACE);
        path("/" + PercentEncoding.encodePath(key), "the bucket is missing: it is signed for any host");
        List<String> names = new ArrayList<>(sent.query.keySet());
        if (join(names).equals(right.line(QUERY))) {
            Collections.reverse(names);
        }
        query(join(names), ORDER);
        query(right.line(QUERY).replace("%20", "+"), SPACE);
        for (String name : new String[] {CONTENT_TYPE, SignatureNames.CONTENT_SHA256}) {
            if (sent.headers.containsKey(name)) {
                header(name, null, ADDED);
            }
        }
        List<String> additional = Arrays.asList(right.line(ADDITIONAL).split(";"));
        Collections.reverse(additional);
        line(ADDITIONAL, String.join(";", additional), LIST + ": it must be sorted");
    }

    private void addMethods() {
        String method = right.line(METHOD);
        for (String other : new String[] {"GET", "PUT", "POST", "HEAD", "DELETE"}) {
            line(METHOD, other, "it was signed for " + other + " and sent as " + method);
        }
        line(METHOD, method.toLowerCase(Locale.ROOT), "it must be upper case");
    }

    private void addPaths() {
        String root = sent.root;
        String bucket = root.substring(0, root.length() - 1);
        String encoded = PercentEncoding.encodePath(sent.key);
        path("/" + sent.key, "the bucket is missing, and the key is not percent-encoded");
        path(PercentEncoding.encode(root + sent.key), "slashes must not be percent-encoded");
        path(bucket + root + encoded, "the key contains the bucket: pass the key alone");
        path(root + "/" + encoded, "the key has another slash at its start");
        path(root + encoded + "/", "there is a slash at the end");
        path(bucket, "the slash after the bucket is missing");
        path(root.substring(1) + encoded, "the first slash is missing");
        path("/", "the bucket is missing");
        for (Normalizer.Form form : new Normalizer.Form[] {Normalizer.Form.NFC, Normalizer.Form.NFD}) {
            path(
                    root + PercentEncoding.encodePath(Normalizer.normalize(sent.key, form)),
                    "the key was signed in the Unicode form " + form + ", and sent in another one");
        }
        if (sent.rawPath.contains("+")) {
            path(right.line(PATH).replace("%20", "%2B"), "a + in the path means a space: send it as %2B");
        }
        path(sent.rawPath, "the path was signed as it was sent");
        path(bucket + sent.rawPath, "the path was signed as it was sent");
        addSpellings(PATH);
    }

    /** Adds other ways to percent-encode a line. */
    private void addSpellings(int index) {
        String text = right.line(index);
        String lowerCase = Arrays.stream(ESCAPES.split(text))
                .map(part -> part.startsWith("%") ? part.toLowerCase(Locale.ROOT) : part)
                .collect(Collectors.joining());
        line(index, lowerCase, "percent-encoding has upper-case digits");
        String marks = text.replace("%2A", "*");
        line(
                index,
                marks.replace("%21", "!")
                        .replace("%27", "'")
                        .replace("%28", "(")
                        .replace("%29", ")"),
                "the characters !'()* must be percent-encoded");
        line(index, marks.replace("~", "%7E"), "* must be percent-encoded, and ~ must not");
        line(index, text.replace("~", "%7E"), "~ must not be percent-encoded");
        line(index, marks, "* must be percent-encoded");
    }

    private void addQueries() {
        Collection<String> names = new TreeSet<>(sent.query.keySet());
        if (names.isEmpty()) {
            return;
        }
        query("", "no parameter was signed: all are");
        query(join(names, name -> name), "the parameters are not percent-encoded");
        query(
                join(names, text -> PercentEncoding.encode(PercentEncoding.encode(text))),
                "the parameters are percent-encoded twice");
        query(join(names, PercentEncoding::encodePath), "a slash in a parameter must be percent-encoded");
        query(
                Arrays.stream(right.line(QUERY).split("&"))
                        .map(pair -> pair.contains("=") ? pair : pair + "=")
                        .collect(Collectors.joining("&")),
                "a parameter without a value is signed without an equals sign");
        query(join(names, text -> PercentEncoding.encode(text.trim())), "spaces at the ends of values are signed");
        query(
                join(names.stream().filter(name -> name.startsWith("x-oss-")).collect(Collectors.toList())),
                "parameters that are not sub-resources were left out: version 4 signs all");
        names.stream().limit(MAX_LINES).forEach(name -> {
            List<String> rest = new ArrayList<>(names);
            rest.remove(name);
            query(join(rest), "the parameter " + name + " was not signed");
            String encoded = PercentEncoding.encode(name);
            query(
                    Arrays.stream(right.line(QUERY).split("&"))
                            .map(pair -> pair.startsWith(encoded + "=") ? encoded : pair)
                            .collect(Collectors.joining("&")),
                    "the value of " + name + " was not signed");
        });
        addSpellings(QUERY);
    }

    private String join(Collection<String> names) {
        return join(names, PercentEncoding::encode);
    }

    /** Returns parameters in the order of {@code names}. */
    private String join(Collection<String> names, UnaryOperator<String> encode) {
        return names.stream()
                .map(name -> {
                    String value = sent.query.getOrDefault(name, "");
                    return encode.apply(name) + (value.isEmpty() ? "" : "=" + encode.apply(value));
                })
                .collect(Collectors.joining("&"));
    }

    private void addHeaders() {
        sent.headers.entrySet().stream().limit(MAX_LINES).forEach(header -> {
            String name = header.getKey();
            String value = header.getValue();
            if (right.headerLines().contains(name + ":" + value)) {
                header(name, null, ADDED);
                header(name, " " + value, "there must be no space after the colon");
                header(name, SPACES.matcher(value).replaceAll(" "), "spaces inside the value must not be changed");
                header(name, value.toLowerCase(Locale.ROOT), "the value must be signed in its case");
                header(name, PercentEncoding.encode(value), "the value must be signed as it is sent");
                header(name, "", "its value was added after the request was signed");
            } else if (!name.equals(SignatureNames.AUTHORIZATION)) {
                header(name, value, NOT_ADDITIONAL);
                add(
                        "header " + name,
                        name + ":" + value,
                        NOTHING,
                        "it was signed as an additional header, but is not in the list that was sent",
                        text -> with(withHeader(text, name, name + ":" + value), ADDITIONAL, name));
            }
        });
        header("content-md5", "", "a header that is not sent must not be signed");
        header(SignatureNames.CONTENT_SHA256, EMPTY_SHA256, "its value must be UNSIGNED-PAYLOAD");
        String host = sent.headers.getOrDefault("host", "");
        if (!host.isEmpty()) {
            boolean signed = right.headerLines().contains("host:" + host);
            String noPort = PORT.matcher(host).replaceFirst("");
            header("host", noPort, signed ? "the host must be signed with its port" : NOT_ADDITIONAL);
        }
        List<String> withCase = new ArrayList<>();
        List<String> inOrder = new ArrayList<>();
        Map<String, String> signed = right.headers();
        sent.headerLines.forEach(line -> {
            String name = line.getKey().toLowerCase(Locale.ROOT);
            if (signed.containsKey(name)) {
                withCase.add(line.getKey() + ":" + line.getValue());
                inOrder.add(name + ":" + line.getValue());
            }
        });
        headers(inOrder, "they must be sorted by name");
        headers(withCase, "their names must be lower case, and sorted");
        headers(withCase.stream().sorted().collect(Collectors.toList()), "their names must be lower case");
        headers(Collections.emptyList(), "no header was signed");
    }

    private void addContentTypes() {
        String type = sent.headers.get(CONTENT_TYPE);
        String cause = "the HTTP client sent another Content-Type than the one that was signed";
        if (type == null) {
            cause = "the request was sent without the Content-Type that was signed";
            header(CONTENT_TYPE, "", "a header that is not sent must not be signed");
        } else {
            header(CONTENT_TYPE, type.split(";", 2)[0].trim(), "the HTTP client added parameters to it");
            for (String charset :
                    new String[] {"; charset=utf-8", "; charset=UTF-8", ";charset=utf-8", ";charset=UTF-8"}) {
                header(CONTENT_TYPE, type + charset, "the HTTP client removed the charset");
            }
        }
        for (String other : DEFAULT_TYPES) {
            header(CONTENT_TYPE, other, cause);
        }
    }
}
