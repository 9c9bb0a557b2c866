// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import java.time.Clock;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The settings of fetchers, and the services that issue credentials. Immutable. */
final class Platform {
    private final Environment environment;
    private final Clock clock;
    private final StsClient sts;
    private final HttpUrl metadata;

    Platform(Environment environment, Clock clock, StsClient sts, HttpUrl metadata) {
        this.environment = environment;
        this.clock = clock;
        this.sts = sts;
        this.metadata = metadata;
    }

    static Platform system() {
        Clock clock = Clock.systemUTC();
        return new Platform(Environment.system(), clock, new StsClient(clock), EcsMetadata.SERVICE);
    }

    Environment environment() {
        return environment;
    }

    Clock clock() {
        return clock;
    }

    StsClient sts() {
        return sts;
    }

    /** @param role null for the one that is attached to the instance */
    EcsMetadata ecsRamRole(@Nullable String role) {
        return EcsMetadata.of(metadata, role, environment);
    }
}
