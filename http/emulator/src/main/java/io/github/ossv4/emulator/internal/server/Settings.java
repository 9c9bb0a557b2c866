// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.server;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.internal.access.AccessKey;
import io.github.ossv4.emulator.internal.access.Domain;
import io.github.ossv4.emulator.internal.access.EndpointRules;
import io.github.ossv4.emulator.internal.callback.CallbackTarget;
import io.github.ossv4.emulator.internal.operation.Limits;
import io.github.ossv4.emulator.internal.store.Storage;
import io.github.ossv4.emulator.internal.wire.RequestObserver;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
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
     * @param https null for none
     * @param linger how long the body of a rejected request is read before the connection is closed
     */
    public record Network(String host, int port, @Nullable Https https, Duration idleTimeout, Duration linger) {}

    /**
     * Connections over TLS.
     *
     * @param port 0 for any free one
     * @param chain the file of the certificate; null for one that the emulator issues
     * @param key the file of its private key; null if {@code chain} is
     * @param caFile where to write what clients must trust; null for a temporary file
     */
    public record Https(
            int port,
            @Nullable Path chain,
            @Nullable Path key,
            @Nullable Path caFile) {}

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

    /**
     * Requests to application servers.
     *
     * @param trusted certificates to trust besides those of the JVM
     */
    public record Callbacks(
            List<CallbackTarget> targets,
            Duration timeout,
            Map<String, Callback> policies,
            Dns dns,
            List<X509Certificate> trusted) {}

    /**
     * The reports of requests.
     *
     * @param log whether to write a log to the standard output
     * @param observer null for none
     */
    public record Reports(
            boolean page,
            boolean admin,
            boolean log,
            @Nullable RequestObserver observer) {}
}
