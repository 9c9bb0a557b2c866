// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.internal.canonical.CanonicalLines;
import java.util.function.UnaryOperator;

/** A mistake of a client as a change of the right canonical request. */
final class CanonicalEdit {
    final SignatureMistake mistake;
    private final UnaryOperator<CanonicalLines> change;

    CanonicalEdit(SignatureMistake mistake, UnaryOperator<CanonicalLines> change) {
        this.mistake = mistake;
        this.change = change;
    }

    CanonicalLines apply(CanonicalLines text) {
        return change.apply(text);
    }

    /** Returns whether this edit and another one concern different lines. */
    boolean isApartFrom(CanonicalEdit other) {
        return !String.valueOf(mistake.line()).equals(other.mistake.line());
    }
}
