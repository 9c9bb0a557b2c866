// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.internal.text.PrintableText;
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
 * A callback: OSS sends a POST request to an application server after the object is stored, and returns that server's
 * response to the uploader. For PutObject, PostObject and CompleteMultipartUpload. Immutable.
 *
 * <pre>{@code
 * Callback callback = Callback.builder("https://app.example.com/uploaded")
 *         .body(CallbackBody.json(BUCKET, OBJECT, SIZE, ETAG).custom("x:user", "42"))
 *         .build();
 * }</pre>
 *
 * <p>The same with your own template: {@code jsonBody("{\"object\":${object},\"size\":${size},\"user\":${x:user}}")}
 * and {@code variable("x:user", "42")}. Both ways reject mistakes that OSS accepts silently, such as an unknown
 * variable, which it sends unreplaced. Prefer JSON bodies: web frameworks rebuild form bodies from their parameters,
 * and the signature is over the bytes.
 *
 * <p>The application server must respond within 5 seconds with status 200, a {@code Content-Length} and a JSON body of
 * at most 1 MB. Otherwise OSS returns status 203 for the upload, although <b>the object is stored</b>. OSS does not
 * retry the callback.
 *
 * <p>Rule: compact JSON, Base64, at most 5 KB each, at most 5 URLs ({@code CallbackTest}).
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/callback">Callback</a>
 */
public final class Callback {
    /** The header for {@link #headerValue}. */
    public static final String HEADER = "x-oss-callback";

    /** The header for {@link #varHeaderValue}. */
    public static final String VAR_HEADER = "x-oss-callback-var";

    /** The maximum number of URLs. */
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
    private final Set<String> unknownMembers;
    private final Set<String> ignoredVariables;
    private final String headerValue;
    private final @Nullable String varHeaderValue;

    /** Whether the body was built by {@link CallbackBody}, which encodes texts that look like variables. */
    private final boolean generated;

