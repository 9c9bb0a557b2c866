// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.redaction;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.text.PercentEncoding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The texts of a request that messages must not show: a server may echo them. Immutable. */
public final class Secrets {
    public static final Secrets NONE = new Secrets(Collections.emptySet());

    /** Shorter values occur in many texts by chance: the variable {@code x:user=42} would remove every 42. */
    private static final int SHORTEST_VALUE = 8;

    private final Collection<String> texts;

    /** The texts as they are, and as they are escaped in JSON and URLs. Created when the first text is searched. */
    private volatile @Nullable Set<String> spellings;

    private Secrets(Collection<String> texts) {
        this.texts = texts;
    }

    /** Returns the secrets of a signature: its hexadecimal form and the security token. */
    public static Secrets of(Signature signature) {
        return new Secrets(signature.secrets());
    }

    /** Returns texts, such as tokens, as secrets. Null is ignored. */
    public static Secrets ofTexts(@Nullable String... texts) {
        List<String> known = new ArrayList<>();
        for (String text : texts) {
            add(known, text, 1);
        }
        return new Secrets(known);
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
        return new Secrets(texts);
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
        if (texts.isEmpty()) {
            return this;
        }
        Set<String> others = new LinkedHashSet<>(texts);
        for (String name : names) {
            others.removeIf(name::contains);
        }
        return new Secrets(others);
    }

    /** Returns these secrets and others. */
    public Secrets and(Secrets others) {
        if (texts.isEmpty() || others.texts.isEmpty()) {
            return texts.isEmpty() ? others : this;
        }
        Set<String> all = new LinkedHashSet<>(texts);
        all.addAll(others.texts);
        return new Secrets(all);
    }

    /** Returns the text without the secrets. */
    public String removeFrom(String text) {
        if (isShorterThanAll(text)) {
            return text;
        }
        Set<String> known = spellings;
        if (known == null) {
            known = new LinkedHashSet<>();
            for (String secret : texts) {
                known.add(secret);
                known.add(PercentEncoding.encode(secret));
                known.add(String.valueOf(JsonStringEncoder.getInstance().quoteAsString(secret)));
            }
            spellings = known;
        }
        String clean = text;
        for (String secret : known) {
            clean = clean.replace(secret, "…");
        }
        return clean;
    }

    /** Returns whether the text is too short for any secret. No spelling of a secret is shorter than it. */
    private boolean isShorterThanAll(String text) {
        for (String secret : texts) {
            if (secret.length() <= text.length()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "Secrets{" + texts.size() + "}";
    }
}
