// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks OSS to POST to an application server once the object is stored, and to hand that server's answer to the uploader.
 * PutObject, PostObject and CompleteMultipartUpload take it. Immutable.
 *
 * <pre>{@code
 * Callback callback = Callback.builder("https://app.example.com/uploaded")
 *         .formBody("object=${object}&size=${size}&user=${x:user}")
 *         .variable("x:user", "42")
 *         .build();
 * }</pre>
 *
 * <p>The application server has 5 seconds. It must answer 200 with a {@code Content-Length} and a JSON body of at most
 * 1 MB. If it does not, OSS answers the upload with 203, and <b>the object is stored all the same</b>. OSS does not call
 * again.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/callback">Callback</a>
 */
public final class Callback {
    /** The header that carries {@link #headerValue}. */
    public static final String HEADER = "x-oss-callback";

    /** The header that carries {@link #varHeaderValue}. */
    public static final String VAR_HEADER = "x-oss-callback-var";

    private final List<String> urls;
    private final @Nullable String host;
    private final String body;
    private final CallbackBodyType bodyType;
    private final @Nullable Boolean sni;
    private final Map<String, String> variables;
    private final Set<String> unreadMembers;

    private Callback(
            List<String> urls,
            @Nullable String host,
            String body,
            CallbackBodyType bodyType,
            @Nullable Boolean sni,
            Map<String, String> variables,
            Set<String> unreadMembers) {
        this.unreadMembers = unreadMembers;
        this.urls = Collections.unmodifiableList(new ArrayList<>(urls));
        this.host = host;
        this.body = body;
        this.bodyType = bodyType;
        this.sni = sni;
        this.variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /**
     * Starts a callback.
     *
     * @param urls 1 to 5 http or https URLs, percent-encoded, tried in order until one answers well
     */
    public static Builder builder(String... urls) {
        return new Builder(Arrays.asList(urls));
    }

    /**
     * Reads the header values back, as liberally as OSS reads them.
     *
     * @param headerValue the value of {@link #HEADER}
     * @param varHeaderValue the value of {@link #VAR_HEADER}, or null where the request has none
     * @throws InvalidCallbackException if OSS would refuse them
     */
    public static Callback decode(String headerValue, @Nullable String varHeaderValue) {
        Map<String, Object> members = CallbackJson.decode("callback", CallbackRule.checkLength(headerValue));
        String url = text(members, "callbackUrl");
        if (url == null) {
            throw new InvalidCallbackException(CallbackRule.URL, "The callback url configuration is invalid.");
        }
        List<String> urls = Arrays.asList(url.split(";", -1));
        CallbackRule.checkUrls(urls);
        String body = text(members, "callbackBody");
        CallbackRule.checkBody(body == null ? "" : body);
        Map<String, String> variables = new LinkedHashMap<>();
        if (varHeaderValue != null) {
            CallbackJson.decode("callback-var", CallbackRule.checkVarLength(varHeaderValue))
                    .forEach((name, value) -> variables.put(name, value.toString()));
            CallbackRule.checkVariableNames(variables);
        }
        return new Callback(
                urls,
                text(members, "callbackHost"),
                body == null ? "" : body,
                bodyType(text(members, "callbackBodyType")),
                members.get("callbackSNI") instanceof Boolean ? (Boolean) members.get("callbackSNI") : null,
                variables,
                unread(members));
    }

    private static Set<String> unread(Map<String, Object> members) {
        Set<String> unread = new LinkedHashSet<>(members.keySet());
        unread.removeAll(
                Arrays.asList("callbackUrl", "callbackHost", "callbackBody", "callbackBodyType", "callbackSNI"));
        return Collections.unmodifiableSet(unread);
    }

    private static @Nullable String text(Map<String, Object> members, String name) {
        Object value = members.get(name);
        return value == null ? null : value.toString();
    }

    private static CallbackBodyType bodyType(@Nullable String contentType) {
        if (contentType == null || contentType.isEmpty()) {
            return CallbackBodyType.FORM;
        }
        CallbackBodyType type = CallbackBodyType.ofContentType(contentType.toLowerCase(Locale.ROOT));
        if (type == null) {
            throw new InvalidCallbackException(null, "The callback body type is not supported: " + contentType);
        }
        return type;
    }

    /** The URLs, in the order they are tried. */
    public List<String> urls() {
        return urls;
    }

    /** The {@code Host} of the callback request where it was set; otherwise it is each URL's own host. */
    public @Nullable String host() {
        return host;
    }

    /** The template of the callback request's body. */
    public String body() {
        return body;
    }

    /** How values are escaped in the body, and its content type. */
    public CallbackBodyType bodyType() {
        return bodyType;
    }

    /** Whether OSS sends the host's name in the TLS handshake with an https URL. */
    public boolean sni() {
        return sni != null && sni;
    }

    /** The custom variables, by their full names, {@code x:…}. */
    public Map<String, String> variables() {
        return variables;
    }

    /**
     * The members of a decoded callback that this class does not know, such as {@code callbackPolicy}; empty for one that
     * was built.
     */
    public Set<String> unreadMembers() {
        return unreadMembers;
    }

    /** The value of {@link #HEADER}: Base64 of JSON, at most 5 KB. */
    public String headerValue() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("callbackUrl", String.join(";", urls));
        if (host != null) {
            members.put("callbackHost", host);
        }
        members.put("callbackBody", body);
        members.put("callbackBodyType", bodyType.contentType());
        if (sni != null) {
            members.put("callbackSNI", sni);
        }
        return CallbackJson.encode(members);
    }

