// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sends the queries that resolve the outcome of a call: within its time limit, and until its scope ends. */
public final class Queries {
    /** The attempts of a query: more would delay the retry of the call itself. */
    private static final int ATTEMPTS = 2;

    private final Deadline deadline;
    private final Scope scope;

    public Queries(Deadline deadline, Scope scope) {
        this.deadline = deadline;
        this.scope = scope;
    }

    /** The response to a query, or why there is none. */
    public static final class Finding<A> {
        /** Null if the query failed. */
        public final @Nullable A response;

        /** Null if there is a response. */
        public final @Nullable Throwable failure;

        private Finding(@Nullable A response, @Nullable Throwable failure) {
            this.response = response;
            this.failure = failure;
        }
    }

    /** Sends a query. */
    public <A> Finding<A> send(Exchange<A> query) {
        try {
            return new Finding<>(query.maxAttempts(ATTEMPTS).deadline(deadline).execute(scope), null);
        } catch (IOException | RuntimeException e) {
            return new Finding<>(null, e);
        }
    }
}
