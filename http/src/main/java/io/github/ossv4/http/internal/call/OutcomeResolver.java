// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the outcome of a call whose response was lost.
 *
 * <p>Rule: Every outcome of a lost response, with competitors ({@code LostResponseOutcomesTest}).
 *
 * @param <T> the result of the call
 */
public interface OutcomeResolver<T extends @Nullable Object> {
    /** Returns the outcome, after a failed attempt. This one or an earlier one may have been executed. */
    Resolution<T> resolve(IOException failure, Queries queries);
}