    Callback(Builder builder) {
        this.urls = Collections.unmodifiableList(new ArrayList<>(builder.urls));
        this.host = builder.host;
        this.body = builder.body;
        this.bodyType = builder.bodyType;
        this.sni = builder.sni;
        this.variables = Collections.unmodifiableMap(new LinkedHashMap<>(builder.variables));
        this.additionalHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(builder.additionalHeaders));
        this.signatureVersion = builder.signatureVersion;
        this.policyName = builder.policyName;
        this.unknownMembers = Collections.unmodifiableSet(new LinkedHashSet<>(builder.unknownMembers));
        this.ignoredVariables = Collections.unmodifiableSet(new LinkedHashSet<>(builder.ignoredVariables));
        this.generated = builder.generated;
        this.headerValue = encoded();
        this.varHeaderValue = variables.isEmpty() ? null : CallbackJson.encode(variables);
    }

    /**
     * Starts a callback.
     *
     * @param urls 1 to 5 http or https URLs, percent-encoded. OSS tries them in order until one succeeds
     */
    public static Builder builder(String... urls) {
        return new Builder(Arrays.asList(Objects.requireNonNull(urls, "urls")));
    }

    /**
     * Returns a builder of a callback whose URL and body are in a policy of the bucket. Only custom variables can be
     * added.
     *
     * @param name the policy's name
     * @throws InvalidCallbackException if the name is empty
     */
    public static Builder policy(String name) {
        if (Objects.requireNonNull(name, "name").isEmpty()) {
            throw new InvalidCallbackException(null, "callbackPolicy must not be empty");
        }
        Builder builder = new Builder(Collections.emptyList());
        builder.policyName = name;
        return builder;
    }

    /**
     * Decodes the header values, as leniently as OSS does.
     *
     * @param headerValue the value of {@link #HEADER}
     * @param varHeaderValue the value of {@link #VAR_HEADER}, or null if the request has none
     * @throws InvalidCallbackException if OSS would reject them; the message contains the mistake and its position
     */
    public static Callback decode(String headerValue, @Nullable String varHeaderValue) {
        return new Callback(CallbackReading.parse(Objects.requireNonNull(headerValue, "headerValue"), varHeaderValue));
    }

    /**
     * Decodes the fields of a form (PostObject), see {@link #formFields}. Field names are not case-sensitive; the names
     * of variables are converted to lower case. Other fields are ignored.
     *
     * @return null if the form has no callback
     * @throws InvalidCallbackException if OSS would reject them
     */
    public static @Nullable Callback decodeForm(Map<String, String> fields) {
        Builder builder = CallbackReading.parseForm(Objects.requireNonNull(fields, "fields"));
        return builder == null ? null : new Callback(builder);
    }

    /** Returns the URLs in the order in which OSS tries them. */
    public List<String> urls() {
        return urls;
    }

    /** Returns the {@code Host} of the callback request; null if it is each URL's own host. */
    public @Nullable String host() {
        return host;
    }

    /** Returns the template of the callback request's body. */
    public String body() {
        return body;
    }

    /**
     * Returns the content type of the body, {@code application/x-www-form-urlencoded} or {@code application/json}. It
     * determines how values are escaped.
     */
    public String bodyType() {
        return bodyType.contentType();
    }

    CallbackBodyType type() {
        return bodyType;
    }

    /** Returns whether OSS sends the host's name in the TLS handshake with an https URL. */
    public boolean sni() {
        return sni != null && sni;
    }

    boolean statesSni() {
        return sni != null;
    }

    /** Returns the custom variables by full name, {@code x:…}. */
    public Map<String, String> variables() {
        return variables;
    }

    /** Returns the headers that OSS adds to the callback request. */
    public Map<String, String> additionalHeaders() {
        return additionalHeaders;
    }

    /** Returns the version of the callback request's signature; null for the default. */
    public @Nullable String signatureVersion() {
        return signatureVersion;
    }

    /**
     * Returns the name of the bucket's policy that contains URL and body; null if the callback contains them, which is
     * usual.
     */
    public @Nullable String policyName() {
        return policyName;
    }

    /**
     * Returns the names of the unknown members of a decoded callback, and {@code callbackSNI} if it is not a boolean.
     * Empty for a callback that was built.
     */
    public Set<String> unknownMembers() {
        return unknownMembers;
    }

    /**
     * Returns the names in a decoded {@code callback-var} that do not begin with {@code x:}, which OSS ignores. Empty
     * for a callback that was built.
     */
    public Set<String> ignoredVariables() {
        return ignoredVariables;
    }

    /**
     * Returns the rules of {@link Builder#build} that a decoded callback violates, with the {@linkplain
     * InvalidCallbackException#ec error code} of OSS where it has one. Empty for a callback that was built.
     */
    public List<InvalidCallbackException> violations() {
        List<InvalidCallbackException> violations = new ArrayList<>();
        for (Runnable rule : BuildRule.rules(this)) {
            try {
                rule.run();
            } catch (InvalidCallbackException e) {
                violations.add(e);
            }
        }
        return Collections.unmodifiableList(violations);
    }

    /**
     * Returns warnings of probable mistakes that OSS accepts: a percent-encoded variable in a decoded body; a private
     * host, which only an emulator calls; a path that {@link CallbackVerifier} rejects; image sizes that may be missing
     * in JSON; a repeated form field, which {@link CallbackNotice} rejects; more custom variables than the vendor
     * recommends. One sentence each, for a log or a test, without values of variables. Usually empty.
     */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        try {
            TemplateRule.checkEncoding(generated ? "" : body);
        } catch (InvalidCallbackException e) {
            warnings.add(String.valueOf(e.getMessage()));
        }
        warnings.addAll(TemplateRule.warnings(body, bodyType));
        urls.forEach(url -> CallbackUrl.warn(url, warnings::add));
        warnings.addAll(CallbackRule.warnings(variables));
        return Collections.unmodifiableList(warnings);
    }

    /** Returns the value of {@link #HEADER}: Base64 of JSON, at most 5 KB. */
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

    /**
     * Returns the value of {@link #VAR_HEADER}: Base64 of JSON, at most 5 KB. Null if there are no custom variables.
     */
    public @Nullable String varHeaderValue() {
        return varHeaderValue;
    }

    /**
     * Returns the headers of the callback, for PutObject and CompleteMultipartUpload. A request must have a callback in
     * its headers or in its query, not in both: EC 0007-00000027.
     */
    public Map<String, String> headers() {
        return carrier(HEADER, VAR_HEADER);
    }

    /**
     * Returns the query parameters of the callback, not percent-encoded, for presigned URLs of PutObject and
     * CompleteMultipartUpload. They are signed. Use either these or the {@link #headers}.
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
     * Returns the form fields of the callback, for PostObject: {@code callback} in Base64 and a field for each custom
     * variable, not encoded. <b>The form's policy must pin each of them</b> with {@code ["eq", "$name", value]}:
     * otherwise the uploader can change it, including the callback's URL.
     */
    public Map<String, String> formFields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("callback", headerValue());
        fields.putAll(variables);
        return Collections.unmodifiableMap(fields);
    }

    /**
     * Returns the callback that OSS performs for a callback {@linkplain #policy by policy}: the policy's, with
     * the variables of both. If both have a variable, the value of this one applies; OSS does not document that.
     *
     * @param policy the callback in the bucket's policy {@link #policyName}
     * @throws IllegalStateException if this is not a callback by policy
     * @throws IllegalArgumentException if {@code policy} is a callback by policy
     */
    public Callback expand(Callback policy) {
        if (policyName == null) {
            throw new IllegalStateException("callback must be by policy to be expanded, was " + this);
        }
        if (policy.policyName != null) {
            throw new IllegalArgumentException("the callback of a policy must not name a policy itself, was " + policy);
        }
        Builder expanded = new Builder(policy.urls);
        expanded.host = policy.host;
        expanded.body = policy.body;
        expanded.bodyType = policy.bodyType;
        expanded.generated = policy.generated;
        expanded.sni = policy.sni;
        expanded.variables.putAll(policy.variables);
        expanded.variables.putAll(variables);
        expanded.additionalHeaders.putAll(policy.additionalHeaders);
        expanded.signatureVersion = policy.signatureVersion;
        expanded.ignoredVariables.addAll(ignoredVariables);
        return new Callback(expanded);
    }

    /**
     * Returns the body that OSS sends for an object.
     *
     * <p>Two assumptions are not documented by OSS: a space in a form value becomes {@code %20}, and a custom variable
     * without value is empty.
     *
     * @throws IllegalStateException if the body is in a policy, see {@link #expand}
     */
    public String body(ObjectFacts facts) {
        if (policyName != null) {
            throw new IllegalStateException("the body is in the bucket's policy " + policyName + ": call expand first");
        }
        return CallbackTemplate.of(body).fill(bodyType, Objects.requireNonNull(facts, "facts"), variables);
    }

    /**
     * Returns the URLs without their queries, and the template. Queries and values of custom variables are omitted,
     * since they may be secrets; a template must not contain secrets.
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

    /** Collects the parts of a callback. Not thread-safe. */
    public static final class Builder {
        final List<String> urls;

        @Nullable
        String host;

        String body = "";
        private boolean generated;
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
        final Set<String> unknownMembers = new LinkedHashSet<>();
        final Set<String> ignoredVariables = new LinkedHashSet<>();

        Builder(List<String> urls) {
            this.urls = new ArrayList<>(urls);
            this.urls.forEach(url -> Objects.requireNonNull(url, "url"));
        }

        /**
         * Sets the body and the values of its custom variables. Replaces a previous body and its variables. URL, body
         * and settings together have at most 5 KB as Base64 of JSON.
         */
        public Builder body(CallbackBody body) {
            template(Objects.requireNonNull(body, "body").template(), body.type(), true);
            bodyVariables = body.variables();
            variables.putAll(bodyVariables);
            return this;
        }

        /**
         * Sets a body of content type {@code application/x-www-form-urlencoded}, with {@code ${variables}}:
         * {@code object=${object}&size=${size}}. Prefer {@link #jsonBody}, see {@link CallbackBody#form}.
         */
        public Builder formBody(String template) {
            return template(template, CallbackBodyType.FORM, false);
        }

        /**
         * Sets a body of content type {@code application/json}, with {@code ${variables}}. OSS adds the quotes around
         * texts: {@code {"object":${object},"size":${size}}}.
         */
        public Builder jsonBody(String template) {
            return template(template, CallbackBodyType.JSON, false);
        }

        private Builder template(String template, CallbackBodyType type, boolean generated) {
            this.body = Objects.requireNonNull(template, "template");
            variables.keySet().removeAll(bodyVariables.keySet());
            bodyVariables = Collections.emptyMap();
            this.bodyType = type;
            this.generated = generated;
            return this;
        }

        /**
         * Sets the value of a custom variable, which the body must contain. The uploader can read it. All variables
         * together have at most 5 KB as Base64 of JSON; the vendor recommends at most 10 variables and 512 bytes.
         *
         * @param name begins with {@code x:} and is lower case
         */
        public Builder variable(String name, String value) {
            variables.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, name));
            return this;
        }

        /**
         * Sets the {@code Host} of the callback request; default the host of each URL.
         *
         * @throws InvalidCallbackException if it is empty or contains anything but printable ASCII
         */
        public Builder host(String host) {
            CallbackRule.checkHost(Objects.requireNonNull(host, "host"));
            this.host = host;
            return this;
        }

        /**
         * Sets whether OSS sends the host's name in the TLS handshake; default true if a URL is https. Without it,
         * virtual-hosted servers return the certificate of another host, and the callback fails.
         */
        public Builder sni(boolean sni) {
            this.sni = sni;
            return this;
        }

        /**
         * Rejects hosts that OSS never calls: loopback, private, link-local, shared and reserved addresses, names such
         * as {@code localhost}, and numeric addresses that are not four decimals. Not the default, because of emulators
         * and OSS on premises; {@link Callback#warnings} reports such hosts in any case.
         */
        public Builder publicHostsOnly() {
            this.publicHostsOnly = true;
            return this;
        }

        /**
         * Adds a header to the callback request; at most 10. Poorly documented; whether every account can use it is
         * unknown. The callback's signature does not cover it.
         *
         * @param name letters, digits and hyphens; sent in lower case
         * @throws InvalidCallbackException if the name is malformed or begins with {@code x-oss-}, or the value is not
         *     printable ASCII
         */
        public Builder additionalHeader(String name, String value) {
            CallbackRule.checkAdditionalHeader(
                    Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, name));
            additionalHeaders.put(name.toLowerCase(Locale.ROOT), value);
            return this;
        }

        /**
         * Sets the version of the callback request's signature: {@code 1.0}, the default, or {@code 2.0}, which the
         * vendor enables on request and {@link CallbackVerifier} does not support.
         *
         * @throws InvalidCallbackException if it is neither
         */
        public Builder signatureVersion(String version) {
            CallbackRule.checkSignatureVersion(Objects.requireNonNull(version, "version"));
            this.signatureVersion = version;
            return this;
        }

        /**
         * Checks and builds the callback.
         *
         * @throws InvalidCallbackException if there are no or more than 5 URLs, a URL is not an http or https URL in
         *     ASCII or contains a {@code ;}; there are more than 10 additional headers; the body is empty, contains a
         *     variable that is unknown or has no value, does not contain a custom variable that has a value, contains
         *     {@code $(…)} or an encoded <code>${</code>, or, in JSON, has quotes around a text or is malformed; a
         *     custom variable's name does not begin with {@code x:} or is not lower case; body or values contain an
         *     unpaired surrogate or exceed 5 KB in Base64; a callback by policy has anything but variables
         */
        public Callback build() {
            checkTexts();
            if (policyName == null && sni == null && urls.stream().anyMatch(CallbackUrl::isHttps)) {
                sni = true;
            }
            Callback callback = new Callback(this);
            BuildRule.rules(callback).forEach(Runnable::run);
            if (!generated) {
                TemplateRule.checkEncoding(body);
            }
            if (publicHostsOnly && policyName != null) {
                throw new InvalidCallbackException(
                        null,
                        "publicHostsOnly must not be set, since the URLs are in the bucket's policy " + policyName);
            }
            if (publicHostsOnly) {
                urls.forEach(url -> CallbackUrl.of(url).checkPublic());
            }
            return callback;
        }

        /** Checks that no text contains an unpaired surrogate. */
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
