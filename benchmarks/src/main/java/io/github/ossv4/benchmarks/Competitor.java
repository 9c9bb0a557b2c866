// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * The V4 signer of one library. Reuses between calls only what the client of that library reuses. Several threads can
 * share it, as they share a client.
 */
interface Competitor {
    /**
     * Signs a request in its headers.
     *
     * @return the headers of the signature, including {@code Authorization}; if the library uses a map of all headers,
     *     that map
     */
    Map<String, String> sign(SampleRequest request, Clock clock);

    /**
     * Signs a request in its query.
     *
     * @return the query of the URL, percent-encoded, without the question mark
     */
    String presign(SampleRequest request, Duration validity, Clock clock);
}
