// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.redaction;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.text.PercentEncoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** The texts of a request that messages must not show: a server may echo them. Immutable. */
public final class Secrets {
    public static final Secrets NONE = new Secrets(Collections.emptyList(), Collections.emptyList());

    /** Shorter pieces of a proof occur in texts by chance, and give no access. */
    private static final int PIECE = 8;

    /** Shorter values occur in many texts by chance: the variable {@code x:user=42} would remove every 42. */
    private static final int SHORTEST_VALUE = 8;

    private final List<String> proofs;
    private final List<String> values;

    /** Created when the first text is searched. */
    private volatile @Nullable List<SecretPieces> removals;

    private Secrets(List<String> proofs, List<String> values) {
        this.proofs = Collections.unmodifiableList(proofs);
        this.values = Collections.unmodifiableList(values);
    }

    /** Returns the secrets of a signature: its hexadecimal form and the security token. */
    public static Secrets of(Signature signature) {
        return new Secrets(signature.secrets(), Collections.emptyList());
    }

    /** Returns texts, such as tokens, and their percent-encoded forms as secrets. Null is ignored. */
    public static Secrets ofTexts(@Nullable String... texts) {
        Set<String> spellings = new LinkedHashSet<>();
        for (String text : texts) {
            if (text != null && !text.isEmpty()) {
                spellings.add(text);
                spellings.add(PercentEncoding.encode(text));
            }
        }
        return new Secrets(new ArrayList<>(spellings), Collections.emptyList());
    }

    /** Returns the secrets of a callback: its encoded form, the values of its variables, and the queries of its URLs. */
    public static Secrets of(Callback callback) {
        List<String> proofs = new ArrayList<>();
        add(proofs, callback.headerValue(), 1);
        add(proofs, callback.varHeaderValue(), 1);
        List<String> values = new ArrayList<>();
        callback.variables().values().forEach(value -> add(values, value, SHORTEST_VALUE));
        for (String url : callback.urls()) {
            int query = url.indexOf('?');
            if (query >= 0) {
                add(values, url.substring(query + 1), SHORTEST_VALUE);
                for (String parameter : url.substring(query + 1).split("&", -1)) {
                    add(values, parameter.substring(parameter.indexOf('=') + 1), SHORTEST_VALUE);
                }
            }
        }
        return new Secrets(proofs, values);
    }

    /** Returns the secrets of a form: its policy, which may contain the token in Base64, its signature, and its callback. */
    public static Secrets of(SignedForm form) {
        List<String> proofs = new ArrayList<>();
        for (String name :
                new String[] {"policy", "x-oss-signature", "x-oss-security-token", "Signature", "callback"}) {
            add(proofs, form.field(name), 1);
        }
        List<String> values = new ArrayList<>();
        form.fields().forEach((name, value) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith("x:")) {
                add(values, value, SHORTEST_VALUE);
            }
        });
        Policy.pinned(form.field("policy"), values);
        return new Secrets(proofs, values);
    }

    private static void add(List<String> texts, @Nullable String text, int shortest) {
        if (text != null && text.length() >= shortest) {
            texts.add(text);
        }
    }

    /**
     * Excludes values that occur in the given names, which messages show: many a variable holds the bucket, the key or its
     * folder.
     */
    public Secrets excluding(String... names) {
        List<String> others = new ArrayList<>(values);
        for (String name : names) {
            others.removeIf(name::contains);
        }
        return new Secrets(proofs, others);
    }

    /** Returns these secrets and others. */
    public Secrets and(Secrets others) {
        return new Secrets(joined(proofs, others.proofs), joined(values, others.values));
    }

    private static List<String> joined(List<String> some, List<String> others) {
        List<String> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    /**
     * Returns the text without the secrets. Every piece of a proof is removed, since texts are truncated, and some of
     * OkHttp's start within a response. A value is removed as a whole, since a piece of it, such as a date, may be shown.
     */
    public String removeFrom(String text) {
        List<SecretPieces> known = removals;
        if (known == null) {
            known = new ArrayList<>();
            for (String proof : proofs) {
                addProof(known, proof);
            }
            for (String value : values) {
                for (String spelling : spellings(value)) {
                    known.add(SecretPieces.whole(spelling));
                }
            }
            removals = known;
        }
        String clean = text;
        for (SecretPieces pieces : known) {
            clean = pieces.removeFrom(clean);
        }
        return clean;
    }

    /** Adds the hexadecimal form as well: okio shows the bytes of a truncated response in it. */
    private static void addProof(List<SecretPieces> removals, String proof) {
        if (proof.length() < PIECE || proof.length() > SecretPieces.MAX_CUT) {
            removals.add(SecretPieces.whole(proof));
            removals.add(SecretPieces.whole(ByteString.encodeUtf8(proof).hex()));
        }
        if (proof.length() >= PIECE) {
            SecretPieces pieces = SecretPieces.of(proof, PIECE);
            removals.add(pieces);
            SecretPieces bytes = isAscii(proof) ? pieces : SecretPieces.of(latin1OfUtf8(proof), PIECE);
            removals.add(bytes.inHex());
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** Returns one character for each byte of the UTF-8 form. */
    private static String latin1OfUtf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Returns the value as it is, and as it is escaped in JSON, XML and URLs. */
    private static Set<String> spellings(String value) {
        Set<String> spellings = new LinkedHashSet<>();
        spellings.add(value);
        spellings.add(String.valueOf(JsonStringEncoder.getInstance().quoteAsString(value)));
        spellings.add(value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;"));
        spellings.add(PercentEncoding.encode(value));
        return spellings;
    }

    @Override
    public String toString() {
        return "Secrets{" + proofs.size() + ", " + values.size() + "}";
    }

    /** The policy of a form. A separate class, since few requests need a JSON parser. */
    private static final class Policy {
        private static final JsonFactory JSON = new JsonFactory();
        private static final Pattern VARIABLE = Pattern.compile("\\$?x:", Pattern.CASE_INSENSITIVE);

        /** Adds the values of variables that a policy requires: OSS quotes the condition that is not met, with its value. */
        static void pinned(@Nullable String policy, List<String> values) {
            if (policy == null) {
                return;
            }
            try (JsonParser json = JSON.createParser(text(policy))) {
                String before = "";
                for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                    if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
                        if (VARIABLE.matcher(before).lookingAt()) {
                            add(values, json.getText(), SHORTEST_VALUE);
                        }
                        before = json.getText();
                    }
                }
            } catch (IOException | IllegalArgumentException e) {
                // The policy is malformed: OSS refuses it.
            }
        }

        /** As a text: for bytes, jackson-core has another parser, which R8 would keep as well. */
        private static String text(String policy) {
            return new String(Base64.getDecoder().decode(policy), StandardCharsets.UTF_8);
        }
    }
}
