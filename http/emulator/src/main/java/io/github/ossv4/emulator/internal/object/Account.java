// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.object;

/** The account that owns all buckets and objects. */
public final class Account {
    /** The user ID, which is also the display name. */
    public static final String ID = "1000000000000000";

    private Account() {}
}
