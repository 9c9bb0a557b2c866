// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * One library's V4 signer. It keeps between two calls what that library's own client keeps, and builds all else anew.
 * Several threads may share it, as they share a client.
 */
interface Competitor {
    /**
     * Signs a request in its headers.
     *
     * @return the headers that the signature adds, {@code Authorization} among them; where the library works on a map of
     *     all headers, that map
     */
    Map<String, String> sign(SampleRequest request, Clock clock);

    /**
     * Signs a request in its query.
     *
     * @return the query of the URL, percent-encoded, without the question mark
     */
    String presign(SampleRequest request, Duration validity, Clock clock);
}