    /** The value of {@link #VAR_HEADER}: Base64 of JSON, at most 5 KB. Null if there are no custom variables. */
    public @Nullable String varHeaderValue() {
        return variables.isEmpty() ? null : CallbackJson.encode(variables);
    }

    /**
     * The body that OSS sends for an object of which it knows {@code facts}.
     *
     * <p>Two things OSS does not document are taken to be so: a blank in a form value is {@code %20}, and a custom
     * variable that was not given is empty.
     */
    public String body(ObjectFacts facts) {
        return CallbackTemplate.of(body).fill(bodyType, facts, variables);
    }

    /**
     * Names the URLs without their queries, and the template; the values of custom variables are not shown. All of these
     * may be secrets.
     */
    @Override
    public String toString() {
        StringBuilder shown = new StringBuilder();
        for (String url : urls) {
            shown.append(shown.length() == 0 ? "" : ";").append(CallbackRule.shown(url));
        }
        return "Callback{" + shown + " " + bodyType + " " + body + (variables.isEmpty() ? "" : " " + variables.keySet())
                + "}";
    }

    /** Collects what a callback consists of. Not thread-safe. */
    public static final class Builder {
        private static final Pattern HOST_AND_PORT = Pattern.compile(
                "[A-Za-z0-9._-]+(:([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?");

        private static final Pattern PATH_AND_QUERY =
                Pattern.compile("([/?]([A-Za-z0-9._~!$&'()*+,=:@/?-]|%[0-9A-Fa-f]{2})*)?");
        private static final Pattern PRINTABLE = Pattern.compile("[!-~]+");

        private final List<String> urls;
        private @Nullable String host;
        private String body = "";
        private CallbackBodyType bodyType = CallbackBodyType.FORM;
        private @Nullable Boolean sni;
        private final Map<String, String> variables = new LinkedHashMap<>();

        private Builder(List<String> urls) {
            this.urls = new ArrayList<>(urls);
        }

        /** A body of content type {@code application/x-www-form-urlencoded}, with {@code ${variables}}. */
        public Builder formBody(String template) {
            this.body = Objects.requireNonNull(template, "template");
            this.bodyType = CallbackBodyType.FORM;
            return this;
        }

        /**
         * A body of content type {@code application/json}, with {@code ${variables}}. OSS writes the quotes around texts
         * itself: {@code {"object":${object},"size":${size}}}.
         */
        public Builder jsonBody(String template) {
            this.body = Objects.requireNonNull(template, "template");
            this.bodyType = CallbackBodyType.JSON;
            return this;
        }

