// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.access.AccessControl;
import io.github.ossv4.emulator.internal.access.Addressing;
import io.github.ossv4.emulator.internal.access.EndpointRules;
import io.github.ossv4.emulator.internal.callback.CallbackDelivery;
import io.github.ossv4.emulator.internal.store.Buckets;
import io.github.ossv4.emulator.internal.store.ObjectStore;
import io.github.ossv4.emulator.internal.store.PendingUploads;

/**
 * The services that executions use.
 *
 * @param endpoint host and port
 * @param callbacks performs the callbacks of uploads
 */
public record Services(
        String region,
        String endpoint,
        Addressing addressing,
        EndpointRules endpoints,
        AccessControl access,
        Buckets buckets,
        ObjectStore store,
        PendingUploads uploads,
        CallbackDelivery callbacks,
        Limits limits) {}
