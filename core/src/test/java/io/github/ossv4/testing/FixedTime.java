// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.testing;

import java.time.Instant;

/** The instant of all tests whose result does not depend on another one. */
public final class FixedTime {
    /** With a fraction of a second, which signatures and tokens do not contain. */
    public static final Instant NOW = Instant.parse("2023-12-16T16:20:57.345Z");

    private FixedTime() {}
}
