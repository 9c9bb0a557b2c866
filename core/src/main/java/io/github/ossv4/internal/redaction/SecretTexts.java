// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.redaction;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.ossv4.text.PercentEncoding;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts that messages must not show: a server may echo them. Immutable. */
public final class SecretTexts {
    public static final SecretTexts NONE = new SecretTexts(Collections.emptySet());

    /** In any text: OkHttp's messages may quote the request before. */
    private static final Pattern SIGNATURE = Pattern.compile("Signature=[0-9a-fA-F]{8,}");

    private final Set<String> texts;

    /** The texts as they are, and as they are escaped in JSON and URLs. Created when the first text is searched. */
    private volatile @Nullable Set<String> spellings;

    private SecretTexts(Set<String> texts) {
        this.texts = texts;
    }

    /** Returns texts, such as tokens, as secrets. Null and empty texts are ignored. */
    public static SecretTexts of(Collection<? extends @Nullable String> texts) {
        Set<String> known = new LinkedHashSet<>();
        for (String text : texts) {
            if (text != null && !text.isEmpty()) {
                known.add(text);
            }
        }
        return known.isEmpty() ? NONE : new SecretTexts(known);
    }

    /** Returns the texts. */
    public Set<String> asSet() {
        return Collections.unmodifiableSet(texts);
    }

    /** Returns the text without the secrets, and without any V4 signature. */
    public String removeFrom(String text) {
        String clean = text.contains("Signature=") ? SIGNATURE.matcher(text).replaceAll("Signature=…") : text;
        if (isShorterThanAll(clean)) {
            return clean;
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
        return "SecretTexts{" + texts.size() + "}";
    }
}