        /** Gives a custom variable its value. Its name begins with {@code x:} and is lower case. */
        public Builder variable(String name, String value) {
            variables.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, name));
            return this;
        }

        /**
         * Sets the {@code Host} of the callback request.
         *
         * @throws InvalidCallbackException if it is empty or holds anything but printable ASCII
         */
        public Builder host(String host) {
            if (!PRINTABLE.matcher(host).matches()) {
                throw new InvalidCallbackException(null, "callbackHost must be printable ASCII without blanks");
            }
            this.host = host;
            return this;
        }

        /**
         * Whether OSS sends the host's name in the TLS handshake. By default it does where a URL is https: without it
         * virtual-hosted servers show another host's certificate, and the callback fails.
         */
        public Builder sni(boolean sni) {
            this.sni = sni;
            return this;
        }

        /**
         * Checks and builds.
         *
         * @throws InvalidCallbackException if there are no or more than 5 URLs, a URL is not an http or https URL in
         *     ASCII or holds a {@code ;}, the body is empty, it names a variable that OSS does not know or a custom one
         *     that has no value, a custom variable's name does not begin with {@code x:} or is not lower case, a value
         *     is longer than 5 KB in Base64
         */
        public Callback build() {
            if (urls.isEmpty()) {
                throw new InvalidCallbackException(CallbackRule.URL, "callbackUrl is missing");
            }
            CallbackRule.checkUrls(urls);
            boolean https = false;
            for (String url : urls) {
                https |= checkUrl(url).equals("https");
            }
            CallbackRule.checkBody(body);
            CallbackRule.checkVariableNames(variables);
            for (String name : variables.keySet()) {
                if (!name.equals(name.toLowerCase(Locale.ROOT))) {
                    throw new InvalidCallbackException(null, "a custom variable's name must be lower case: " + name);
                }
            }
            for (String name : CallbackTemplate.of(body).variables()) {
                checkVariable(name);
            }
            if (sni == null && https) {
                sni = true;
            }
            Callback callback = new Callback(urls, host, body, bodyType, sni, variables, Collections.emptySet());
            CallbackRule.checkLength(callback.headerValue());
            String varHeaderValue = callback.varHeaderValue();
            if (varHeaderValue != null) {
                CallbackRule.checkVarLength(varHeaderValue);
            }
            return callback;
        }

        /** Returns the scheme. Hosts are not held to RFC 3986: underscores occur, and OSS takes them. */
        private static String checkUrl(String url) {
            if (url.indexOf(';') >= 0) {
                throw badUrl("a ';' separates callback URLs; inside one it must be %3B", url);
            }
            int authority = url.indexOf("://") + 3;
            String scheme = authority < 3 ? "" : url.substring(0, authority - 3).toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https")) {
                throw badUrl("callbackUrl must begin with http:// or https://", url);
            }
            int end = authority;
            while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
                end++;
            }
            String host = url.substring(authority, end);
            if (host.indexOf('@') >= 0 || url.indexOf('#') >= 0) {
                throw badUrl("callbackUrl must have no user and no fragment", url);
            }
            if (host.startsWith("[")) {
                throw badUrl("callbackUrl must not be an IPv6 address: OSS calls none", url);
            }
            if (!HOST_AND_PORT.matcher(host).matches()) {
                throw badUrl("callbackUrl has no valid host and port", url);
            }
            if (!PATH_AND_QUERY.matcher(url.substring(end)).matches()) {
                throw badUrl("callbackUrl must be percent-encoded", url);
            }
            return scheme;
        }

        private static InvalidCallbackException badUrl(String rule, String url) {
            return new InvalidCallbackException(CallbackRule.URL, rule + ": " + CallbackRule.shown(url));
        }

        private void checkVariable(String name) {
            if (name.startsWith(CallbackTemplate.CUSTOM_PREFIX)) {
                if (!variables.containsKey(name)) {
                    throw new InvalidCallbackException(
                            null, "the body names ${" + name + "}, but that variable has no value");
                }
            } else if (!CallbackTemplate.SYSTEM_VARIABLES.contains(name)) {
                throw new InvalidCallbackException(
                        null,
                        "the body names ${" + name + "}, which OSS does not know. It knows "
                                + CallbackTemplate.SYSTEM_VARIABLES + " and x:… (case matters)");
            }
        }
    }
}
