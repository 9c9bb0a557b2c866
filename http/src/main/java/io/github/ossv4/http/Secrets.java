// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.sign.Signature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request proves itself with, to be taken out of texts that a server may have echoed it in. Immutable. */
final class Secrets {
    private final List<String> texts;

    private Secrets(List<String> texts) {
        this.texts = Collections.unmodifiableList(texts);
    }

    static Secrets of(@Nullable Signature signature) {
        return new Secrets(signature == null ? Collections.emptyList() : signature.secrets());
    }

    /** Of what is given; what is null is left out. */
    static Secrets of(@Nullable String... texts) {
        List<String> given = new ArrayList<>();
        for (String text : texts) {
            if (text != null && !text.isEmpty()) {
                given.add(text);
            }
        }
        return new Secrets(given);
    }

    List<String> texts() {
        return texts;
    }

    @Override
    public String toString() {
        return "Secrets{" + texts.size() + "}";
    }
}
