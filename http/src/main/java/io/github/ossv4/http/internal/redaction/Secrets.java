// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.redaction;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.internal.redaction.SecretTexts;
import io.github.ossv4.sign.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The texts of a request that messages must not show: a server may echo them. Immutable. */
public final class Secrets {
    public static final Secrets NONE = new Secrets(SecretTexts.NONE);

    /** Shorter values occur in many texts by chance: the variable {@code x:user=42} would remove every 42. */
    private static final int SHORTEST_VALUE = 8;

    private final SecretTexts texts;

    private Secrets(SecretTexts texts) {
        this.texts = texts;
    }

    /** Returns the secrets of a signature: its hexadecimal form and the security token. */
    public static Secrets of(Signature signature) {
        return new Secrets(SecretTexts.of(signature.secrets()));
    }

    /** Returns texts, such as tokens, as secrets. Null is ignored. */
    public static Secrets ofTexts(@Nullable String... texts) {
        return new Secrets(SecretTexts.of(Arrays.asList(texts)));
    }

    /**
     * Returns the secrets of a callback: its encoded form, the values of its variables, and the queries of its URLs.
     */
    public static Secrets of(Callback callback) {
        List<String> texts = new ArrayList<>();
        add(texts, callback.headerValue(), 1);
        add(texts, callback.varHeaderValue(), 1);
        callback.variables().values().forEach(value -> add(texts, value, SHORTEST_VALUE));
        for (String url : callback.urls()) {
            int query = url.indexOf('?');
            if (query >= 0) {
                add(texts, url.substring(query + 1), SHORTEST_VALUE);
                for (String parameter : url.substring(query + 1).split("&", -1)) {
                    add(texts, parameter.substring(parameter.indexOf('=') + 1), SHORTEST_VALUE);
                }
            }
        }
        return new Secrets(SecretTexts.of(texts));
    }

    private static void add(List<String> texts, @Nullable String text, int shortest) {
        if (text != null && text.length() >= shortest) {
            texts.add(text);
        }
    }

    /**
     * Excludes texts that occur in the given names, which messages show: many a variable holds the bucket, the key or
     * its folder.
     */
    public Secrets excluding(String... names) {
        if (isEmpty()) {
            return this;
        }
        Set<String> others = new LinkedHashSet<>(texts.asSet());
        for (String name : names) {
            others.removeIf(name::contains);
        }
        return new Secrets(SecretTexts.of(others));
    }

    private boolean isEmpty() {
        return texts.asSet().isEmpty();
    }

    /** Returns these secrets and others. */
    public Secrets and(Secrets others) {
        if (isEmpty() || others.isEmpty()) {
            return isEmpty() ? others : this;
        }
        Set<String> all = new LinkedHashSet<>(texts.asSet());
        all.addAll(others.texts.asSet());
        return new Secrets(SecretTexts.of(all));
    }

    /** Returns the text without the secrets, and without any V4 signature. */
    public String removeFrom(String text) {
        return texts.removeFrom(text);
    }

    @Override
    public String toString() {
        return "Secrets{" + texts.asSet().size() + "}";
    }
}
