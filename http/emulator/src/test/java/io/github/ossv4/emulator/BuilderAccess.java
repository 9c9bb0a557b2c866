// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.emulator.internal.operation.Limits;
import io.github.ossv4.emulator.internal.wire.RequestObserver;
import java.time.Duration;
import okhttp3.Dns;

/** The settings of {@link Emulator.Builder} that are not public, for tests of other packages. */
public final class BuilderAccess {
    private BuilderAccess() {}

    /** Sets the maximum sizes of objects. */
    public static Emulator.Builder limits(Emulator.Builder builder, Limits limits) {
        builder.settings.limits = limits;
        return builder;
    }

    /** Sets the minimum size of a body in a file, in bytes. */
    public static Emulator.Builder fileBytes(Emulator.Builder builder, int bytes) {
        builder.settings.fileBytes = bytes;
        return builder;
    }

    /** Passes each request to an observer. */
    public static Emulator.Builder observer(Emulator.Builder builder, RequestObserver observer) {
        builder.settings.observer = observer;
        return builder;
    }

    /** Sets the resolver of the hosts of callback URLs. */
    public static Emulator.Builder dns(Emulator.Builder builder, Dns dns) {
        builder.settings.dns = dns;
        return builder;
    }

    /** Sets how long the body of a rejected request is read before the connection is closed. */
    public static Emulator.Builder linger(Emulator.Builder builder, Duration linger) {
        builder.settings.linger = linger;
        return builder;
    }

    /** Serves the admin endpoint. */
    public static Emulator.Builder admin(Emulator.Builder builder) {
        builder.settings.admin = true;
        return builder;
    }
}
