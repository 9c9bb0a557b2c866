// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.text.PrintableText;
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
import org.jspecify.annotations.Nullable;

/**
 * Asks OSS to POST to an application server once the object is stored, and to hand that server's answer to the uploader.
 * PutObject, PostObject and CompleteMultipartUpload take it. Immutable.
 *
 * <pre>{@code
 * Callback callback = Callback.builder("https://app.example.com/uploaded")
 *         .body(CallbackBody.form(BUCKET, OBJECT, SIZE, ETAG).custom("x:user", "42"))
 *         .build();
 * }</pre>
 *
 * <p>The same as a template of one's own: {@code formBody("object=${object}&size=${size}&user=${x:user}")} and
 * {@code variable("x:user", "42")}. What OSS would take without a word and then send as it stands is refused either way.
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

    /** At most so many URLs. */
    public static final int MAX_URLS = CallbackRule.MAX_URLS;

    private final List<String> urls;
    private final @Nullable String host;
    private final String body;
    private final CallbackBodyType bodyType;
    private final @Nullable Boolean sni;
    private final Map<String, String> variables;
    private final Map<String, String> additionalHeaders;
    private final @Nullable String signatureVersion;
    private final @Nullable String policyName;
    private final Set<String> unreadMembers;
    private final String headerValue;
    private final @Nullable String varHeaderValue;

    private Callback(Builder builder) {
        this.urls = Collections.unmodifiableList(new ArrayList<>(builder.urls));
        this.host = builder.host;
        this.body = builder.body;
        this.bodyType = builder.bodyType;
        this.sni = builder.sni;
        this.variables = Collections.unmodifiableMap(new LinkedHashMap<>(builder.variables));
        this.additionalHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(builder.additionalHeaders));
        this.signatureVersion = builder.signatureVersion;
        this.policyName = builder.policyName;
        this.unreadMembers = Collections.unmodifiableSet(new LinkedHashSet<>(builder.unreadMembers));
        this.headerValue = encoded();
        this.varHeaderValue = variables.isEmpty() ? null : CallbackJson.encode(variables);
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
     * Starts a callback whose URL and body a policy on the bucket holds; only custom variables can be added.
     *
     * @param name the policy's name
     * @throws InvalidCallbackException if the name is empty
     */
    public static Builder policy(String name) {
        if (name.isEmpty()) {
            throw new InvalidCallbackException(null, "callbackPolicy is empty");
        }
        Builder builder = new Builder(Collections.emptyList());
        builder.policyName = name;
        return builder;
    }

    /**
     * Reads the header values back, as liberally as OSS reads them.
     *
     * @param headerValue the value of {@link #HEADER}
     * @param varHeaderValue the value of {@link #VAR_HEADER}, or null where the request has none
     * @throws InvalidCallbackException if OSS would refuse them; it says what is wrong, and where
     */
    public static Callback decode(String headerValue, @Nullable String varHeaderValue) {
        return new Callback(CallbackReading.of(headerValue, varHeaderValue));
    }

    /**
     * Two header values in plain words, for whoever looks for a mistake in them: a line for each member and variable, one
     * that begins with {@code ! problem} for each thing that OSS refuses or {@link Builder#build} would, and one with
     * {@code ! advice} for each of the {@link #warnings}, and for what is a mistake unless {@link CallbackBody} wrote it.
     * Takes any text and never throws. <b>It shows everything</b>, queries of URLs and values of variables too.
     *
     * @param headerValue the value of {@link #HEADER}, or null where the request has none
     * @param varHeaderValue the value of {@link #VAR_HEADER}, or null where the request has none
     */
    public static String explain(@Nullable String headerValue, @Nullable String varHeaderValue) {
        return CallbackExplanation.of(headerValue, varHeaderValue);
    }

    /**
     * Reads the fields of a form (PostObject) back, see {@link #formFields}. Names of fields are not case-sensitive, so those of
     * variables become lower case. Fields that have nothing to do with a callback are passed over.
     *
     * @return null if the form asks for no callback
     * @throws InvalidCallbackException if OSS would refuse them
     */
    public static @Nullable Callback decodeForm(Map<String, String> fields) {
        Builder builder = CallbackReading.ofForm(fields);
        return builder == null ? null : new Callback(builder);
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

    boolean statesSni() {
        return sni != null;
    }

    /** The custom variables, by their full names, {@code x:…}. */
    public Map<String, String> variables() {
        return variables;
    }

    /** Headers that OSS adds to the callback request. */
    public Map<String, String> additionalHeaders() {
        return additionalHeaders;
    }

    /** How OSS signs the callback request, where that was set. */
    public @Nullable String signatureVersion() {
        return signatureVersion;
    }

    /** The policy on the bucket that holds URL and body; null where the callback names them itself, as most do. */
    public @Nullable String policyName() {
        return policyName;
    }

    /**
     * The members of a decoded callback that this class does not know, and {@code callbackSNI} if it is no boolean; empty for
     * one that was built.
     */
    public Set<String> unreadMembers() {
        return unreadMembers;
    }

    /**
     * What OSS accepts, or may accept, but is probably not what was meant: a private host, which only an emulator calls; a
     * path that {@link CallbackVerifier} refuses; image sizes that leave a hole in JSON; a form's field that is there twice,
     * which {@link CallbackNotice} refuses; more custom variables than the vendor advises. One sentence each, for a log or a
     * test; they name no value of a variable. Empty as a rule.
     */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(TemplateRule.warnings(body, bodyType));
        urls.forEach(url -> CallbackUrl.warn(url, warnings::add));
        warnings.addAll(CallbackRule.adviceOnVariables(variables));
        return Collections.unmodifiableList(warnings);
    }

    /** The value of {@link #HEADER}: Base64 of JSON, at most 5 KB. */
    public String headerValue() {
        return headerValue;
    }

    private String encoded() {
        Map<String, Object> members = new LinkedHashMap<>();
        if (policyName != null) {
            members.put("callbackPolicy", policyName);
        }
        if (!urls.isEmpty()) {
            members.put("callbackUrl", String.join(";", urls));
        }
        if (host != null) {
            members.put("callbackHost", host);
        }
        if (!body.isEmpty()) {
            members.put("callbackBody", body);
            members.put("callbackBodyType", bodyType.contentType());
        }
        if (sni != null) {
            members.put("callbackSNI", sni);
        }
        if (!additionalHeaders.isEmpty()) {
            members.put("additionalHeaders", additionalHeaders);
        }
        if (signatureVersion != null) {
            members.put("signatureVersion", signatureVersion);
        }
        return CallbackJson.encode(members);
    }

    /** The value of {@link #VAR_HEADER}: Base64 of JSON, at most 5 KB. Null if there are no custom variables. */
    public @Nullable String varHeaderValue() {
        return varHeaderValue;
    }

    /**
     * For PutObject and CompleteMultipartUpload: the headers that carry this. A request carries a callback once: in
     * headers or in its query, otherwise OSS refuses it with EC 0007-00000027.
     */
    public Map<String, String> headers() {
        return carrier(HEADER, VAR_HEADER);
    }

    /**
     * For PutObject and CompleteMultipartUpload, where a URL alone is handed on: the query parameters that carry this,
     * not yet percent-encoded. They are part of what is signed. See {@link #headers} for the other way.
     */
    public Map<String, String> queryParameters() {
        return carrier("callback", "callback-var");
    }

    private Map<String, String> carrier(String name, String varName) {
        Map<String, String> carrier = new LinkedHashMap<>();
        carrier.put(name, headerValue());
        String varHeaderValue = varHeaderValue();
        if (varHeaderValue != null) {
            carrier.put(varName, varHeaderValue);
        }
        return Collections.unmodifiableMap(carrier);
    }

    /**
     * For PostObject: the form fields that carry this, {@code callback} in Base64 and each custom variable in a field of
     * its own, as it is. <b>The form's policy must pin each of them</b> with {@code ["eq", "$name", value]}: what it
     * leaves open, whoever uploads can change, the callback's URL too.
     */
    public Map<String, String> formFields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("callback", headerValue());
        fields.putAll(variables);
        return Collections.unmodifiableMap(fields);
    }

    /**
     * What OSS performs for a callback {@linkplain #policy by policy}: what the policy says, with the variables of both. Where
     * both have one, this one's value counts; OSS does not document that.
     *
     * @param policy what is stored on the bucket under {@link #policyName}
     * @throws IllegalStateException if this is no callback by policy
     * @throws IllegalArgumentException if {@code policy} is one itself
     */
    public Callback expand(Callback policy) {
        if (policyName == null) {
            throw new IllegalStateException("a callback with URLs of its own has no policy: " + this);
        }
        if (policy.policyName != null) {
            throw new IllegalArgumentException("a policy that is a callback by policy itself: " + policy);
        }
        Builder expanded = new Builder(policy.urls);
        expanded.host = policy.host;
        expanded.body = policy.body;
        expanded.bodyType = policy.bodyType;
        expanded.sni = policy.sni;
        expanded.variables.putAll(policy.variables);
        expanded.variables.putAll(variables);
        expanded.additionalHeaders.putAll(policy.additionalHeaders);
        expanded.signatureVersion = policy.signatureVersion;
        return new Callback(expanded);
    }

    /**
     * The body that OSS sends for an object of which it knows {@code facts}.
     *
     * <p>Two things OSS does not document are taken to be so: a blank in a form value is {@code %20}, and a custom
     * variable that was not given is empty.
     *
     * @throws IllegalStateException if the body is that of a policy, see {@link #expand}
     */
    public String body(ObjectFacts facts) {
        if (policyName != null) {
            throw new IllegalStateException(
                    "the body is kept by the bucket's policy " + policyName + ", expand this with it");
        }
        return CallbackTemplate.of(body).fill(bodyType, facts, variables);
    }

    /**
     * Names the URLs without their queries, and the template. The queries and the values of custom variables are not shown,
     * since they may be secrets; a template is no place for any.
     */
    @Override
    public String toString() {
        if (policyName != null) {
            return PrintableText.escape(
                    "Callback{policy " + policyName + (variables.isEmpty() ? "" : " " + variables.keySet()) + "}");
        }
        StringBuilder shown = new StringBuilder();
        for (String url : urls) {
            shown.append(shown.length() == 0 ? "" : ";").append(CallbackRule.shown(url));
        }
        return PrintableText.escape("Callback{" + shown + " " + bodyType + " " + body
                + (variables.isEmpty() ? "" : " " + variables.keySet()) + "}");
    }

    /** Collects what a callback consists of. Not thread-safe. */
    public static final class Builder {
        final List<String> urls;

        @Nullable
        String host;

        String body = "";
        private boolean bodyIsRaw;
        private Map<String, String> bodyVariables = Collections.emptyMap();
        CallbackBodyType bodyType = CallbackBodyType.FORM;

        @Nullable
        Boolean sni;

        private boolean publicHostsOnly;

        @Nullable
        String signatureVersion;

        @Nullable
        String policyName;

        final Map<String, String> variables = new LinkedHashMap<>();
        final Map<String, String> additionalHeaders = new LinkedHashMap<>();
        final Set<String> unreadMembers = new LinkedHashSet<>();

        Builder(List<String> urls) {
            this.urls = new ArrayList<>(urls);
            this.urls.forEach(url -> Objects.requireNonNull(url, "url"));
        }

        /** The body, and the values of its custom variables; in place of a body that was given before, and its variables. */
        public Builder body(CallbackBody body) {
            template(body.template(), body.type(), false);
            bodyVariables = body.variables();
            variables.putAll(bodyVariables);
            return this;
        }

        /** A body of content type {@code application/x-www-form-urlencoded}, with {@code ${variables}}. */
        public Builder formBody(String template) {
            return template(template, CallbackBodyType.FORM, true);
        }

        /**
         * A body of content type {@code application/json}, with {@code ${variables}}. OSS writes the quotes around texts
         * itself: {@code {"object":${object},"size":${size}}}.
         */
        public Builder jsonBody(String template) {
            return template(template, CallbackBodyType.JSON, true);
        }

        private Builder template(String template, CallbackBodyType type, boolean raw) {
            this.body = Objects.requireNonNull(template, "template");
            variables.keySet().removeAll(bodyVariables.keySet());
            bodyVariables = Collections.emptyMap();
            this.bodyType = type;
            this.bodyIsRaw = raw;
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
            CallbackRule.checkHost(Objects.requireNonNull(host, "host"));
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
         * Refuses hosts that OSS itself never calls: loopback, private, link-local, shared and reserved addresses, names
         * such as {@code localhost}, and numbers that are not four decimals. Off by default, for emulators and OSS on
         * premises; {@link Callback#warnings} names such hosts in any case.
         */
        public Builder publicHostsOnly() {
            this.publicHostsOnly = true;
            return this;
        }

        /**
         * Adds a header to the callback request; at most 10. Hardly documented; whether every account may use it is not
         * known. The callback's signature does not cover it.
         *
         * @param name letters, digits and hyphens; sent in lower case
         * @throws InvalidCallbackException if the name is something else or begins with {@code x-oss-}, or the value is
         *     not printable ASCII
         */
        public Builder additionalHeader(String name, String value) {
            CallbackRule.checkAdditionalHeader(name, value);
            additionalHeaders.put(name.toLowerCase(Locale.ROOT), value);
            return this;
        }

        /**
         * How OSS signs the callback request: {@code 1.0}, the default, or {@code 2.0}, which the vendor opens on
         * request and {@link CallbackVerifier} does not know.
         *
         * @throws InvalidCallbackException if it is neither
         */
        public Builder signatureVersion(String version) {
            CallbackRule.checkSignatureVersion(Objects.requireNonNull(version, "version"));
            this.signatureVersion = version;
            return this;
        }

        /**
         * Checks and builds.
         *
         * @throws InvalidCallbackException if there are no or more than 5 URLs, a URL is not an http or https URL in ASCII or
         *     holds a {@code ;}; there are more than 10 additional headers; the body is empty, names a variable that OSS does
         *     not know or a custom one that has no value, does not name a custom one that has a value, holds {@code $(…)} or an
         *     encoded <code>${</code>, or, in JSON, has quotes around a text or makes no JSON; a custom variable's name does
         *     not begin with {@code x:} or is not lower case; body or values hold half of a surrogate pair, or are longer than
         *     5 KB in Base64; a policy is given anything but variables
         */
        public Callback build() {
            checkTexts();
            if (policyName == null && sni == null && urls.stream().anyMatch(CallbackUrl::isHttps)) {
                sni = true;
            }
            Callback callback = new Callback(this);
            BuildRule.of(callback).forEach(Runnable::run);
            if (bodyIsRaw) {
                TemplateRule.checkEncoding(body);
            }
            if (publicHostsOnly && policyName != null) {
                throw new InvalidCallbackException(
                        null, "publicHostsOnly, but the URLs are kept by the bucket's policy " + policyName);
            }
            if (publicHostsOnly) {
                urls.forEach(url -> CallbackUrl.of(url).checkPublic());
            }
            return callback;
        }

        /** Nothing else can be encoded. */
        private void checkTexts() {
            urls.forEach(url -> CallbackRule.checkText("callbackUrl", url));
            CallbackRule.checkText("callbackBody", body);
            CallbackRule.checkText("callbackPolicy", policyName == null ? "" : policyName);
            variables.forEach((name, value) -> {
                CallbackRule.checkText("the name of a variable", name);
                CallbackRule.checkText(name, value);
            });
        }
    }
}
