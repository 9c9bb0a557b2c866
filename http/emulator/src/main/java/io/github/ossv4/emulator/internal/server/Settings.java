// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.server;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.internal.access.AccessKey;
import io.github.ossv4.emulator.internal.access.Domain;
import io.github.ossv4.emulator.internal.access.EndpointRules;
import io.github.ossv4.emulator.internal.callback.CallbackTarget;
import io.github.ossv4.emulator.internal.console.LogFormat;
import io.github.ossv4.emulator.internal.operation.Limits;
import io.github.ossv4.emulator.internal.store.Storage;
import io.github.ossv4.emulator.internal.wire.RequestObserver;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/** The settings of an emulator, see {@code Emulator.Builder}. */
public record Settings(
        Network network,
        Access access,
        Storage.Settings stored,
        Limits limits,
        Callbacks callbacks,
        Reports reports,
        Clock clock) {
    /**
     * Connections.
     *
     * @param port 0 for any free one
     * @param linger how long the body of a rejected request is read before the connection is closed
     */
    public record Network(String host, int port, Duration idleTimeout, Duration linger) {}

    /**
     * Signatures and hosts.
     *
     * @param keys a random one is generated if there is none
     */
    public record Access(
            String region,
            String product,
            List<AccessKey> keys,
            boolean acceptsV1,
            List<Domain> domains,
            EndpointRules.Strictness strictness) {}

    /** Requests to application servers. */
    public record Callbacks(List<CallbackTarget> targets, Duration timeout, Map<String, Callback> policies, Dns dns) {}

    /**
     * The reports of requests.
     *
     * @param logFormat the format of the log on the standard output; null for none
     * @param observer null for none
     */
    public record Reports(
            boolean page,
            boolean admin,
            @Nullable LogFormat logFormat,
            @Nullable RequestObserver observer) {}
}
